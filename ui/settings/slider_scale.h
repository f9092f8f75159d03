// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

namespace cnnvis::ui {

/// Maps the positions of a slider to the useful values of a number, which are far fewer than the accepted ones.
///
/// A logarithmic scale that reaches 0 has it at its lowest position.
class SliderScale {
public:
    static constexpr int kLastPosition = 1000;

    explicit SliderScale(const SettingEntry& entry);
    /// The same scale between other ends, cut to what the entry accepts.
    void setRange(double low, double high);

    double low() const { return m_low; }
    double high() const { return m_high; }
    /// Rounded to what one can see the difference of.
    double valueAt(int position) const;
    /// The nearest position; an end for values beyond it.
    int positionOf(double value) const;

    /// The value that one click of a spin box up or down leads to: by the entry's step where it is linear, by a part of
    /// the value's size where it is logarithmic. Within what the entry accepts.
    double stepped(double value, int steps) const;

private:
    double logarithmicStep(double value, bool isUp) const;
    double smallestAboveZero() const;

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    bool m_isWhole;
    bool m_isLogarithmic;
    bool m_startsAtZero = false;
    double m_low = 0.0;
    double m_high = 1.0;
};

} // namespace cnnvis::ui
