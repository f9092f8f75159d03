// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_runner.h"
#include "cnnvis/output_sink.h"
#include "cnnvis/session_input.h"
#include "cnnvis/session_outcome.h"

#include <optional>
#include <vector>

namespace cnnvis {

class SessionObserver;

/// One run from request to outcome, for studio and headless alike: reads its input, dreams, and tells its outputs.
///
/// Knows no thread: it lives on whichever thread calls it, of which it sets the number of helpers; `control` steers it
/// from others.
class Session {
public:
    /// @param control  outlives the session.
    Session(SessionRequest request, RunControl& control, NetworkLoader loadNetwork = Network::load);

    /// Before run(). @param sink  outlives the session.
    void add(OutputSink& sink);

    /// Once. Whatever goes wrong becomes the outcome.
    SessionOutcome run() noexcept;

private:
    /// What a dream is made from beside its settings.
    struct Inputs {
        Network network;
        Picture startPicture;
    };
    SessionEnd dreamToEnd(std::optional<Dream>& dream, SessionObserver& observer, SessionOutcome& outcome);
    void beginJournal(Dream& dream, const Picture& startPicture, RunScript& script, SessionObserver& observer) const;
    void changeOnResume(Dream& dream, SessionObserver& observer) const;
    Inputs inputsOf(const SettingsChange& branch, const RunSettings& settings, const Inputs& before) const;
    void branchOff(
        const SettingsChange& branch, Inputs& inputs, std::optional<Dream>& dream, SessionObserver& observer) const;
    void conclude(const Dream& dream, SessionObserver& observer, SessionOutcome& outcome);
    template <typename Action>
    void attempt(SessionOutcome& outcome, const Action& action) const;

    SessionRequest m_request;
    RunControl& m_control;
    NetworkLoader m_loadNetwork;
    std::vector<OutputSink*> m_sinks;
};

} // namespace cnnvis
