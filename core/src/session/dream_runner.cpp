// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_runner.h"

namespace cnnvis {
namespace {

/// What RunControl has the observer told of.
RunControl::Attend attendFor(RunObserver& observer, const Dream& dream)
{
    return [&](RunControl::Moment moment) {
        switch (moment) {
        case RunControl::Moment::Visit:
            observer.visited(dream);
            break;
        case RunControl::Moment::Held:
            observer.held(dream);
            break;
        case RunControl::Moment::Resumed:
            observer.resumed(dream);
            break;
        }
    };
}

/// Changes the settings; a run that is to stop keeps its size all the same, and with it its picture.
void applyDecision(const RunControl::StepDecision& decision, Dream& dream, RunObserver& observer)
{
    const RunSettings before = dream.settings();
    dream.change(decision.change);
    if (!decision.isStopped)
        dream.beginNextSizeIfDue();
    if (!decision.change.isEmpty())
        observer.settingsChanged(before, decision.change, dream);
}

RunEnd stepToEnd(Dream& dream, RunControl& control, RunObserver& observer)
{
    const RunControl::Attend attend = attendFor(observer, dream);
    while (!dream.isFinished()) {
        const RunControl::StepDecision decision = control.beforeStep(attend);
        applyDecision(decision, dream, observer);
        if (decision.isStopped)
            return RunEnd::Stopped;
        // A change of the number of steps can finish the dream.
        if (dream.isFinished())
            break;
        observer.stepStarting(dream);
        const auto mayGoOn = [&] {
            observer.betweenBatches(dream);
            return control.mayGoOn(attend);
        };
        const std::optional<StepReport> report = dream.step(mayGoOn, observer.figuresOfStep(dream));
        if (!report)
            return RunEnd::Stopped;
        observer.stepDone(*report, dream);
    }
    return RunEnd::Finished;
}

} // namespace

void RunObserver::settingsChanged(const RunSettings& /*before*/, const RunChange& /*change*/, const Dream& /*dream*/) {
}
void RunObserver::stepStarting(const Dream& /*dream*/) { }
Figures RunObserver::figuresOfStep(const Dream& /*dream*/) const
{
    return Figures::All;
}
void RunObserver::betweenBatches(const Dream& /*dream*/) { }
void RunObserver::stepDone(const StepReport& /*report*/, const Dream& /*dream*/) { }
void RunObserver::held(const Dream& /*dream*/) { }
void RunObserver::resumed(const Dream& /*dream*/) { }
void RunObserver::visited(const Dream& /*dream*/) { }

RunEnd runDream(Dream& dream, RunControl& control, RunObserver& observer)
{
    const RunEnd end = stepToEnd(dream, control, observer);
    if (control.takeVisitRequest())
        observer.visited(dream);
    return end;
}

} // namespace cnnvis
