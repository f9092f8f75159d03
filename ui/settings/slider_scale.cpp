// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/slider_scale.h"

#include "cnnvis/settings_text.h"
#include "settings/entry_text.h"
#include "settings/number_format.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr double kLinearSteps = 50.0; // as many clicks of a spin box as a slider is worth
constexpr double kSmallestPull = 1e-12; // strengths without a useful default reach over many decades
constexpr double kLargestPull = 1e3;
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
    const double usual = defaultOf(entry);
    if (!m_isLogarithmic) {
        const double span = kLinearSteps * entry.step;
        setRange(std::max(entry.minimum, -span), std::max(span, 2 * usual));
    } else if (entry.minimum <= 0.0) {
        setRange(0.0, kLargestPull);
    } else {
        // Factors such as 1.05 a step want a narrow scale, rates want one of many decades.
        const double factor = std::clamp(std::pow(1.0 + entry.step / usual, kLinearSteps), 10.0, 1000.0);
        const double reach = m_isWhole ? 100.0 : factor;
        setRange(usual / reach, usual * reach);
    }
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
    if (share <= 0.0 || share >= 1.0) {
        return share <= 0.0 ? m_low : m_high;
    }
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

double SliderScale::logarithmicStep(double value, bool isUp) const
{
    const double size = std::abs(value);
    double decade = std::pow(10.0, std::floor(std::log10(size) + 1e-9));
    if (!isUp && size <= decade * (1.0 + 1e-9)) {
        decade /= 10; // from 1e-4 down is 9e-5, not 0
    }
    return std::max(std::min(m_entry.step, decade), decade / 10);
}

double SliderScale::stepped(double value, int steps) const
{
    const bool isUp = steps > 0;
    for (int i = 0; i < std::abs(steps); ++i) {
        if (!m_isLogarithmic) {
            value += isUp ? m_entry.step : -m_entry.step;
        } else if (value <= 0.0) {
            value = isUp ? smallestAboveZero() : 0.0;
        } else {
            const double step = logarithmicStep(value, isUp);
            value += isUp ? step : -step;
        }
        value = m_isWhole ? std::round(value) : roundedTo(value, kStepDigits);
    }
    return std::clamp(value, m_entry.minimum, m_entry.maximum);
}

} // namespace cnnvis::ui
