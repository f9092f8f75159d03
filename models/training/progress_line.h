// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainer.h"

#include <chrono>
#include <string>
#include <vector>

namespace cnnvis::training {

/// Tells people how a training goes on, in one line now and then.
class ProgressLine {
public:
    /// @param classifiers  names, in order.
    explicit ProgressLine(std::vector<std::string> classifiers);

    /// The line when the last one is some time ago, else nothing.
    std::string textOf(const TrainingProgress& progress);

private:
    using Clock = std::chrono::steady_clock;

    std::vector<std::string> m_classifiers;
    bool m_hasBegun = false;
    Clock::time_point m_lastTime;
    std::int64_t m_lastImages = 0;
    double m_lastShare = 0.0;
    double m_secondsPerShare = 0.0; ///< of late
};

} // namespace cnnvis::training
