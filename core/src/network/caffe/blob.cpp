// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/blob.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace cnnvis::caffe {
namespace {

/// The number of elements; -1 when it is absurd.
std::int64_t checkedCount(const BlobShape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape) {
        if (dimension < 1 || dimension > std::numeric_limits<std::int32_t>::max() / count)
            return -1;
        count *= dimension;
    }
    return count;
}

float ofHalf(std::uint16_t bits)
{
    constexpr int kFraction = 10; // bits of it
    constexpr int kBias = 15;
    constexpr int kMostExponent = 31;
    const int exponent = bits >> kFraction & kMostExponent;
    const int fraction = bits & ((1 << kFraction) - 1);
    float value = std::numeric_limits<float>::infinity(); // or no number, which is as bad
    if (exponent == 0)
        value = std::ldexp(static_cast<float>(fraction), 1 - kBias - kFraction);
    else if (exponent < kMostExponent)
        value = std::ldexp(static_cast<float>(fraction + (1 << kFraction)), exponent - kBias - kFraction);
    return (bits & 0x8000U) != 0 ? -value : value;
}

template <typename Stored, typename Conversion>
std::vector<float> converted(const std::string& bytes, const Conversion& toFloat)
{
    if (bytes.size() % sizeof(Stored) != 0)
        throw ModelError("have " + std::to_string(bytes.size()) + " bytes, which is no number of values");
    std::vector<float> values(bytes.size() / sizeof(Stored));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = toFloat(stored);
    }
    return values;
}

std::vector<float> rawValues(const BlobMessage& blob)
{
    const auto cast = [](auto value) { return static_cast<float>(value); };
    switch (blob.raw_data_type()) {
    case BlobMessage::FLOAT:
        return converted<float>(blob.raw_data(), cast);
    case BlobMessage::FLOAT16:
        return converted<std::uint16_t>(blob.raw_data(), ofHalf);
    case BlobMessage::DOUBLE:
        return converted<double>(blob.raw_data(), cast);
    case BlobMessage::INT:
    case BlobMessage::UINT:
        break;
    }
    throw ModelError("are stored as integers, which is not supported");
}

} // namespace

BlobShape blobShape(const BlobMessage& blob)
{
    const bool isLegacy = blob.has_num() || blob.has_channels() || blob.has_height() || blob.has_width();
    if (isLegacy && !blob.has_shape())
        return {blob.num(), blob.channels(), blob.height(), blob.width()};
    return {blob.shape().dim().begin(), blob.shape().dim().end()};
}

std::vector<float> blobValues(const BlobMessage& blob)
{
    std::vector<float> values;
    if (blob.has_raw_data()) {
        values = rawValues(blob);
    } else if (blob.double_data_size() > 0) {
        values.reserve(static_cast<std::size_t>(blob.double_data_size()));
        for (const double value : blob.double_data())
            values.push_back(static_cast<float>(value));
    } else {
        values.assign(blob.data().begin(), blob.data().end());
    }
    const BlobShape shape = blobShape(blob);
    if (static_cast<std::int64_t>(values.size()) != checkedCount(shape))
        throw ModelError(
            "claim to be " + fullShapeText(shape) + ", but have " + std::to_string(values.size()) + " values");
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        throw ModelError("hold values that are not finite");
    return values;
}

std::string fullShapeText(const BlobShape& shape)
{
    std::string text;
    for (const std::int64_t dimension : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(dimension);
    return text.empty() ? "a single value" : text;
}

} // namespace cnnvis::caffe
