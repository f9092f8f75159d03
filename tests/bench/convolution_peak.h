// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "timing.h"

#include <string>
#include <vector>

namespace cnnvis {

/// "fp32" or "bf16".
std::string precisionName(Precision precision);

/// Whether the device multiplies in bfloat16 itself; where it only imitates it, that is slow.
/// @param gpu  as the setting.
bool hasBfloat16(int gpu);

/// A large 3×3 convolution, the kind of work at which a device is fastest, as LibTorch computes it.
struct PeakConvolution {
    /// Channels, side and memory layout, and whether each thread computes one of its own: "256@56x56 channels_last
    /// thread_each".
    std::string name;
    double flops = 0.0;
    Work run; ///< has computed it when it comes back
};
/// Some shapes, each in some memory layouts, with the threads together and apart; which is the fastest differs from
/// device to device.
/// @throws DeviceError  where there is no such device.
std::vector<PeakConvolution> peakConvolutions(Precision precision, int gpu, int threads);

/// One of them and how fast it was at its best, which is what makes a peak.
struct MeasuredPeak {
    PeakConvolution convolution;
    double seconds = 0.0;
    double gflops() const { return 1e-9 * convolution.flops / seconds; }
};
/// All of them, the fastest first.
std::vector<MeasuredPeak> measurePeak(Precision precision, int gpu, int threads, int repeats);

/// Waits until the device has done all that it was given; nothing to wait for on the main processor.
void waitForDevice(int gpu);

} // namespace cnnvis
