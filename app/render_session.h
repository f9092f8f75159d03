// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_outcome.h"
#include "render_job.h"

#include <stdexcept>
#include <string>

namespace cnnvis::render {

/// What the program ends with, for scripts.
enum ExitCode { Finished = 0, Failed = 1, BadInput = 2, Interrupted = 130 };

/// What the program ends with, and says before.
class RunFailure : public std::runtime_error {
public:
    explicit RunFailure(const std::string& message, ExitCode code = ExitCode::Failed)
        : std::runtime_error(message)
        , m_code(code)
    { }
    ExitCode code() const { return m_code; }

private:
    ExitCode m_code;
};

/// How the program ends where something that was given cannot be used.
RunFailure refusalOf(const SessionProblem& problem);

/// Checks all input, cheap things first, then dreams the picture and saves it.
/// @param job  that the command line asks for.
/// @throws RunFailure  when something that was given cannot be used (no file is written then), or the run breaks off;
///                     the picture is then saved as far as it got, and the message says what is left of it.
ExitCode renderPicture(const RenderJob& job, const CommandLine& commandLine);

} // namespace cnnvis::render
