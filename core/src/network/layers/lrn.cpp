// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layers/layer_operator.h"

#include "util/row_power.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/pow.h>

#include <algorithm>

namespace cnnvis {
namespace {

/// Local response normalisation across channels: y = x / s^beta with s = k + alpha/n · Σ x² over n channels around.
///
/// With the gradient g at y, that at x is g / s^beta - 2 alpha beta / n · x · Σ g y / s over the same n channels.
class LrnAcrossChannels final : public LayerOperator {
public:
    LrnAcrossChannels(const LrnKind& kind, const Computation& computation)
        : m_kind(kind)
        , m_computation(computation)
        , m_share(static_cast<float>(kind.alpha / static_cast<double>(kind.localSize)))
    { }

    Tensors forward(const Tensors& inputs, Tensors& kept) const override
    {
        if (hasOperators()) {
            const at::Tensor x = inputs[0].to(at::kFloat);
            const at::Tensor scale = windowSum(x * x) * m_share + m_kind.k;
            kept = {x, scale};
            return {(x * scale.pow(-m_kind.beta)).to(m_computation.type)};
        }
        const at::Tensor input = inputs[0].contiguous();
        at::Tensor scale = at::empty_like(input);
        at::Tensor output = at::empty_like(input);
        kept = {input, scale};
        const float* const x = input.data_ptr<float>();
        float* const s = scale.data_ptr<float>();
        float* const y = output.data_ptr<float>();
        const auto k = static_cast<float>(m_kind.k);
        forEachBlock(input, [&](Block& block) {
            block.sumWindows([=](std::size_t at) { return x[at] * x[at]; },
                [&](std::size_t first, const float* sums) {
                    for (std::size_t i = 0; i < block.length; ++i)
                        s[first + i] = block.power[i] = k + m_share * sums[i];
                    block.raise.apply(block.power.data(), block.length);
                    for (std::size_t i = 0; i < block.length; ++i)
                        y[first + i] = x[first + i] * block.power[i];
                });
        });
        return {output};
    }

    Tensors backward(const Tensors& gradients, const Tensors& kept) const override
    {
        const auto slope = static_cast<float>(2.0 * m_kind.beta) * m_share;
        if (hasOperators()) {
            const at::Tensor direct = gradients[0].to(at::kFloat) * kept[1].pow(-m_kind.beta);
            const at::Tensor result = direct - slope * kept[0] * windowSum(direct * kept[0] / kept[1]);
            return {result.to(m_computation.type)};
        }
        const at::Tensor gradient = gradients[0].contiguous();
        at::Tensor result = at::empty_like(gradient);
        const at::Tensor powers = at::empty_like(gradient);
        const float* const g = gradient.data_ptr<float>();
        const float* const x = kept[0].data_ptr<float>();
        const float* const s = kept[1].data_ptr<float>();
        float* const out = result.data_ptr<float>();
        float* const p = powers.data_ptr<float>();
        forEachBlock(gradient, [&](Block& block) {
            for (std::size_t channel = 0; channel < block.channels; ++channel) {
                const std::size_t first = block.offset(channel);
                std::copy_n(s + first, block.length, p + first);
                block.raise.apply(p + first, block.length);
            }
            block.sumWindows([=](std::size_t at) { return g[at] * x[at] * p[at] / s[at]; },
                [&](std::size_t first, const float* sums) {
                    for (std::size_t i = 0; i < block.length; ++i)
                        out[first + i] = g[first + i] * p[first + i] - slope * x[first + i] * sums[i];
                });
        });
        return {result};
    }

    bool keepsOutputs() const override { return false; }

private:
    /// By LibTorch's operators, and not by the loops below: they are for the main processor's float32.
    bool hasOperators() const
    {
        return !m_computation.device.is_cpu() || m_computation.type != at::kFloat
            || m_computation.format != at::MemoryFormat::Contiguous;
    }

    /// Some neighbouring pixels of one image with all their channels, worked on by one thread at a time.
    struct Block {
        Block(const LrnKind& kind, std::size_t channelCount, std::size_t pixelCount, std::size_t longest)
            : channels(channelCount)
            , pixels(pixelCount)
            , half(static_cast<std::size_t>(kind.localSize) / 2)
            , sums(longest)
            , power(longest)
            , raise(-kind.beta)
        { }

        std::size_t offset(std::size_t channel) const { return (image * channels + channel) * pixels + firstPixel; }

        /// Calls use(offset, sums) for each channel, with the sums of value(offset) over the channels around it.
        template <typename Value, typename Use>
        void sumWindows(const Value& value, const Use& use)
        {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                std::fill(sums.begin(), sums.end(), 0.0F);
                const std::size_t last = std::min(channels - 1, channel + half);
                for (std::size_t near = channel - std::min(channel, half); near <= last; ++near) {
                    const std::size_t first = offset(near);
                    for (std::size_t i = 0; i < length; ++i)
                        sums[i] += value(first + i);
                }
                use(offset(channel), sums.data());
            }
        }

        std::size_t channels, pixels, half;
        std::size_t image = 0, firstPixel = 0, length = 0;
        std::vector<float> sums, power;
        RowPower<float> raise;
    };

    template <typename Work>
    void forEachBlock(const at::Tensor& blob, const Work& work) const
    {
        constexpr std::int64_t kLongest = 512; // pixels: some channels of them fit into the first-level cache
        const std::int64_t channels = blob.size(1);
        const std::int64_t pixels = blob.numel() / blob.size(0) / channels;
        const std::int64_t blocks = (pixels + kLongest - 1) / kLongest;
        at::parallel_for(0, blob.size(0) * blocks, 1, [&](std::int64_t begin, std::int64_t end) {
            Block block(m_kind, static_cast<std::size_t>(channels), static_cast<std::size_t>(pixels), kLongest);
            for (std::int64_t index = begin; index < end; ++index) {
                const std::int64_t first = index % blocks * kLongest;
                block.image = static_cast<std::size_t>(index / blocks);
                block.firstPixel = static_cast<std::size_t>(first);
                block.length = static_cast<std::size_t>(std::min(kLongest, pixels - first));
                work(block);
            }
        });
    }

    /// The same sums with LibTorch's own operators.
    at::Tensor windowSum(const at::Tensor& blob) const
    {
        const std::int64_t half = m_kind.localSize / 2;
        const at::Tensor padded = at::constant_pad_nd(blob, {0, 0, 0, 0, half, half}, 0.0);
        at::Tensor sum = padded.narrow(1, 0, blob.size(1));
        for (std::int64_t shift = 1; shift < m_kind.localSize; ++shift)
            sum = sum + padded.narrow(1, shift, blob.size(1));
        return sum;
    }

    LrnKind m_kind;
    Computation m_computation;
    float m_share; ///< alpha / n
};

} // namespace

std::unique_ptr<LayerOperator> makeLrnAcrossChannels(const LrnKind& kind, const LayerContext& context)
{
    return std::make_unique<LrnAcrossChannels>(kind, context.computation);
}

} // namespace cnnvis
