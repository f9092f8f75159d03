// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/blob.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
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
    if (blob.double_data_size() > 0) {
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
