// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_plan.h"

#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/settings_schema.h"
#include "dream/size_sequence.h"
#include "gradient/batch_size.h"
#include "network/network_files.h"
#include "picture/real_image.h"
#include "recipe/recipe.h"
#include "step/step_scheme.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>

namespace cnnvis {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

std::string sizeText(PictureSize size)
{
    return std::to_string(size.height) + "x" + std::to_string(size.width);
}

std::string megabytesText(double bytes)
{
    const double mebibytes = bytes / kMebibyte;
    return mebibytes < 10240.0 ? std::to_string(static_cast<std::int64_t>(mebibytes)) + " MiB"
                               : std::to_string(static_cast<std::int64_t>(mebibytes / 1024.0)) + " GiB";
}

void requireValid(const RunSettings& settings)
{
    const std::vector<SettingsProblem> problems = validate(settings);
    if (!problems.empty())
        throw SettingsError(problems.front().key, problems.front().message);
}

void requireNeuron(const RunSettings& settings, const LayerGraph& graph, TargetPoint target)
{
    if (settings.imageType != ImageType::AmplifyNeuron)
        return;
    const BlobShape& shape = *graph.values()[static_cast<std::size_t>(target.value)].shape;
    if (shape.size() < 2 || settings.targetNeuron >= shape[1])
        throw SettingsError("target_neuron",
            "--target_neuron is " + std::to_string(settings.targetNeuron) + ", but layer '" + settings.targetLayer
                + "' has " + std::to_string(shape.size() < 2 ? 0 : shape[1]) + " channels, counted from 0");
}

/// The key of the setting that made a size what it is.
std::string keyOfSize(std::size_t index)
{
    return index == 0 ? "initial_size" : "final_size";
}

/// A picture of a few pixels, enlarged a hundredfold, has nothing left to dream of.
void requireSomethingToSee(PictureSize start, PictureSize tileSize)
{
    constexpr int kMostEnlarged = 16;
    const PictureSize least{
        (tileSize.height + kMostEnlarged - 1) / kMostEnlarged, (tileSize.width + kMostEnlarged - 1) / kMostEnlarged};
    if (start.height < least.height || start.width < least.width)
        throw SettingsError("initial_image",
            "The start picture has " + sizeText(start)
                + " pixels, too few for the network to see anything in it; give "
                  "one of at least "
                + sizeText(least));
}

/// @param base  whose proportions are the right ones.
PlannedSize planSize(PictureSize size, std::size_t index, PictureSize base, PictureSize tileSize, Tiling tiling)
{
    const std::string key = keyOfSize(index);
    if (size.height < tileSize.height || size.width < tileSize.width)
        throw SettingsError(key,
            "Size " + std::to_string(index + 1) + " is " + sizeText(size) + ", smaller than the network's input of "
                + sizeText(tileSize) + "; give a --" + key + " of at least " + sizeText(enlarged(size, tileSize)),
            sizeText(enlarged(base, tileSize)));
    const std::optional<int> tiles =
        tiling == Tiling::Even ? tilesOfWholeImage(size, tileSize) : tilesOfHalfSteps(size, tileSize);
    if (!tiles)
        throw SettingsError(key,
            "Size " + std::to_string(index + 1) + ", " + sizeText(size) + ", cannot be covered evenly with tiles of "
                + sizeText(tileSize) + "; give a --" + key + " that is a few pixels larger");
    return {size, *tiles};
}

/// The network's part: weights, and the blobs of each tile of a batch with what the layers keep for the way back.
struct NetworkMemory {
    double fixedBytes = 0.0;
    double bytesPerTile = 0.0;
};

/// How many times as large as they are read a layer's weights are once they are laid out: small kernels become filters
/// of 6×6.
double laidOutSize(const LayerNode& layer)
{
    const auto* const convolution = std::get_if<ConvolutionKind>(&layer.kind);
    if (convolution == nullptr || convolution->stride != Pair{1, 1} || convolution->kernel[0] != convolution->kernel[1]
        || convolution->groups != 1 || convolution->isTransposed)
        return 1.0;
    constexpr double kFilter = 36.0;
    const auto side = static_cast<double>(convolution->kernel[0]);
    return side >= 2.0 && side <= 5.0 ? kFilter / (side * side) : 1.0;
}

/// How often weights are laid out: for the way there and the way back; and again while it is tried whether threads had
/// better share tiles.
double laidOutCopies(const RunSettings& settings)
{
    if (settings.gpu >= 0)
        return 1.0; // on their way to the device
    return threadCount(settings.threads) > 1 ? 4.0 : 2.0;
}

NetworkMemory networkMemory(const LayerGraph& graph, TargetPoint target, const RunSettings& settings)
{
    constexpr double kProgram = 300.0 * kMebibyte; ///< LibTorch itself, and its scratch memory
    const bool isFiltered =
        settings.gpu < 0 && (settings.arithmetic == Arithmetic::Fast || settings.precision != Precision::Fp32);
    constexpr double kCopies = 2.0; ///< of a blob, in the layers and their kernels
    double values = 0.0;
    double weights = 0.0;
    const std::vector<bool> isNeeded = graph.layersNeededFor(target);
    for (std::size_t i = 0; i < isNeeded.size(); ++i) {
        if (!isNeeded[i])
            continue;
        const LayerNode& layer = graph.layers()[i];
        for (const int output : layer.outputs)
            values += static_cast<double>(elementCount(*graph.values()[static_cast<std::size_t>(output)].shape));
        for (const BlobShape& shape : graph.weightShapes(layer))
            weights += static_cast<double>(elementCount(shape))
                * (1.0 + laidOutCopies(settings) * (isFiltered ? laidOutSize(layer) : 1.0));
    }
    return {kProgram + sizeof(float) * weights, sizeof(float) * kCopies * values};
}

/// A batch's part of the main processor's memory: its pixels and gradients, and the network's memory of those tiles
/// that the threads have in hand; a graphics processor has memory of its own.
double batchBytes(const BatchConditions& conditions, int tiles, PictureSize tileSize)
{
    const int tilesInHand = conditions.isOnGpu ? 0 : std::min(tiles, conditions.threads);
    const double tilePixels = static_cast<double>(tileSize.height) * tileSize.width;
    return 2.0 * sizeof(float) * kChannels * tilePixels * tiles + conditions.bytesPerTile * tilesInHand;
}

double pixelsOf(PictureSize size)
{
    return static_cast<double>(size.height) * size.width;
}

/// The engine's part for one size: image, what the scheme keeps, what the p-norm pulls to, and the pictures handed out.
/// What the scheme keeps goes before the next image comes.
/// @param before  the size before this one; none: 0 x 0.
double imageBytes(const PlannedSize& planned, PictureSize before, PictureSize tileSize, PictureSize startSize,
    const RunSettings& settings)
{
    const double image = sizeof(double) * kChannels * pixelsOf(planned.size);
    const StepRecipe recipe = recipeOf(settings, Schedule::start(settings), Schedule::start(settings));
    const int batch = tilesPerBatch(settings, planned);
    const std::int64_t scheme = settings.tiling == Tiling::Even
        ? bytesOfWholeImage(planned.size, tileSize, batch, recipe)
        : bytesOfHalfSteps(planned.size, tileSize, batch, recipe);
    const bool hasReference = settings.pReg != 0.0 && startSize != planned.size && startSize != PictureSize();
    constexpr double kPictures = 2.0; // handed out
    const double stepped = image + static_cast<double>(scheme)
        + kChannels * pixelsOf(planned.size) * (kPictures + (hasReference ? 1.0 : 0.0));
    // In 8 bits, the image before is gone when this one is made.
    const bool hasBoth = settings.resizePipeline == ResizePipeline::Float;
    const double resized = image + (hasBoth ? sizeof(double) * kChannels * pixelsOf(before) : 0.0);
    return std::max(stepped, resized) + kChannels * pixelsOf(startSize);
}

void requireMemory(double needed, PictureSize size, int batch, const std::string& keyOfSize)
{
    const auto available = static_cast<double>(availableMemoryBytes());
    if (needed > available)
        throw DeviceError("Size " + sizeText(size) + " with --batch_size " + std::to_string(batch) + " needs about "
                + megabytesText(needed) + " of memory, but only " + megabytesText(available)
                + " are free; give a smaller --" + keyOfSize + " or --batch_size",
            keyOfSize);
}

} // namespace

