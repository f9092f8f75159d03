// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "cnnvis/session_store.h"

#include <functional>
#include <memory>
#include <string>

namespace cnnvis {

struct RecorderOptions {
    double secondsApart = 2.0; ///< at least between two states
    double mostWriting = 0.1; ///< of the time; where that takes long, states lie up to five seconds apart
    double widest = 1.0; ///< between states behind the end, see SessionStore::thin()
    /// Told why something could not be written, once, on the session's thread; the run goes on.
    std::function<void(const std::string& problem)> tell = {};
};

/// Keeps a run in a session's file as it goes: what is changed at once, a state and what the steps told
/// every few seconds, and how it ended.
///
/// On the session's thread it copies the state, and no more: a thread of its own cuts, packs and writes it.
class SessionRecorder final : public OutputSink {
public:
    /// @param path  of the session; made where there is none when the run starts.
    /// @param run   with its id it goes on; with an id of 0 it is added. See SessionStore::addRun().
    SessionRecorder(std::string path, StoredRun run, RecorderOptions options = {});
    ~SessionRecorder() override;

    /// Why the last state, or what came after it, was not written; empty: it was.
    std::string problem() const;
    /// Waits until what was kept so far is written, or could not be.
    void waitForDisk() const;
    /// Of the run; 0 before it starts.
    std::int64_t runId() const;
    /// A picture of the run as it is now or was a moment ago, written with what comes next. On the session's thread.
    void addSmallPicture(const RunPosition& position, std::string bytes);
    /// Writes a copy of the session as soon as what was kept so far is written, see SessionStore::saveCopy(). While
    /// the run is on. @param tell  told why it failed, or nothing, on a thread of the recorder's.
    void saveCopy(const std::string& path, std::function<void(const std::string& problem)> tell);

    /// @throws SessionError  when there can be no session there.
    void preparing(const RunSettings& settings) override;
    /// @throws SessionError  the same.
    void started(const SessionStart& start) override;
    void scriptReplaced(const DreamRecipe& script) override;
    void stepStarting(const Dream& dream) override;
    void betweenBatches(const Dream& dream) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void held(const Dream& dream) override;
    void ending(const Picture& picture, const Dream& dream) override;
    void ended(const SessionOutcome& outcome) override;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
