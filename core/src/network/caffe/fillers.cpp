// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "network/caffe/blob.h"
#include "util/random_stream.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace cnnvis::caffe {
namespace {

constexpr std::int64_t kMaximumTotal = std::int64_t{1} << 29U; ///< values, 2 GiB: as much as a weights file can hold

/// The n of Xavier's and MSRA's rules: how many values go into, or come out of, one unit.
double fanOf(Filler::Variance variance, const BlobShape& shape)
{
    const auto count = static_cast<double>(elementCount(shape));
    const double in = shape.empty() ? count : count / static_cast<double>(shape.front());
    const double out = shape.size() > 1 ? count / static_cast<double>(shape[1]) : count;
    switch (variance) {
    case Filler::Variance::FanOut:
        return out;
    case Filler::Variance::Average:
        return (in + out) / 2.0;
    case Filler::Variance::FanIn:
        break;
    }
    return in;
}

void fillUniform(std::vector<float>& values, double minimum, double maximum, RandomStream& random)
{
    for (float& value : values)
        value = static_cast<float>(minimum + (maximum - minimum) * random.uniform());
}

void fillNormal(std::vector<float>& values, double mean, double deviation, RandomStream& random)
{
    for (float& value : values)
        value = static_cast<float>(mean + deviation * random.normal());
}

void fillPositiveUnitBall(std::vector<float>& values, std::int64_t rows, RandomStream& random)
{
    fillUniform(values, 0.0, 1.0, random);
    const auto length = static_cast<std::ptrdiff_t>(values.size()) / rows;
    for (auto row = values.begin(); row != values.end(); row += length) {
        const double sum = std::accumulate(row, row + length, 0.0);
        std::transform(row, row + length, row, [&](float value) { return static_cast<float>(value / sum); });
    }
}

/// Kernels with which a deconvolution enlarges by f, where their side is 2 f - f % 2. For other sides Caffe's versions
/// differ; these are the last one's, which are symmetric.
void fillBilinear(std::vector<float>& values, const BlobShape& shape)
{
    if (shape.size() != 4 || shape[2] != shape[3])
        throw ModelError("is for square kernels only; use another for " + fullShapeText(shape));
    const std::int64_t side = shape[3];
    const auto factor = static_cast<double>((side + 1) / 2);
    const double center = static_cast<double>(side - 1) / (2.0 * factor);
    const auto weight = [&](std::int64_t place) {
        return 1.0 - std::fabs(static_cast<double>(place) / factor - center);
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int64_t place = static_cast<std::int64_t>(i) % (side * side);
        values[i] = static_cast<float>(weight(place % side) * weight(place / side));
    }
}

/// @throws ModelError  when the filler cannot fill such a blob; the message is the reason alone.
WeightBlob draw(const Filler& filler, const BlobShape& shape, RandomStream& random)
{
    WeightBlob blob{shape, std::vector<float>(static_cast<std::size_t>(elementCount(shape)))};
    const double fan = fanOf(filler.variance, shape);
    switch (filler.kind) {
    case Filler::Kind::Constant:
        blob.values.assign(blob.values.size(), static_cast<float>(filler.value));
        break;
    case Filler::Kind::Xavier:
        fillUniform(blob.values, -std::sqrt(3.0 / fan), std::sqrt(3.0 / fan), random);
        break;
    case Filler::Kind::Msra:
        fillNormal(blob.values, 0.0, std::sqrt(2.0 / fan), random);
        break;
    case Filler::Kind::Gaussian:
        fillNormal(blob.values, filler.mean, filler.deviation, random);
        break;
    case Filler::Kind::Uniform:
        fillUniform(blob.values, filler.minimum, filler.maximum, random);
        break;
    case Filler::Kind::PositiveUnitBall:
        fillPositiveUnitBall(blob.values, shape.empty() ? 1 : shape.front(), random);
        break;
    case Filler::Kind::Bilinear:
        fillBilinear(blob.values, shape);
        break;
    case Filler::Kind::Unknown:
        throw ModelError("is not known; give weights with --caffe_model, or use constant, xavier, msra, gaussian, "
                         "uniform, positive_unitball or bilinear");
    }
    return blob;
}

} // namespace

GraphWeights drawWeights(const LayerGraph& graph, const std::vector<bool>& needed, std::uint64_t seed)
{
    GraphWeights weights(graph.layers().size());
    std::int64_t total = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!needed[i])
            continue;
        const LayerNode& layer = graph.layers()[i];
        RandomStream random(seed, i);
        for (const auto& [shape, filler] : graph.weightInfos(layer)) {
            total += elementCount(shape);
            if (total > kMaximumTotal)
                throw ModelError(graph.describe(layer)
                    + " brings the network's weights above 2 GiB; choose a target before it, or a smaller network");
            try {
                weights[i].push_back(draw(filler, shape, random));
            } catch (const ModelError& error) {
                throw ModelError(graph.describe(layer) + " draws its weights by the filler '" + filler.type
                    + "', which " + error.what());
            }
        }
    }
    return weights;
}

} // namespace cnnvis::caffe
