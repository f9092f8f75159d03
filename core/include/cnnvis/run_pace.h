// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace cnnvis {

/// How fast a run goes and how long it will still take, told from its latest steps.
///
/// Work is counted as the fraction of the whole run, so that a large size that is still to come counts for what it
/// will cost. Knows no clock: times are seconds since any moment.
class RunPace {
public:
    /// @param seconds   when the run starts.
    /// @param fraction  of the run's work that is done already.
    RunPace(double seconds, double fraction);

    /// @param fraction   of the run's work that is done with the step.
    /// @param sizeIndex  the size that the step was taken at.
    void stepDone(double seconds, double fraction, int sizeIndex);

    /// At the present size; nothing before the first step.
    std::optional<double> stepsPerSecond() const;
    /// Until all sizes are done; nothing before the first step.
    std::optional<double> secondsLeft() const;

private:
    /// Amounts and the time they took, the latest minute counting most.
    struct Average {
        double seconds = 0.0;
        double amount = 0.0;
        void add(double newSeconds, double newAmount);
        std::optional<double> perSecond() const;
    };

    double m_seconds;
    double m_fraction;
    int m_sizeIndex = -1;
    int m_steps = 0;
    Average m_work;
    Average m_stepsOfSize;
};

} // namespace cnnvis
