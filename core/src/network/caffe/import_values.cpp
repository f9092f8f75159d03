// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/import_values.h"

#include "cnnvis/error.h"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>
#include <unordered_map>

namespace cnnvis::caffe {
namespace {

Filler::Kind fillerKind(const std::string& type)
{
    static const std::unordered_map<std::string, Filler::Kind> kinds{{"constant", Filler::Kind::Constant},
        {"xavier", Filler::Kind::Xavier}, {"msra", Filler::Kind::Msra}, {"gaussian", Filler::Kind::Gaussian},
        {"uniform", Filler::Kind::Uniform}, {"positive_unitball", Filler::Kind::PositiveUnitBall},
        {"bilinear", Filler::Kind::Bilinear}};
    const auto found = kinds.find(type);
    return found == kinds.end() ? Filler::Kind::Unknown : found->second;
}

Filler::Variance fillerVariance(FillerMessage::Variance variance)
{
    switch (variance) {
    case FillerMessage::FAN_OUT:
        return Filler::Variance::FanOut;
    case FillerMessage::AVERAGE:
        return Filler::Variance::Average;
    case FillerMessage::FAN_IN:
        break;
    }
    return Filler::Variance::FanIn;
}

/// Fit for a message: the file may hold anything.
std::string printable(const std::string& name)
{
    constexpr std::size_t kMaximumLength = 60;
    std::string text = name.substr(0, kMaximumLength);
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

} // namespace

std::int64_t atLeast(std::int64_t least, std::int64_t value, const std::string& name)
{
    if (value < least || value > kLargest)
        throw ModelError("has " + name + " " + std::to_string(value) + "; it must be from " + std::to_string(least)
            + " to " + std::to_string(kLargest));
    return value;
}

Pair atLeast(std::int64_t least, Pair pair, const std::string& name)
{
    return {atLeast(least, pair[0], name), atLeast(least, pair[1], name)};
}

double finite(double value, const std::string& name)
{
    if (!std::isfinite(value) || std::fabs(value) > std::numeric_limits<float>::max())
        throw ModelError("has " + name + " " + textOf(value) + "; it must be finite, as a float");
    return value;
}

double notNegative(double value, const std::string& name)
{
    if (value < 0)
        throw ModelError("has " + name + " " + textOf(value) + "; it must not be negative");
    return finite(value, name);
}

std::string textOf(double value)
{
    std::ostringstream stream;
    stream.imbue(std::locale::classic());
    stream << value;
    return stream.str();
}

Pair pairOf(const PairText& text, const Pair& fallback)
{
    if (text.hasSides && !text.values.empty())
        throw ModelError("has both " + text.name + " and a field for its height or width; leave one out");
    if (text.hasSides)
        return text.sides;
    if (text.values.empty())
        return fallback;
    if (text.values.size() > 2)
        throw ModelError("has " + std::to_string(text.values.size()) + " values of " + text.name
            + "; images have a height and a width only");
    return {text.values.front(), text.values.back()};
}

std::vector<std::int64_t> listOf(const google::protobuf::RepeatedField<std::int64_t>& field)
{
    return {field.begin(), field.end()};
}

std::vector<std::int64_t> listOf(bool isSet, std::int64_t value)
{
    return isSet ? std::vector<std::int64_t>{value} : std::vector<std::int64_t>{};
}

Filler fillerOf(bool isSet, const FillerMessage& message, const Filler& fallback)
{
    if (!isSet)
        return fallback;
    Filler filler;
    filler.kind = fillerKind(message.type());
    filler.type = printable(message.type());
    filler.variance = fillerVariance(message.variance_norm());
    filler.value = finite(message.value(), "filler value");
    filler.mean = finite(message.mean(), "filler mean");
    filler.deviation = finite(message.std(), "filler std");
    filler.minimum = finite(message.min(), "filler min");
    filler.maximum = finite(message.max(), "filler max");
    return filler;
}

} // namespace cnnvis::caffe
