// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "picture/real_image.h"

namespace cnnvis {

/// Gaussian noise of deviation `initialization_scale` through 8 bits, then smoothed with `initialization_blur` along
/// rows, columns and, as in the original, across the three colours, each time truncated to 8 bits. The same for the
/// same seed. Source: cnn_vis.py, and scipy's gaussian_filter (cut off at four sigmas, edges mirrored).
RealImage noiseImage(const RunSettings& settings, PictureSize size, double mean);

} // namespace cnnvis
