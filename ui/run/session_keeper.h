// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_recorder.h"

#include <QString>

#include <functional>
#include <mutex>
#include <optional>

namespace cnnvis::ui {

/// Taken by one after the other who have the session's file for long, in this window.
using FileTurn = std::unique_lock<std::timed_mutex>;

/// Keeps a run in the session's file, if that can be: a disk that is full or gone ends the keeping, not the run. Its
/// states lie between steps, as the timeline goes on from no others.
class SessionKeeper final : public OutputSink {
public:
    /// @param path  of the session; empty: nothing is kept.
    /// @param tell  why it is not kept, once; on the run's thread.
    /// @param takeTurn  waits for the turn of opening the file; one that is not taken: the run is not wanted any more.
    SessionKeeper(const QString& path, StoredRun run, std::function<void(const QString&)> tell,
        std::function<FileTurn()> takeTurn);

    /// Of the run in the file; 0: it is not there.
    std::int64_t runId() const { return m_recorder ? m_recorder->runId() : 0; }
    void addSmallPicture(const RunPosition& position, const QByteArray& jpeg);
    /// @param tell  why there is no copy; empty: there is one. On any thread.
    void saveCopy(const QString& path, std::function<void(const QString& problem)> tell);

    void preparing(const RunSettings& settings) override;
    void started(const SessionStart& start) override;
    void scriptReplaced(const DreamRecipe& script) override;
    void stepStarting(const Dream& dream) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void held(const Dream& dream) override;
    void ending(const Picture& picture, const Dream& dream) override;
    void ended(const SessionOutcome& outcome) override;

private:
    template <typename Action>
    void attempt(const Action& action);

    std::function<void(const QString&)> m_tell;
    std::function<FileTurn()> m_takeTurn;
    std::optional<SessionRecorder> m_recorder; ///< nothing: the run is not kept, or no longer
};

} // namespace cnnvis::ui
