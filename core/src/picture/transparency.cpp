// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/transparency.h"

#include "picture/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace cnnvis {

Picture onGround(const Picture& picture, Colour ground)
{
    if (picture.alpha() == nullptr || picture.pixels8() == nullptr)
        return picture;
    const int change[] = {
        ground.red - kNeutralGround.red, ground.green - kNeutralGround.green, ground.blue - kNeutralGround.blue};
    const std::size_t pixels = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    std::vector<std::uint8_t> values(picture.pixels8(), picture.pixels8() + 3 * pixels);
    for (std::size_t index = 0; index < values.size(); ++index) {
        const int through = 255 - picture.alpha()[index / 3];
        const double changed = values[index] + change[index % 3] * through / 255.0;
        values[index] = static_cast<std::uint8_t>(std::lround(std::clamp(changed, 0.0, 255.0)));
    }
    return {picture.size(), std::move(values)};
}

Picture withTransparencyOf(const Picture& picture, const Picture& start)
{
    if (start.alpha() == nullptr || picture.isEmpty())
        return picture;
    const std::size_t pixels = static_cast<std::size_t>(start.height()) * static_cast<std::size_t>(start.width());
    std::vector<std::uint8_t> grey;
    grey.reserve(3 * pixels);
    for (std::size_t index = 0; index < pixels; ++index)
        grey.insert(grey.end(), 3, start.alpha()[index]);
    const Picture resized = resample(Picture(start.size(), std::move(grey)), picture.size(), ResampleFilter::Bilinear);
    std::vector<std::uint8_t> alpha;
    const std::size_t count = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    alpha.reserve(count);
    for (std::size_t index = 0; index < count; ++index)
        alpha.push_back(resized.pixels8()[3 * index]);
    return picture.withAlpha(std::move(alpha));
}

} // namespace cnnvis
