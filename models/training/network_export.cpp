// SPDX-License-Identifier: GPL-3.0-or-later
#include "network_export.h"

#include "caffe_files.h"
#include "cnnvis/error.h"
#include "cnnvis/network.h"
#include "cnnvis/output_file.h"
#include "folded_network.h"
#include "network/graph_runner.h"
#include "network/network_contents.h"
#include "picture_batch.h"
#include "sample_drawer.h"
#include "trainer.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>

namespace cnnvis::training {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDescription = "deploy.prototxt";
constexpr const char* kWeights = "bestiary.caffemodel";
constexpr const char* kMean = "mean.binaryproto";
constexpr const char* kLabels = "labels.txt";

/// Samples in the middle of the pictures, (N, 3, side, side) float32 normalised.
at::Tensor drawnPictures(const ExportOptions& options, std::size_t count)
{
    constexpr std::uint64_t kSalt = 0x6578706f7274; // other pictures than those it has learnt from
    std::vector<std::int64_t> indices(count);
    std::iota(indices.begin(), indices.end(), 0);
    PictureBatch batch;
    batch.side = options.side;
    for (const Sample& sample :
        SampleSource{drawnSide(options.side), options.seed ^ kSalt}.draw(indices, options.threads))
        append(batch, sample, noJitter(drawnSide(options.side) - options.side), options.mean);
    return toTensor(batch, at::kCPU).clone();
}

void write(const fs::path& path, const std::string& bytes)
{
    const std::string problem = replaceFile(path.string(), bytes);
    if (!problem.empty())
        throw Error("The network was not written: " + problem);
}

std::string labelText(const std::vector<std::string>& labels)
{
    std::string text;
    for (const std::string& label : labels)
        text += label + '\n';
    return text;
}

void writeFiles(
    TrainableNetwork& network, const at::Tensor& pictures, const ExportOptions& options, const fs::path& folder)
{
    std::vector<FoldedLayer> layers = foldNormalisation(network);
    evenActivations(network.spec(), network.meanActivations(pictures.to(network.device())), layers);
    write(folder / kDescription, prototxtOf(network.spec(), "bestiary", options.side));
    write(folder / kWeights, caffemodelOf(network.spec(), layers));
    write(folder / kMean, meanFileOf(options.mean));
    write(folder / kLabels, labelText(options.labels));
}

/// A folder for files that are not checked yet, gone with this.
class StagingFolder {
public:
    explicit StagingFolder(const std::string& parent)
        : m_path(fs::path(parent) / "unchecked")
    {
        fs::create_directories(m_path);
    }
    StagingFolder(const StagingFolder&) = delete;
    StagingFolder& operator=(const StagingFolder&) = delete;
    ~StagingFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

} // namespace

double deviationOfFiles(TrainableNetwork& network, const std::string& folder, const at::Tensor& pictures)
{
    const at::NoGradGuard constant;
    RunSettings settings;
    settings.deployTxt = (fs::path(folder) / kDescription).string();
    settings.caffeModel = (fs::path(folder) / kWeights).string();
    settings.meanImage = (fs::path(folder) / kMean).string();
    const Network written = Network::load(settings);
    const LayerGraph& graph = NetworkContents::of(written).graph;
    const std::vector<at::Tensor> answers = network.forward(
        (pictures / kPixelScale).to(network.device(), at::kFloat).contiguous(at::MemoryFormat::ChannelsLast),
        at::kFloat, false);
    double deviation = 0.0;
    std::size_t next = 0;
    for (const int place : classifiersOf(network.spec())) {
        const TargetPoint target = graph.findTarget(network.spec()[static_cast<std::size_t>(place)].name);
        GraphRunner runner(graph, NetworkContents::of(written).weights(target), target);
        const at::Tensor expected = answers[next++].cpu();
        const at::Tensor difference = (runner.forward(pictures) - expected).abs().max();
        deviation = std::max(deviation, (difference / expected.abs().max()).item<double>());
    }
    return deviation;
}

void exportNetwork(TrainableNetwork& network, const ExportOptions& options)
{
    constexpr double kTolerance = 1e-3;
    constexpr std::size_t kMeasured = 112;
    constexpr std::int64_t kCompared = 4;
    const at::Tensor pictures = drawnPictures(options, kMeasured);
    const StagingFolder staging(options.folder);
    writeFiles(network, pictures, options, staging.path());
    const double deviation = deviationOfFiles(
        network, staging.path().string(), (pictures.slice(0, 0, kCompared) * kPixelScale).contiguous());
    if (!(deviation <= kTolerance)) {
        throw ModelError("The network that was written to " + options.folder
            + " answers otherwise than the trained one: " + "the deviation is " + std::to_string(deviation)
            + ", at most " + std::to_string(kTolerance) + " is allowed; nothing was changed");
    }
    for (const char* name : {kDescription, kWeights, kMean, kLabels})
        fs::rename(staging.path() / name, fs::path(options.folder) / name);
}

} // namespace cnnvis::training
