// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_observer.h"

#include <functional>
#include <vector>

namespace cnnvis::test {

/// Keeps what a run tells. The hooks are called after that, on the run's thread.
class RecordingObserver final : public RunObserver {
public:
    void stepStarting(const Dream& dream) override;
    void stepDone(const StepReport& report, const Dream& dream) override;

    int starts = 0;
    std::vector<StepReport> reports;
    std::function<void(const Dream&)> onStepStarting;
    std::function<void(const StepReport&, const Dream&)> onStepDone;
};

} // namespace cnnvis::test
