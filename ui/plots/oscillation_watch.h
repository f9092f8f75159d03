// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/oscillation_detector.h"

#include <map>

namespace cnnvis::ui {

/// Whether a run as a whole swings from step to step, and whether people should be told: when the objective does, or at
/// least half of the traced pixels.
class OscillationWatch {
public:
    void addObjective(double value);
    void addTrace(int point, double value);
    /// Forgets all values: another size began, or a knob was turned.
    void restart();
    /// As restart(), and a dismissed hint may come again.
    void clear();

    bool isOscillating() const;
    /// Whether to show the hint: it swings, and nobody has dismissed that.
    bool wantsHint() const { return m_isOscillating && !m_isDismissed; }
    /// No hint until the swinging has stopped and begun anew.
    void dismiss();

private:
    void update();

    // Less than one grey level from step to step is not to be seen; 1 % of the objective is not to be felt.
    OscillationDetector m_objective{0.0, 0.01};
    std::map<int, OscillationDetector> m_traces;
    bool m_isOscillating = false;
    bool m_isDismissed = false;
};

} // namespace cnnvis::ui
