// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recording_observer.h"

namespace cnnvis::test {

void RecordingObserver::stepStarting(const Dream& dream)
{
    ++starts;
    if (onStepStarting)
        onStepStarting(dream);
}

void RecordingObserver::stepDone(const StepReport& report, const Dream& dream)
{
    reports.push_back(report);
    if (onStepDone)
        onStepDone(report, dream);
}

} // namespace cnnvis::test
