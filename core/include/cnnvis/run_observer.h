// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/dream_recipe.h"
#include "cnnvis/run_change.h"

namespace cnnvis {

/// What is told of a run, on the thread that runs it and with no lock held. What it throws ends the run, and passes
/// through to the caller.
///
/// `dream` may be read at any of these moments, e.g. for its picture; within a step it shows the half-steps done.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    /// Settings were changed: what is stepped next is the first with them. Its size is begun already, unless the run is
    /// to stop here.
    /// @param after   where the run stood, before that size was begun.
    /// @param before  the dream's settings until then.
    virtual void settingsChanged(
        const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream);
    /// What is still to happen was replaced. @param script  what it is now, and all ramps that act or have acted.
    virtual void scriptReplaced(const DreamRecipe& script);
    /// Before each step, the settings changed and the next size begun already.
    virtual void stepStarting(const Dream& dream);
    /// Which figures the report of the step that starts is to have: all, unless it is overridden.
    virtual Figures figuresOfStep(const Dream& dream) const;
    /// Before each batch of tiles: where a run may be held or stopped within a step.
    virtual void betweenBatches(const Dream& dream);
    /// After each step.
    virtual void stepDone(const StepReport& report, const Dream& dream);
    /// The run is paused, and waits from now on.
    virtual void held(const Dream& dream);
    /// The wait that held() told of is over: the run goes on, or is to end.
    virtual void resumed(const Dream& dream);
    /// As RunControl::requestVisit() asked for.
    virtual void visited(const Dream& dream);
};

} // namespace cnnvis
