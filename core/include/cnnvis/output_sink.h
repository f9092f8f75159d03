// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/dream_recipe.h"
#include "cnnvis/journal.h"
#include "cnnvis/run_change.h"
#include "cnnvis/traced_pixel.h"

#include <optional>
#include <string>
#include <vector>

namespace cnnvis {

struct SessionOutcome;

/// What a session begins with. The references hold while it is told of.
struct SessionStart {
    const Dream& dream;
    const Network& network;
    bool startsFromNoise = false;
    const Journal& journal; ///< grows as the session runs; there until it has ended
};

/// How far a session is, and how fast it goes. Pauses do not count.
struct SessionProgress {
    double fractionDone = 0.0; ///< of the work of all sizes, 0 to 1
    std::optional<double> stepsPerSecond; ///< at the present size; nothing before the first step
    std::optional<double> secondsLeft; ///< until all sizes are done; nothing before the first step
};

/// What a session puts out: files, text, a live view. Plugged into it with Session::add(), several at a time.
///
/// Told of the session's moments on the thread that runs it and with no lock held, one sink after the other in the
/// order in which they were added. What a sink throws ends the session, as its problem. `dream` may be read at any of
/// these moments; within a step it shows the half-steps done.
class OutputSink {
public:
    virtual ~OutputSink() = default;

    /// Nothing was read yet: what cannot be put out with these settings is best refused here.
    virtual void preparing(const RunSettings& settings);
    /// @param notes  what the user should know of how the start picture was read, one sentence each.
    virtual void startPictureRead(const std::vector<std::string>& notes);
    /// All is ready for the first step; the plan is known. The last moment to refuse.
    virtual void started(const SessionStart& start);

    /// Settings were changed: what is stepped next is the first with them. Its size is begun already, unless the
    /// session is to stop here, or has just gone on from here.
    /// @param after   where the run stood, before that size was begun.
    /// @param before  the dream's settings until then.
    virtual void settingsChanged(
        const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream);
    /// What is still to happen was replaced. @param script  what it is now, and all ramps that act or have acted.
    virtual void scriptReplaced(const DreamRecipe& script);
    /// Before each step, the settings changed and the next size begun already.
    virtual void stepStarting(const Dream& dream);
    /// Before each step that is the first with other settings; the first entry is in the journal of the start.
    virtual void journalled(const JournalEntry& entry);
    /// Pixels whose values before the step that starts are wanted.
    virtual std::vector<TracedPixel> tracedPixels(const Dream& dream) const;
    /// Those of them that lie in the picture of the present size, in the same order; not told when there are none.
    virtual void pixelsSampled(const std::vector<PixelSample>& samples);
    /// Which figures the report of the step that starts is to have. Those that any sink wants, all get.
    virtual Figures figuresOfStep(const Dream& dream) const;
    /// Before each batch of tiles: where a session may be held or stopped within a step.
    virtual void betweenBatches(const Dream& dream);
    /// After each step.
    virtual void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream);

    /// The session is paused, and waits from now on.
    virtual void held(const Dream& dream);
    /// The wait that held() told of is over: the session goes on, or is to end.
    virtual void resumed(const Dream& dream);
    /// As RunControl::requestVisit() asked for, and once more at the end.
    virtual void visited(const Dream& dream);

    /// What had started is over, however it ended; all sinks are told, whatever others throw.
    /// @param picture  as it stands, 8 bits a channel; empty where memory was too short for it.
    virtual void ending(const Picture& picture, const Dream& dream);
    /// The session is over, even if it never started, and the dream's memory is free.
    virtual void ended(const SessionOutcome& outcome);
};

} // namespace cnnvis
