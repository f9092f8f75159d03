// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// The settings that choose among a few, which the engine's parts choose among, too.
namespace cnnvis {

// The order of the enumerators is the order of `choices` in settings_schema.cpp.
enum class ImageType { AmplifyLayer, AmplifyNeuron };
enum class ResizeType { Geometric, Linear };
enum class TvGradOperator { Naive, Sobel, SobelSquish };
enum class ResizePipeline { Classic, Float };
enum class NormalizeGradient { Off, Mean };
enum class Tiling { Original, Even };
enum class Arithmetic { Original, Fast };
enum class Precision { Fp32, Bf16, Auto };

} // namespace cnnvis