double RunPlan::fractionDone(int sizeIndex, int steps, int stepsPerSize) const
{
    double done = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double work = static_cast<double>(sizes[i].tiles) * stepsPerSize;
        all += work;
        if (static_cast<int>(i) < sizeIndex)
            done += work;
        if (static_cast<int>(i) == sizeIndex)
            done += static_cast<double>(sizes[i].tiles) * std::min(steps, stepsPerSize);
    }
    return all > 0.0 ? done / all : 0.0;
}

int tilesPerBatch(const RunSettings& settings, const PlannedSize& planned)
{
    return settings.batchSize > 0 ? settings.batchSize : planned.automaticBatch;
}

RunPlan planRun(const RunSettings& settings, const Network& network, PictureSize startSize)
{
    requireValid(settings);
    const LayerGraph& graph = network.files().graph;
    const TargetPoint target = network.files().target(settings);
    requireNeuron(settings, graph, target);
    const PictureSize tileSize = network.inputSize();
    const bool isNoise = startSize == PictureSize();
    if (!isNoise)
        requireSomethingToSee(startSize, tileSize);
    const NetworkMemory memory = networkMemory(graph, target, settings);
    const BatchConditions conditions{settings.gpu >= 0, threadCount(settings.threads), memory.bytesPerTile};
    RunPlan plan;
    double needed = 0.0;
    std::size_t largestIndex = 0;
    const SizeSequence sequence = sizeSequence(settings, isNoise ? tileSize : startSize, tileSize);
    const std::vector<PictureSize>& sizes = sequence.sizes;
    plan.raised = sequence.raised;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        PlannedSize& planned =
            plan.sizes.emplace_back(planSize(sizes[i], i, isNoise ? sizes[i] : startSize, tileSize, settings.tiling));
        planned.automaticBatch = automaticBatch(conditions, planned.tiles);
        const PictureSize before = i > 0 ? sizes[i - 1] : PictureSize();
        const double bytes = imageBytes(planned, before, tileSize, startSize, settings) + memory.fixedBytes
            + batchBytes(conditions, tilesPerBatch(settings, planned), tileSize);
        if (bytes > needed) {
            needed = bytes;
            largestIndex = i;
        }
    }
    const PlannedSize& largest = plan.sizes[largestIndex];
    requireMemory(needed, largest.size, tilesPerBatch(settings, largest), keyOfSize(largestIndex));
    plan.memoryBytes = static_cast<std::int64_t>(needed);
    return plan;
}

} // namespace cnnvis
