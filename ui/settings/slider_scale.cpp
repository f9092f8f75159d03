// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/slider_scale.h"

#include "cnnvis/settings_text.h"
#include "settings/entry_text.h"
#include "settings/number_format.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cnnvis::ui {

namespace {

/// Round parts of a decade, each about a quarter more than the one before.
constexpr std::array<double, 10> kSeries{1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0};
constexpr double kSliderRatio = 1.1; // of an arrow key
constexpr double kSmallestPull = 1e-12; // strengths without a useful default reach over many decades
constexpr double kSame = 1e-9; // the relative difference that is none
constexpr int kVisibleDigits = 3;
constexpr int kStepDigits = 12; // drops what adding decimal fractions leaves behind

double defaultOf(const SettingEntry& entry)
{
    return numberOf(entry, QString::fromStdString(settingText(RunSettings(), entry))).value_or(0.0);
}

} // namespace

SliderScale::SliderScale(const SettingEntry& entry)
    : m_entry(entry)
    , m_isWhole(isWholeNumberEntry(entry))
    , m_isLogarithmic(entry.scale == SettingScale::Logarithmic)
{
    setRange(entry.softMinimum, entry.softMaximum);
}

void SliderScale::setRange(double low, double high)
{
    m_low = std::clamp(low, m_entry.minimum, m_entry.maximum);
    m_high = std::clamp(high, m_entry.minimum, m_entry.maximum);
    if (!(m_low < m_high)) {
        m_low = m_entry.minimum;
        m_high = m_entry.maximum;
    }
    m_startsAtZero = m_isLogarithmic && m_low <= 0.0;
}

double SliderScale::smallestAboveZero() const
{
    return defaultOf(m_entry) >= m_entry.step ? m_entry.step / 100 : kSmallestPull;
}

double SliderScale::valueAt(int position) const
{
    const double share = static_cast<double>(std::clamp(position, 0, kLastPosition)) / kLastPosition;
    if (share <= 0.0 || share >= 1.0)
        return share <= 0.0 ? m_low : m_high;
    double value = 0.0;
    if (m_isLogarithmic) {
        const double low = m_startsAtZero ? smallestAboveZero() : m_low;
        value = roundedTo(low * std::pow(m_high / low, share), kVisibleDigits);
    } else {
        const double grain = m_entry.step / 10;
        value = roundedTo(std::round((m_low + share * (m_high - m_low)) / grain) * grain, kStepDigits);
    }
    return std::clamp(m_isWhole ? std::round(value) : value, m_low, m_high);
}

int SliderScale::positionOf(double value) const
{
    double share = (value - m_low) / (m_high - m_low);
    if (m_isLogarithmic) {
        const double low = m_startsAtZero ? smallestAboveZero() : m_low;
        share = value > 0.0 ? std::log(value / low) / std::log(m_high / low) : 0.0;
    }
    const int position = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kLastPosition));
    // The lowest position is 0 itself: the smallest value above it comes one further.
    return m_startsAtZero && value > 0.0 ? std::max(position, 1) : position;
}

int SliderScale::singleStep() const
{
    const double low = m_startsAtZero ? smallestAboveZero() : m_low;
    const double share =
        m_isLogarithmic ? std::log(kSliderRatio) / std::log(m_high / low) : m_entry.step / (m_high - m_low);
    return std::max(1, static_cast<int>(std::lround(share * kLastPosition)));
}

double SliderScale::logarithmicStepped(double value, bool isUp, bool isFine) const
{
    constexpr double kFineParts = 50.0; // of a decade
    double decade = std::pow(10.0, std::floor(std::log10(value) + kSame));
    const bool isLowest = value <= decade * (1.0 + kSame);
    if (!isUp && isLowest)
        decade /= 10; // from 1e-4 down is 8e-5
    if (isFine)
        return value + (isUp ? decade : -decade) / kFineParts;
    if (isUp) {
        const auto next = std::find_if(
            kSeries.begin(), kSeries.end(), [&](double part) { return part * decade > value * (1.0 + kSame); });
        return next != kSeries.end() ? *next * decade : 10 * decade;
    }
    const auto next = std::find_if(
        kSeries.rbegin(), kSeries.rend(), [&](double part) { return part * decade < value * (1.0 - kSame); });
    return next != kSeries.rend() ? *next * decade : 0.0;
}

double SliderScale::stepped(double value, int steps, bool isFine) const
{
    constexpr double kFineShare = 0.1;
    const bool isUp = steps > 0;
    for (int i = 0; i < std::abs(steps); ++i) {
        double next = 0.0;
        if (!m_isLogarithmic) {
            const double step = m_entry.step * (isFine ? kFineShare : 1.0);
            next = value + (isUp ? step : -step);
        } else if (value <= 0.0) {
            next = isUp ? smallestAboveZero() : 0.0;
        } else {
            next = logarithmicStepped(value, isUp, isFine);
            if (!isUp && m_startsAtZero && next < smallestAboveZero() * (1.0 - kSame))
                next = 0.0;
        }
        if (m_isWhole) // at least by one
            next = isUp ? std::max(std::round(next), value + 1.0) : std::min(std::round(next), value - 1.0);
        value = roundedTo(next, kStepDigits);
    }
    return std::clamp(value, m_entry.minimum, m_entry.maximum);
}

} // namespace cnnvis::ui
