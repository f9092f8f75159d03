// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"
#include "cnnvis/run_settings.h"

#include <string>

namespace cnnvis {

enum class ProblemKind {
    Refused, ///< what was given cannot be used, or a file cannot be written
    OutOfMemory,
    Diverged,
    Unexpected, ///< no error of the engine's
};

/// Why something could not be done, in the words of the command line.
struct SessionProblem {
    ProblemKind kind = ProblemKind::Refused;
    std::string key; ///< of the setting to look at; empty where none is to blame
    std::string message; ///< its first line; libraries put traces for their developers below. Empty: no problem
    std::string remedy; ///< a value of that setting that would do, as settingText() writes it; empty: none is known
    bool isEmpty() const { return message.empty(); }
};

/// What is being handled, said for people. Only within a catch block.
/// @param settings  what was to be done.
SessionProblem currentProblem(const RunSettings& settings) noexcept;

enum class SessionEnd { Finished, Stopped, Failed, Diverged };

/// How a session ended.
struct SessionOutcome {
    SessionEnd end = SessionEnd::Finished;
    bool hasBegun = false; ///< it was not refused, nor stopped, before its first step
    SessionProblem problem; ///< why it failed or diverged; else empty
    RunSettings settings; ///< as changed in its course
    DreamRecipe recipe; ///< of the picture
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< whole steps done at that size
    Picture picture; ///< the last good one, 8 bits a channel; empty where the session never got one
    Picture
        picture16; ///< the same with 16 bits a channel; empty where it is not wanted, or memory was too short for it
};

} // namespace cnnvis
