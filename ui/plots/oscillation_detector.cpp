// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/oscillation_detector.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

namespace {

// Of the 30 pairs of neighbouring differences of pure noise two thirds alternate, give or take 8 %, with a correlation
// of -0.5, give or take 0.1. Both thresholds lie three deviations away and have to be met kPersistence times in a row,
// which in three million steps of noise happened five times in a row at most.
constexpr double kAlternatingShare = 0.93;
constexpr double kCorrelation = -0.85;
constexpr double kSwingAgainstDrift = 3.0;
constexpr double kLeastRecentShare = 0.5; // less, and the swing dies away by itself
constexpr int kPersistence = 12;
// Lower than the above, so that the answer does not flicker.
constexpr double kCalmShare = 0.75;
constexpr double kCalmSwing = 0.5;

} // namespace

OscillationDetector::OscillationDetector(double leastSwing, double leastRelativeSwing)
    : m_leastSwing(leastSwing)
    , m_leastRelativeSwing(leastRelativeSwing)
{ }

void OscillationDetector::reset()
{
    m_next = 0;
    m_count = 0;
    m_evidence = 0;
    m_isOscillating = false;
}

void OscillationDetector::add(double value)
{
    if (!std::isfinite(value)) {
        reset();
        return;
    }
    m_values[static_cast<std::size_t>(m_next)] = value;
    m_next = (m_next + 1) % kWindow;
    m_count = std::min(m_count + 1, kWindow);
    if (m_count < kWindow)
        return;
    const Signs now = signs();
    const bool speaksForChange = m_isOscillating ? looksCalm(now) : looksLikeSwinging(now);
    m_evidence = speaksForChange ? m_evidence + 1 : 0;
    if (m_evidence >= kPersistence) {
        m_isOscillating = !m_isOscillating;
        m_evidence = 0;
    }
}

OscillationDetector::Signs OscillationDetector::signs() const
{
    const auto valueAt = [this](int age) { return m_values[static_cast<std::size_t>((m_next + age) % kWindow)]; };
    constexpr int kDifferences = kWindow - 1;
    Signs found;
    double before = 0.0;
    double products = 0.0;
    double squares = 0.0;
    double ends = 0.0;
    int alternations = 0;
    found.level = std::abs(valueAt(0));
    for (int i = 1; i < kWindow; ++i) {
        const double difference = valueAt(i) - valueAt(i - 1);
        alternations += difference * before < 0.0 ? 1 : 0;
        products += difference * before;
        squares += difference * difference;
        ends += (i == 1 || i == kDifferences) ? difference * difference / 2.0 : 0.0;
        found.swing += std::abs(difference);
        found.recentSwing += i > kDifferences / 2 ? std::abs(difference) : 0.0;
        found.level += std::abs(valueAt(i));
        before = difference;
    }
    found.alternatingShare = static_cast<double>(alternations) / (kDifferences - 1);
    // Each difference but the first and the last is in two products: so a pure swing gives -1.
    found.correlation = squares > ends ? products / (squares - ends) : 0.0;
    found.swing /= kDifferences;
    found.recentSwing /= kDifferences - kDifferences / 2;
    found.level /= kWindow;
    found.drift = std::abs(valueAt(kWindow - 1) - valueAt(0)) / kDifferences;
    return found;
}

bool OscillationDetector::looksLikeSwinging(const Signs& signs) const
{
    return signs.alternatingShare >= kAlternatingShare && signs.correlation <= kCorrelation
        && signs.recentSwing >= kLeastRecentShare * signs.swing && signs.swing >= kSwingAgainstDrift * signs.drift
        && signs.swing >= m_leastSwing && signs.swing >= m_leastRelativeSwing * signs.level;
}

bool OscillationDetector::looksCalm(const Signs& signs) const
{
    return signs.alternatingShare < kCalmShare || signs.swing < signs.drift || signs.swing < kCalmSwing * m_leastSwing
        || signs.swing < kCalmSwing * m_leastRelativeSwing * signs.level;
}

} // namespace cnnvis::ui
