// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis::fuzz {

/// Whose weights are read.
inline constexpr const char* kWeightsNetwork =
    "input: \"data\" input_shape { dim: 1 dim: 3 dim: 6 dim: 6 }\n"
    "layer { name: \"conv1\" type: \"Convolution\" bottom: \"data\" top: \"conv1\"\n"
    "  convolution_param { num_output: 2 kernel_size: 2 } }\n"
    "layer { name: \"norm1\" type: \"BatchNorm\" bottom: \"conv1\" top: \"norm1\" }\n"
    "layer { name: \"scale1\" type: \"Scale\" bottom: \"norm1\" top: \"scale1\" scale_param { bias_term: true } }\n"
    "layer { name: \"fc\" type: \"InnerProduct\" bottom: \"scale1\" top: \"fc\"\n"
    "  inner_product_param { num_output: 3 } }\n";

} // namespace cnnvis::fuzz
