// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/size_sequence.h"

#include "cnnvis/error.h"
#include "settings/size_text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace cnnvis {
namespace {

/// By what a request multiplies the base size; nothing when it is one in pixels.
std::optional<double> factorOf(const SizeRequest& request, PictureSize base)
{
    if (request.size)
        return std::nullopt;
    if (request.shortSide)
        return static_cast<double>(*request.shortSide) / std::min(base.height, base.width);
    if (request.longSide)
        return static_cast<double>(*request.longSide) / std::max(base.height, base.width);
    return request.factor.value_or(1.0);
}

PictureSize scaled(PictureSize base, double factor, bool isSideGiven, const std::string& key)
{
    constexpr double kLongestSide = 1e6;
    // The original truncates; of a side in pixels, the other one is the nearest.
    const auto side = [&](int length) {
        return isSideGiven ? std::round(factor * length) : std::trunc(factor * length);
    };
    const double height = side(base.height);
    const double width = side(base.width);
    if (!(height <= kLongestSide && width <= kLongestSide))
        throw SettingsError(key,
            "--" + key + " of a picture of " + std::to_string(base.height) + "x" + std::to_string(base.width)
                + " gives a side of more than 1000000 pixels; give a smaller one, or HEIGHTxWIDTH");
    return {static_cast<int>(height), static_cast<int>(width)};
}

/// The size that a setting asks for, raised where it is one relative to the base size and smaller than the least.
PictureSize requestedSize(const std::string& key, const std::string& text, PictureSize base, PictureSize least,
    std::vector<RaisedSize>& raised)
{
    const SizeRequest request = parseSizeText(key, text);
    const std::optional<double> factor = factorOf(request, base);
    if (!factor)
        return *request.size;
    const PictureSize asked = scaled(base, *factor, request.shortSide || request.longSide, key);
    if (asked.height >= least.height && asked.width >= least.width)
        return asked;
    const PictureSize size = enlarged(base, least);
    raised.push_back({key, asked, size});
    return size;
}

/// The picture was to grow from one size to another, and does so from where it begins now, up to the photo's own size.
PictureSize grown(PictureSize first, PictureSize askedFirst, PictureSize askedLast, PictureSize most)
{
    const double wanted = static_cast<double>(askedLast.height) / std::max(askedFirst.height, 1);
    const double possible = static_cast<double>(most.height) / first.height;
    const double growth = std::max(std::min(wanted, possible), 1.0);
    return {static_cast<int>(std::round(growth * first.height)), static_cast<int>(std::round(growth * first.width))};
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

PictureSize enlarged(PictureSize size, PictureSize least)
{
    const double factor =
        std::max(static_cast<double>(least.height) / size.height, static_cast<double>(least.width) / size.width);
    const auto side = [factor](int given) { return static_cast<int>(std::ceil(factor * given - 1e-6)); };
    return {side(size.height), side(size.width)};
}

SizeSequence sizeSequence(const RunSettings& settings, PictureSize baseSize, PictureSize leastSize)
{
    SizeSequence sequence;
    const PictureSize first = requestedSize("initial_size", settings.initialSize, baseSize, leastSize, sequence.raised);
    sequence.sizes.push_back(first);
    if (settings.numSizes == 1)
        return sequence;
    PictureSize last = requestedSize("final_size", settings.finalSize, baseSize, leastSize, sequence.raised);
    if (sequence.raised.size() == 2)
        last = sequence.raised[1].size = grown(first, sequence.raised[0].asked, sequence.raised[1].asked, baseSize);
    for (int i = 1; i < settings.numSizes; ++i) {
        const double fraction = static_cast<double>(i) / (settings.numSizes - 1);
        sequence.sizes.push_back({sideBetween(first.height, last.height, fraction, settings.resizeType),
            sideBetween(first.width, last.width, fraction, settings.resizeType)});
    }
    return sequence;
}

} // namespace cnnvis
