// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "gradient/gradient_runner.h"
#include "network/network_contents.h"
#include "network/network_memory.h"
#include "network/onednn/tile_team.h"
#include "picture/real_image.h"
#include "util/random_stream.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

using onednn::BlobType;
using onednn::TileTeam;

/// Teams for one network and target; its files are read once.
class TeamMaker {
public:
    TeamMaker(const Network& network, TargetPoint target)
        : m_network(network)
        , m_target(target)
        , m_weights(std::make_shared<const GraphWeights>(NetworkContents::of(network).weights(target)))
    { }

    std::unique_ptr<TileTeam> make(BlobType type, Sums sums) const
    {
        onednn::CompileOptions options;
        options.type = type;
        options.sums = sums;
        return std::make_unique<TileTeam>(
            NetworkContents::of(m_network).graph, m_weights, m_target, options, at::get_num_threads());
    }

private:
    Network m_network;
    TargetPoint m_target;
    std::shared_ptr<const GraphWeights> m_weights;
};

[[noreturn]] void rethrow(const dnnl::error& error)
{
    if (error.status == dnnl_out_of_memory)
        throw std::bad_alloc();
    throw DeviceError(
        std::string("The network could not be computed: oneDNN: ") + error.what() + "; choose another --target_layer");
}

int usualBatch(const GradientRequest& request)
{
    return request.usualBatch > 0 ? request.usualBatch : at::get_num_threads();
}

class TeamGradientRunner final : public GradientRunner {
public:
    TeamGradientRunner(TeamMaker maker, BlobType type, const GradientRequest& request, RunnerAttributes attributes)
    try : m_maker(std::move(maker)), m_type(type), m_attributes(attributes) {
        m_attributes.precision = type == BlobType::BFloat16 ? Precision::Bf16 : Precision::Fp32;
        // What cannot be is to show now, and not in the middle of a step.
        team(request.sums).prepare(usualBatch(request));
    } catch (const dnnl::error& error) {
        rethrow(error);
    }

    BatchReport run(
        const TileSource& source, int count, const Objective& objective, Sums sums, float* gradients) override
    {
        std::vector<ObjectiveFigures> figures(static_cast<std::size_t>(count));
        const auto ask = [&](int tile, const at::Tensor& activation) {
            figures[static_cast<std::size_t>(tile)] = figuresOf(objective, activation);
            return gradientOf(objective, activation);
        };
        try {
            team(sums).run(source, count, ask, gradients);
        } catch (const dnnl::error& error) {
            rethrow(error);
        }
        return {meanOf(figures), 0};
    }

    const RunnerAttributes& attributes() const override { return m_attributes; }

private:
    static ObjectiveFigures meanOf(const std::vector<ObjectiveFigures>& tiles)
    {
        ObjectiveFigures mean;
        double neurons = 0.0;
        for (const ObjectiveFigures& figures : tiles) {
            mean.value += figures.value;
            neurons += figures.neuronMean.value_or(0.0);
        }
        const auto count = static_cast<double>(tiles.size());
        mean.value /= count;
        if (tiles.front().neuronMean)
            mean.neuronMean = neurons / count;
        return mean;
    }

    TileTeam& team(Sums asked)
    {
        const Sums sums = m_type == BlobType::BFloat16 ? Sums::Fastest : asked;
        if (!m_team || m_teamSums != sums) {
            m_team.reset(); // its memory first
            m_team = m_maker.make(m_type, sums);
            m_teamSums = sums;
        }
        return *m_team;
    }

    TeamMaker m_maker;
    BlobType m_type;
    RunnerAttributes m_attributes;
    std::unique_ptr<TileTeam> m_team; ///< made when it is needed
    Sums m_teamSums = Sums::Fastest;
};

double secondsOfBatch(GradientRunner& runner, const std::vector<float>& tile, int count, Sums sums)
{
    std::vector<float> gradients(tile.size() * static_cast<std::size_t>(count));
    const auto source = [&](int /*tile*/, float* pixels) { std::copy(tile.begin(), tile.end(), pixels); };
    const auto start = std::chrono::steady_clock::now();
    runner.run(source, count, LayerObjective(), sums, gradients.data());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The faster of two, by a trial of about a second in which they take turns.
std::unique_ptr<GradientRunner> fasterOf(std::unique_ptr<GradientRunner> plain, std::unique_ptr<GradientRunner> half,
    const Network& network, const GradientRequest& request)
{
    constexpr double kSeconds = 1.0;
    constexpr int kMostTurns = 20;
    constexpr float kContrast = 40.0F; // grey levels
    const int count = std::min(usualBatch(request), at::get_num_threads());
    std::vector<float> tile(valueCount(network.inputSize()));
    RandomStream random(1, 0);
    for (float& value : tile)
        value = kContrast * static_cast<float>(random.normal());
    double plainBest = std::numeric_limits<double>::max();
    double halfBest = plainBest;
    double spent = 0.0;
    for (int turn = 0; turn < 2 || (spent < kSeconds && turn < kMostTurns); ++turn) {
        const double plainSeconds = secondsOfBatch(*plain, tile, count, request.sums);
        const double halfSeconds = secondsOfBatch(*half, tile, count, request.sums);
        plainBest = std::min(plainBest, plainSeconds);
        halfBest = std::min(halfBest, halfSeconds);
        spent += plainSeconds + halfSeconds;
    }
    return std::move(halfBest < plainBest ? half : plain);
}

/// Whether this processor has the instructions.
bool hasTeam(const GradientRequest& request)
{
    return request.gpu < 0 && onednn::isSupported(BlobType::Float32)
        && (request.precision != Precision::Bf16 || onednn::isSupported(BlobType::BFloat16));
}

} // namespace

std::optional<RunnerAttributes> attributesOfTeamRunner(
    const GradientRequest& request, const Network& network, int threads)
{
    if (!hasTeam(request))
        return std::nullopt;
    const LayerGraph& graph = NetworkContents::of(network).graph;
    // Of two that are tried, the one that takes more.
    const Sums sums = request.precision == Precision::Fp32 ? request.sums : Sums::Fastest;
    RunnerAttributes attributes;
    attributes.precision = request.precision;
    attributes.bestBatch = bestBatchOnProcessor(threads);
    attributes.fixedBytes = kBytesOfLibTorch + bytesOfWeights(graph, request.target)
        + TileTeam::bytesOfPrograms(graph, request.target, sums, threads);
    attributes.bytesPerTile = bytesOfBlobs(graph, request.target);
    attributes.tilesInHand = threads;
    return attributes;
}

std::unique_ptr<GradientRunner> makeTeamGradientRunner(const GradientRequest& request, const Network& network)
{
    const auto attributes = attributesOfTeamRunner(request, network, at::get_num_threads());
    if (!attributes)
        return nullptr;
    const TeamMaker maker(network, request.target);
    const auto make = [&](BlobType type) {
        return std::make_unique<TeamGradientRunner>(maker, type, request, *attributes);
    };
    if (request.precision == Precision::Bf16)
        return make(BlobType::BFloat16);
    auto plain = make(BlobType::Float32);
    if (request.precision == Precision::Fp32 || !onednn::isSupported(BlobType::BFloat16))
        return plain;
    return fasterOf(std::move(plain), make(BlobType::BFloat16), network, request);
}

} // namespace cnnvis
