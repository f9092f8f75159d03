// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace cnnvis {

/// One run of a large 3×3 convolution, the kind of work at which the processor is fastest, as LibTorch computes it.
struct PeakConvolution {
    std::function<void()> run;
    double flops = 0.0;
};
PeakConvolution makePeakConvolution();

} // namespace cnnvis
