// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/activations.h"

#include "cnnvis/error.h"
#include "network/graph_runner.h"
#include "network/network_contents.h"
#include "network/torch_failure.h"
#include "picture/image_conversion.h"
#include "picture/resample.h"

#include <ATen/ops/from_blob.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <utility>

namespace cnnvis {
namespace {

constexpr int kMostTilesAlongASide = 5;

std::string positionText(int row, int column)
{
    return "row " + std::to_string(row) + ", column " + std::to_string(column);
}

void requireUsable(const Picture& picture)
{
    if (picture.pixels8() == nullptr)
        throw PictureError(picture.isEmpty() ? "There is no picture to look at; open one"
                                             : "The network looks at pictures of 8 bits a channel only; convert it");
}

/// Stretches the sides that are shorter than a tile.
Picture withRoomForATile(const Picture& picture, PictureSize tile)
{
    const PictureSize size{std::max(picture.height(), tile.height), std::max(picture.width(), tile.width)};
    return size == picture.size() ? picture : resample(picture, size, ResampleFilter::Bilinear);
}

Picture cutOut(const Picture& picture, int top, int left, PictureSize size)
{
    const auto rowLength = static_cast<std::size_t>(size.width) * kChannels;
    std::vector<std::uint8_t> pixels;
    pixels.reserve(rowLength * static_cast<std::size_t>(size.height));
    for (int row = top; row < top + size.height; ++row) {
        const std::size_t first =
            (static_cast<std::size_t>(row) * static_cast<std::size_t>(picture.width()) + static_cast<std::size_t>(left))
            * kChannels;
        pixels.insert(pixels.end(), picture.pixels8() + first, picture.pixels8() + first + rowLength);
    }
    return {size, std::move(pixels)};
}

/// The starts of the fewest evenly spaced tiles that cover a side, or of the most that are looked at.
std::vector<int> sampleStarts(int length, int tileLength)
{
    const int covering = (length - 1) / tileLength + 1;
    const int count = std::min(covering, kMostTilesAlongASide);
    std::vector<int> starts;
    for (int i = 0; i < count; ++i) {
        const double share = count > 1 ? static_cast<double>(i) / (count - 1) : 0.5;
        starts.push_back(static_cast<int>(std::lround(share * (length - tileLength))));
    }
    return starts;
}

/// Of `positions` along an axis, `stride` pixels apart with the middle one in the middle of the tile, the one closest
/// to a pixel.
std::int64_t positionSeeing(int pixel, int tileLength, std::int64_t positions, std::int64_t stride)
{
    const double fromMiddle = (pixel - (tileLength - 1) / 2.0) / static_cast<double>(std::max<std::int64_t>(stride, 1));
    const double position = fromMiddle + static_cast<double>(positions - 1) / 2.0;
    return std::clamp<std::int64_t>(std::llround(position), 0, positions - 1);
}

std::vector<ChannelActivation> strongestFirst(const std::vector<double>& values)
{
    std::vector<ChannelActivation> channels;
    channels.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        channels.push_back({static_cast<int>(i), std::isnan(values[i]) ? 0.0 : values[i]});
    std::stable_sort(channels.begin(), channels.end(),
        [](const ChannelActivation& a, const ChannelActivation& b) { return a.activation > b.activation; });
    return channels;
}

[[noreturn]] void rethrow(const c10::Error& error)
{
    rethrowTorchFailure(error, "end other programs, or choose an earlier layer", "choose another layer");
}

} // namespace

class ActivationProbe::Impl {
public:
    Impl(const Network& network, const std::string& layer)
        : m_tileSize(network.inputSize())
        , m_mean(network.mean())
        , m_target(NetworkContents::of(network).graph.findTarget(layer))
        , m_runner(makeRunner(NetworkContents::of(network), layer))
    {
        const BlobValue& value = NetworkContents::of(network).graph.values()[static_cast<std::size_t>(m_target.value)];
        m_stride = value.field.stride;
    }

    std::optional<std::vector<ChannelActivation>> means(const Picture& picture, const std::function<bool()>& mayGoOn)
    {
        requireUsable(picture);
        const Picture seen = withRoomForATile(picture, m_tileSize);
        const std::vector<int> tops = sampleStarts(seen.height(), m_tileSize.height);
        const std::vector<int> lefts = sampleStarts(seen.width(), m_tileSize.width);
        std::vector<double> sums;
        for (const int top : tops) {
            for (const int left : lefts) {
                if (mayGoOn && !mayGoOn())
                    return std::nullopt;
                addTo(sums, channelMeans(activationOf(cutOut(seen, top, left, m_tileSize))));
            }
        }
        for (double& sum : sums)
            sum /= static_cast<double>(tops.size() * lefts.size());
        return strongestFirst(sums);
    }

