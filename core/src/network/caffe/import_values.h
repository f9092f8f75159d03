// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_kinds.h"

#include "cnnvis_caffe.pb.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

/// What the parameters of layers are made of, checked. All functions throw ModelError with the reason alone.
namespace cnnvis::caffe {

constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();

/// @{ The value, which must be from `least` to kLargest.
std::int64_t atLeast(std::int64_t least, std::int64_t value, const std::string& name);
Pair atLeast(std::int64_t least, Pair pair, const std::string& name);
/// @}

/// The value, which must be finite as a float: Caffe computes in float.
double finite(double value, const std::string& name);
double notNegative(double value, const std::string& name);
std::string textOf(double value);

/// A value for both axes, or one for each of them, by one of two ways of writing.
struct PairText {
    std::string name; ///< of the field for both axes
    std::vector<std::int64_t> values; ///< of that field
    bool hasSides; ///< is there a field for the height or the width?
    Pair sides;
};
Pair pairOf(const PairText& text, const Pair& fallback);

std::vector<std::int64_t> listOf(const google::protobuf::RepeatedField<std::int64_t>& field);
std::vector<std::int64_t> listOf(bool isSet, std::int64_t value);

Filler fillerOf(bool isSet, const FillerMessage& message, const Filler& fallback);

} // namespace cnnvis::caffe
