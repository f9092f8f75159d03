// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/size_sequence.h"

#include "cnnvis/error.h"
#include "settings/size_text.h"

#include <cmath>
#include <string>

namespace cnnvis {
namespace {

int scaledSide(double factor, int side, const std::string& key)
{
    constexpr double kLongestSide = 1e6;
    const double scaled = std::trunc(factor * side);
    if (!(scaled >= 1.0 && scaled <= kLongestSide))
        throw SettingsError(key,
            "--" + key + " times the base size of " + std::to_string(side) + " gives a side that is not between 1 and "
                + "1000000 pixels; give another factor, or HEIGHTxWIDTH");
    return static_cast<int>(scaled);
}

PictureSize requestedSize(const std::string& key, const std::string& text, PictureSize baseSize)
{
    const SizeRequest request = parseSizeText(key, text);
    if (request.size)
        return *request.size;
    const double factor = request.factor.value_or(1.0);
    return {scaledSide(factor, baseSize.height, key), scaledSide(factor, baseSize.width, key)};
}

/// @param fraction  0: first, 1: last.
int sideBetween(int first, int last, double fraction, ResizeType type)
{
    if (fraction == 0.0)
        return first;
    if (fraction == 1.0)
        return last;
    if (type == ResizeType::Linear)
        return static_cast<int>(std::nearbyint(first + fraction * (last - first)));
    const double exponent = std::log10(first) + fraction * (std::log10(last) - std::log10(first));
    return static_cast<int>(std::nearbyint(std::pow(10.0, exponent)));
}

} // namespace

std::vector<PictureSize> sizeSequence(const RunSettings& settings, PictureSize baseSize)
{
    const PictureSize first = requestedSize("initial_size", settings.initialSize, baseSize);
    if (settings.numSizes == 1)
        return {first};
    const PictureSize last = requestedSize("final_size", settings.finalSize, baseSize);
    std::vector<PictureSize> sizes;
    for (int i = 0; i < settings.numSizes; ++i) {
        const double fraction = static_cast<double>(i) / (settings.numSizes - 1);
        sizes.push_back({sideBetween(first.height, last.height, fraction, settings.resizeType),
            sideBetween(first.width, last.width, fraction, settings.resizeType)});
    }
    return sizes;
}

} // namespace cnnvis
