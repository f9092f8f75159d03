// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_plan.h"

#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/settings_schema.h"
#include "dream/size_sequence.h"
#include "gradient/target_gradient.h"
#include "network/network_contents.h"
#include "picture/real_image.h"
#include "recipe/recipe.h"
#include "step/reference_picture.h"
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
    const StepRecipe recipe =
        recipeOf(settings, settings.batchSize, Schedule::start(settings), Schedule::start(settings));
    const int batch = tilesPerBatch(settings, planned);
    const std::int64_t scheme = settings.tiling == Tiling::Even
        ? bytesOfWholeImage(planned.size, tileSize, batch, recipe)
        : bytesOfHalfSteps(planned.size, tileSize, batch, recipe);
    const bool pullsToStart = needsReference(recipe.pixels);
    const std::int64_t reference = ReferencePicture::bytesAt(planned.size, startSize, pullsToStart);
    constexpr double kPictures = 2.0; // handed out
    const double stepped =
        image + static_cast<double>(scheme + reference) + kPictures * kChannels * pixelsOf(planned.size);
    // In 8 bits, the image before is gone when this one is made.
    const bool hasBoth = settings.resizePipeline == ResizePipeline::Float;
    const double resized = image + (hasBoth ? sizeof(double) * kChannels * pixelsOf(before) : 0.0)
        + static_cast<double>(ReferencePicture::bytesAt({}, startSize, false));
    return std::max(stepped, resized);
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
    const LayerGraph& graph = NetworkContents::of(network).graph;
    const GradientRequest request = gradientRequestOf(settings, network);
    requireNeuron(settings, graph, request.target);
    const PictureSize tileSize = network.inputSize();
    const bool isNoise = startSize == PictureSize();
    if (!isNoise)
        requireSomethingToSee(startSize, tileSize);
    const RunnerAttributes runner = attributesOfRunner(request, network, threadCount(settings.threads));
    RunPlan plan;
    double needed = 0.0;
    std::size_t largestIndex = 0;
    const SizeSequence sequence = sizeSequence(settings, isNoise ? tileSize : startSize, tileSize);
    const std::vector<PictureSize>& sizes = sequence.sizes;
    plan.raised = sequence.raised;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        PlannedSize& planned =
            plan.sizes.emplace_back(planSize(sizes[i], i, isNoise ? sizes[i] : startSize, tileSize, settings.tiling));
        planned.automaticBatch = automaticBatch(runner.bestBatch, planned.tiles);
        const PictureSize before = i > 0 ? sizes[i - 1] : PictureSize();
        const double bytes = imageBytes(planned, before, tileSize, startSize, settings) + runner.fixedBytes
            + runner.bytesOfBatch(tilesPerBatch(settings, planned), tileSize);
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
