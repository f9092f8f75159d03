// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/journal.h"
#include "cnnvis/session_input.h"
#include "cnnvis/session_outcome.h"
#include "cnnvis/session_store.h"
#include "cnnvis/traced_pixel.h"

#include <QDateTime>
#include <QImage>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace cnnvis::ui {

/// What a run starts from, and how it ends.
using RunRequest = SessionRequest;
using RunEndKind = SessionEnd;

enum class RunState {
    Idle, ///< no run
    Preparing, ///< the network, the weights and the start picture are being read
    Running,
    Paused, ///< told to hold; it does so at its next batch of tiles
    Stopping, ///< told to stop; it does so after the batch of tiles that is being computed
};

/// Why something could not be done, in the window's words.
struct RunProblem {
    QString key; ///< of the setting to look at; empty where none is to blame
    QString message; ///< one line; empty: no problem
    QString remedy; ///< a value of that setting that would do, as settingText() writes it; empty: none is known
    bool isEmpty() const { return message.isEmpty(); }
};

/// Answer to RunController::prepare(): what a run would do, or why it cannot be.
struct PlanOutcome {
    int planId = 0; ///< as prepare() gave it
    std::optional<RunPlan> plan; ///< nothing: see `problem`
    std::optional<Network> network; ///< there even without a plan, where only the rest is wrong
    RunProblem problem;
};

/// Where a run can go on, exactly.
using KeptState = std::shared_ptr<const SessionResume>;

/// A run that got under way.
struct RunStart {
    int runId = 0;
    RunSettings settings;
    Network network;
    RunPlan plan;
    bool startsFromNoise = false;
    Journal journal; ///< as it begins
    RunPosition position; ///< that it goes on from
    std::int64_t storedRun = 0; ///< in the session's file; 0: it is not there
};

/// A setting that was changed in the course of a run. A setting of the next size is told when the run took note of it.
struct AppliedChange {
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< the first that is taken with it, from 1
    QString key;
    QString oldText; ///< as settingText() writes it
    QString newText;
};

struct SizeBegun {
    int sizeIndex = 0; ///< from 0
    PlannedSize planned;
};

/// How far the run is within a step. The engine steps the even tiles first, then the odd ones (column by column, each
/// from the top), `batchSize` at a time; a batch does not go over from the even to the odd ones.
struct TileProgress {
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< that is being taken, from 1
    int batchesDone = 0; ///< of this step
    int batchSize = 1; ///< tiles
};

/// What happened since the last such message; each list in the order in which it happened.
struct RunProgress {
    int runId = 0;
    std::vector<SizeBegun> sizes;
    std::vector<AppliedChange> changes;
    std::vector<PixelSample> traces;
    std::vector<StepReport> steps;
    std::vector<JournalEntry> journal;
    std::optional<DreamRecipe> script; ///< what is to happen was replaced by it, with all ramps
    // How things stand now.
    TileProgress tiles;
    double fractionDone = 0.0; ///< of the work of all sizes, 0 to 1
    std::optional<double> stepsPerSecond; ///< at the present size; nothing before the first step
    std::optional<double> secondsLeft; ///< until all sizes are done, without pauses; nothing before the first step
};

/// The picture as it stood at some moment of a run.
struct LivePicture {
    int runId = 0; ///< 0: there was none to take
    QImage image; ///< of 32 bits a pixel
    Picture picture; ///< the same, 8 bits a channel
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< whole steps done at that size; 0: none yet
    int batches = 0; ///< of tiles, done of the step that is open
};

/// A picture to keep.
struct Snapshot {
    int runId = 0;
    Picture picture; ///< 8 bits a channel
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< whole steps done at that size
    DreamRecipe recipe; ///< how it was made
    QDateTime time;
    bool isAutomatic = false; ///< nobody asked for this one
};

/// How a run ended.
struct RunOutcome {
    int runId = 0;
    RunEndKind kind = RunEndKind::Finished;
    RunProblem problem; ///< why it failed or diverged; else empty
    RunSettings settings; ///< as changed in its course
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< whole steps done at that size
    DreamRecipe recipe; ///< of the picture
    Picture picture; ///< the last good one, 8 bits a channel; empty where the run never got one
    Picture picture16; ///< the same with 16 bits a channel; empty also where memory was too short for it
};

} // namespace cnnvis::ui
