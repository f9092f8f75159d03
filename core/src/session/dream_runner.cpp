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
void changeSettings(const RunChange& change, bool isStopped, Dream& dream, RunObserver& observer)
{
    const RunSettings before = dream.settings();
    const RunPosition after = dream.position();
    dream.change(change);
    if (!isStopped)
        dream.beginNextSizeIfDue();
    if (!change.isEmpty())
        observer.settingsChanged(after, before, change, dream);
}

RunEnd stepToEnd(Dream& dream, RunControl& control, RunObserver& observer, RunScript& script)
{
    const RunControl::Attend attend = attendFor(observer, dream);
    while (true) {
        RunChange change = script.takeDue(dream.position());
        if (script.isOver(dream.position())) {
            changeSettings(change, true, dream, observer);
            return RunEnd::Finished;
        }
        if (dream.isFinished()) {
            if (change.isEmpty())
                return RunEnd::Finished;
            changeSettings(change, false, dream, observer); // which may be to do more
            continue;
        }
        const RunControl::StepDecision decision = control.beforeStep(attend);
        change.add(decision.change); // whoever turns a knob has the last word
        changeSettings(change, decision.isStopped, dream, observer);
        if (decision.isStopped)
            return RunEnd::Stopped;
        // A change of the number of steps can finish the dream.
        if (dream.isFinished())
            continue;
        observer.stepStarting(dream);
        const auto mayGoOn = [&] {
            observer.betweenBatches(dream);
            return !script.isOver(dream.position()) && control.mayGoOn(attend);
        };
        const std::optional<StepReport> report = dream.step(mayGoOn, observer.figuresOfStep(dream));
        if (!report)
            return script.isOver(dream.position()) ? RunEnd::Finished : RunEnd::Stopped;
        observer.stepDone(*report, dream);
    }
}

} // namespace

void RunObserver::settingsChanged(
    const RunPosition& /*after*/, const RunSettings& /*before*/, const RunChange& /*change*/, const Dream& /*dream*/)
{ }
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
    RunScript nothing;
    return runDream(dream, control, observer, nothing);
}

RunEnd runDream(Dream& dream, RunControl& control, RunObserver& observer, RunScript& script)
{
    const RunEnd end = stepToEnd(dream, control, observer, script);
    if (control.takeVisitRequest())
        observer.visited(dream);
    return end;
}

} // namespace cnnvis