    std::vector<ChannelActivation> at(const Picture& picture, int row, int column)
    {
        requireUsable(picture);
        if (row < 0 || column < 0 || row >= picture.height() || column >= picture.width())
            throw PictureError(
                "The spot at " + positionText(row, column) + " is outside of the picture; choose one in it");
        const Picture seen = withRoomForATile(picture, m_tileSize);
        const int seenRow = scaled(row, picture.height(), seen.height());
        const int seenColumn = scaled(column, picture.width(), seen.width());
        const int top = std::clamp(seenRow - m_tileSize.height / 2, 0, seen.height() - m_tileSize.height);
        const int left = std::clamp(seenColumn - m_tileSize.width / 2, 0, seen.width() - m_tileSize.width);
        const at::Tensor activation = activationOf(cutOut(seen, top, left, m_tileSize));
        return strongestFirst(channelsAt(activation, seenRow - top, seenColumn - left));
    }

private:
    GraphRunner makeRunner(const NetworkContents& contents, const std::string& layer) const
    {
        const BlobShape& shape = *contents.graph.values()[static_cast<std::size_t>(m_target.value)].shape;
        if (shape.size() < 2)
            throw ModelError("Layer '" + layer + "' has no channels; choose another");
        return GraphRunner(contents.graph, contents.weights(m_target), m_target);
    }

    /// The pixel of a stretched side that a pixel became.
    static int scaled(int pixel, int length, int newLength)
    {
        return static_cast<int>((pixel + 0.5) * newLength / length);
    }

    static void addTo(std::vector<double>& sums, const std::vector<double>& values)
    {
        sums.resize(values.size(), 0.0);
        std::transform(values.begin(), values.end(), sums.begin(), sums.begin(), std::plus<>());
    }

    /// (1, channels, …) float32.
    at::Tensor activationOf(const Picture& tile)
    {
        const RealImage image = toRealImage(tile, m_mean);
        std::vector<float> pixels(image.values.begin(), image.values.end());
        const at::Tensor interleaved =
            at::from_blob(pixels.data(), {1, m_tileSize.height, m_tileSize.width, kChannels});
        const at::Tensor activation = m_runner.forward(interleaved.permute({0, 3, 1, 2}).contiguous());
        m_runner.dropKept();
        return activation.contiguous();
    }

    /// Channels in the second dimension; what else there is belongs to each of them.
    static std::vector<double> channelMeans(const at::Tensor& activation)
    {
        const auto channels = static_cast<std::size_t>(activation.size(1));
        const auto batch = static_cast<std::size_t>(activation.size(0));
        const std::size_t area = static_cast<std::size_t>(activation.numel()) / (channels * batch);
        const float* values = activation.data_ptr<float>();
        std::vector<double> sums(channels, 0.0);
        for (std::size_t block = 0; block < batch * channels; ++block, values += area)
            sums[block % channels] += std::accumulate(values, values + area, 0.0);
        for (double& sum : sums)
            sum /= static_cast<double>(area * batch);
        return sums;
    }

    std::vector<double> channelsAt(const at::Tensor& activation, int row, int column) const
    {
        if (activation.dim() != 4 || activation.size(0) != 1)
            return channelMeans(activation);
        const std::int64_t height = activation.size(2);
        const std::int64_t width = activation.size(3);
        const std::int64_t y = positionSeeing(row, m_tileSize.height, height, m_stride);
        const std::int64_t x = positionSeeing(column, m_tileSize.width, width, m_stride);
        const float* const values = activation.data_ptr<float>();
        std::vector<double> channels;
        for (std::int64_t channel = 0; channel < activation.size(1); ++channel)
            channels.push_back(values[(channel * height + y) * width + x]);
        return channels;
    }

    PictureSize m_tileSize;
    double m_mean;
    TargetPoint m_target;
    GraphRunner m_runner;
    std::int64_t m_stride = 1;
};

ActivationProbe::ActivationProbe(const Network& network, const std::string& layer)
try : m_impl(std::make_unique<Impl>(network, layer)) {
} catch (const c10::Error& error) {
    rethrow(error);
}

ActivationProbe::~ActivationProbe() = default;
ActivationProbe::ActivationProbe(ActivationProbe&&) noexcept = default;
ActivationProbe& ActivationProbe::operator=(ActivationProbe&&) noexcept = default;

std::optional<std::vector<ChannelActivation>> ActivationProbe::means(
    const Picture& picture, const std::function<bool()>& mayGoOn)
{
    try {
        return m_impl->means(picture, mayGoOn);
    } catch (const c10::Error& error) {
        rethrow(error);
    }
}

std::vector<ChannelActivation> ActivationProbe::at(const Picture& picture, int row, int column)
{
    try {
        return m_impl->at(picture, row, column);
    } catch (const c10::Error& error) {
        rethrow(error);
    }
}

} // namespace cnnvis
