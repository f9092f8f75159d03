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
void changeSettings(const RunChange& change, bool keepsSize, Dream& dream, RunObserver& observer, RunScript& script)
{
    const RunSettings before = dream.settings();
    const RunPosition after = dream.position();
    dream.change(change);
    if (!keepsSize)
        dream.beginNextSizeIfDue();
    if (change.isEmpty())
        return;
    script.note(after, change, dream.settings());
    observer.settingsChanged(after, before, change, dream);
}

/// Lets happen what the script has for where the dream stands, at a size's beginning or within a step: a session that
/// went on there changes settings there, too.
void followScript(RunScript& script, Dream& dream, RunObserver& observer)
{
    if (script.isDue(dream.position()))
        changeSettings(script.takeDue(dream.position()), true, dream, observer, script);
}

/// Turns what ramps turn, unless a step is open. Only where one begins with what is there, that is told.
void followRamps(RunScript& script, Dream& dream, RunObserver& observer)
{
    const RunPosition position = dream.position();
    if (position.batches > 0 || script.ramps().empty())
        return;
    changeSettings(script.rampsBeginning(position, dream.settingsOfNextStep()), true, dream, observer, script);
    dream.change(script.rampsAt(position, dream.settings()));
}

/// What is to happen from here on, as somebody has edited it.
void replaceScript(const DreamRecipe& wanted, RunScript& script, const Dream& dream, RunObserver& observer)
{
    script.replace(RunScript(wanted), dream.position(), dream.settings().numSteps);
    DreamRecipe now = wanted;
    now.ramps = script.ramps();
    observer.scriptReplaced(now);
}

/// One step, with what the script changes within it. @return  nothing when it was interrupted.
std::optional<StepReport> doStep(Dream& dream, RunControl& control, RunObserver& observer, RunScript& script)
{
    const RunControl::Attend attend = attendFor(observer, dream);
    const auto mayGoOn = [&] {
        observer.betweenBatches(dream);
        const RunPosition position = dream.position();
        return !script.isDue(position) && !script.isOver(position) && control.mayGoOn(attend);
    };
    while (true) {
        std::optional<StepReport> report = dream.step(mayGoOn, observer.figuresOfStep(dream));
        if (report || !script.isDue(dream.position()))
            return report;
        followScript(script, dream, observer);
    }
}

RunEnd stepToEnd(Dream& dream, RunControl& control, RunObserver& observer, RunScript& script)
{
    const RunControl::Attend attend = attendFor(observer, dream);
    while (true) {
        RunChange change = script.takeDue(dream.position());
        if (script.isOver(dream.position())) {
            changeSettings(change, true, dream, observer, script);
            return RunEnd::Finished;
        }
        if (dream.isFinished()) {
            if (change.isEmpty())
                return RunEnd::Finished;
            changeSettings(change, false, dream, observer, script); // which may be to do more
            continue;
        }
        const RunControl::StepDecision decision = control.beforeStep(attend);
        if (decision.script)
            replaceScript(*decision.script, script, dream, observer);
        if (script.isHeldAt(dream.position()))
            script.hold(decision.change);
        else
            change.add(decision.change); // whoever turns a knob has the last word
        changeSettings(change, decision.isStopped, dream, observer, script);
        if (decision.isStopped)
            return RunEnd::Stopped;
        followScript(script, dream, observer); // of the size that has begun
        // A change of the number of steps can finish the dream.
        if (dream.isFinished())
            continue;
        followRamps(script, dream, observer);
        observer.stepStarting(dream);
        const std::optional<StepReport> report = doStep(dream, control, observer, script);
        if (!report)
            return script.isOver(dream.position()) || dream.isFinished() ? RunEnd::Finished : RunEnd::Stopped;
        observer.stepDone(*report, dream);
    }
}

} // namespace

void RunObserver::settingsChanged(
    const RunPosition& /*after*/, const RunSettings& /*before*/, const RunChange& /*change*/, const Dream& /*dream*/)
{ }
void RunObserver::scriptReplaced(const DreamRecipe& /*script*/) { }
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
