// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/recording_observer.h"

namespace cnnvis::test {

void RecordingObserver::settingsChanged(
    const RunPosition& /*after*/, const RunSettings& before, const RunChange& change, const Dream& dream)
{
    if (onSettingsChanged)
        onSettingsChanged(before, change, dream);
}

void RecordingObserver::stepStarting(const Dream& dream)
{
    ++starts;
    if (onStepStarting)
        onStepStarting(dream);
}

void RecordingObserver::betweenBatches(const Dream& dream)
{
    ++gates;
    if (onBetweenBatches)
        onBetweenBatches(dream);
}

void RecordingObserver::stepDone(const StepReport& report, const Dream& dream)
{
    reports.push_back(report);
    if (onStepDone)
        onStepDone(report, dream);
}

void RecordingObserver::held(const Dream& dream)
{
    ++holds;
    if (onHeld)
        onHeld(dream);
}

void RecordingObserver::resumed(const Dream& /*dream*/)
{
    ++resumptions;
}

void RecordingObserver::visited(const Dream& dream)
{
    ++visits;
    if (onVisited)
        onVisited(dream);
}

} // namespace cnnvis::test
