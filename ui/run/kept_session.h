// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"
#include "run/run_types.h"
#include "run/session_folder.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <atomic>
#include <utility>
#include <vector>

namespace cnnvis::ui {

/// A run of an earlier time, as far as it was kept.
struct KeptRun {
    StoredRun run;
    Journal journal;
    DreamRecipe rest; ///< what was still to happen behind its last state; empty where it had ended
    RunPosition last; ///< how far it came
    KeptState state; ///< there, of the last run alone; nullptr: there is none any more
    std::optional<double> mean; ///< of the state's network, where that is there
    std::vector<StepReport> reports; ///< its own
    std::vector<std::pair<RunPosition, QByteArray>> smallPictures; ///< JPEG
};

/// What a session's file has, but for most of its states. A plain value.
struct KeptSession {
    QString path; ///< empty: there is none
    std::vector<KeptRun> runs;
    bool isKeptWhole = false; ///< its user wants it so
    QStringList notes; ///< what people should know, a sentence each
    SessionHold hold; ///< until nobody has this or a copy of it
};

/// A session, which no other window gets meanwhile. Takes its time; on any thread.
/// @throws SessionError  when it cannot be read, or another window has it.
KeptSession readSession(const QString& path);
/// The session in the folder that was written last and that no other program has open.
KeptSession readLastSession(const QString& folder) noexcept;

/// States of a run.
struct KeptStates {
    std::int64_t run = 0; ///< in the session's file
    std::vector<KeptState> states; ///< in the order of their positions
    std::optional<double> mean; ///< of its network, where that is there
};

/// Reads the states of a session's runs: of each run the last one, then as many as have room, of the newest run first.
/// The file is let go of between two of them. Takes its time; on any thread.
/// @param isOver  ends it at the next state, from any thread.
std::vector<KeptStates> readStates(
    const QString& path, std::int64_t mostBytes, const std::atomic<bool>& isOver) noexcept;

} // namespace cnnvis::ui
