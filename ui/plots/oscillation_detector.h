// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace cnnvis::ui {

/// Tells whether a value that is measured at every step swings from step to step, as it does when the learning rate is
/// too high: each step overshoots, and the next one undoes it.
///
/// Looks at the differences of the last kWindow values. They must take turns in sign and undo one another (their
/// correlation with the one before is near -1; for noise it is -0.5, for a drift positive), the swing must be large
/// against the drift and against a least amplitude and not be dying away, and all that must hold for some time before
/// it is called one.
class OscillationDetector {
public:
    static constexpr int kWindow = 32;

    /// @param leastSwing          mean magnitude of the differences from which a swing matters, in the value's unit.
    /// @param leastRelativeSwing  the same as a share of the value's mean magnitude.
    OscillationDetector(double leastSwing, double leastRelativeSwing);

    void add(double value);
    /// Forgets all values, as after a jump or when a knob was turned.
    void reset();
    bool isOscillating() const { return m_isOscillating; }

private:
    struct Signs {
        double alternatingShare = 0.0; ///< of neighbouring differences that differ in sign
        double correlation = 0.0; ///< of a difference with the one before, -1 to 1
        double swing = 0.0; ///< mean magnitude of the differences
        double recentSwing = 0.0; ///< the same over the newer half
        double drift = 0.0; ///< magnitude of the mean difference
        double level = 0.0; ///< mean magnitude of the values
    };
    Signs signs() const;
    bool looksLikeSwinging(const Signs& signs) const;
    bool looksCalm(const Signs& signs) const;

    double m_leastSwing;
    double m_leastRelativeSwing;
    std::array<double, kWindow> m_values{};
    int m_next = 0; ///< where the next value goes; the oldest once the window is full
    int m_count = 0;
    int m_evidence = 0; ///< steps in a row that speak against the present answer
    bool m_isOscillating = false;
};

} // namespace cnnvis::ui
