// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

namespace cnnvis::ui {

/// Maps the positions of a slider to the useful values of a number, as the schema has them.
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

    /// How many positions an arrow key moves the slider: the entry's step where it is linear, a tenth of the value
    /// where it is logarithmic.
    int singleStep() const;

    /// The value that clicks of a spin box up or down lead to: by the entry's step where it is linear, to the next of
    /// ten round values in a decade where it is logarithmic. Within what the entry accepts.
    /// @param isFine  by far less.
    double stepped(double value, int steps, bool isFine = false) const;

private:
    double logarithmicStepped(double value, bool isUp, bool isFine) const;
    double smallestAboveZero() const;

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    bool m_isWhole;
    bool m_isLogarithmic;
    bool m_startsAtZero = false;
    double m_low = 0.0;
    double m_high = 1.0;
};

} // namespace cnnvis::ui
