// SPDX-License-Identifier: GPL-3.0-or-later
#include "convolution_peak.h"

#include <ATen/ATen.h>

namespace cnnvis {

PeakConvolution makePeakConvolution()
{
    constexpr std::int64_t kBatch = 8;
    constexpr std::int64_t kChannels = 256;
    constexpr std::int64_t kSide = 56;
    const at::Tensor input = at::rand({kBatch, kChannels, kSide, kSide}).contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor weight = at::rand({kChannels, kChannels, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast);
    PeakConvolution peak;
    peak.flops = 2.0 * 9.0 * kBatch * kSide * kSide * kChannels * kChannels;
    peak.run = [=] {
        const at::NoGradGuard frozen;
        at::conv2d(input, weight, {}, 1, 1);
    };
    return peak;
}

} // namespace cnnvis
