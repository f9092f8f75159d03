// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_runner.h"

namespace cnnvis {

void RunObserver::stepStarting(const Dream& /*dream*/) { }
void RunObserver::stepDone(const StepReport& /*report*/, const Dream& /*dream*/) { }

RunEnd runDream(Dream& dream, RunControl& control, RunObserver& observer)
{
    while (!dream.isFinished()) {
        const RunControl::StepDecision decision = control.beforeStep();
        dream.change(decision.change);
        if (decision.isStopped)
            return RunEnd::Stopped;
        // A change of the number of steps can finish the dream.
        if (dream.isFinished())
            break;
        dream.beginNextSizeIfDue();
        observer.stepStarting(dream);
        const std::optional<StepReport> report = dream.step([&] { return control.mayGoOn(); });
        if (!report)
            return RunEnd::Stopped;
        observer.stepDone(*report, dream);
    }
    return RunEnd::Finished;
}

} // namespace cnnvis
