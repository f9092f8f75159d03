// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/job_list.h"
#include "cnnvis/session_input.h"
#include "cnnvis/session_store.h"
#include "command_line.h"

#include <memory>
#include <string>
#include <vector>

namespace cnnvis::render {

/// What a command line has dreamt.
struct RenderJob {
    DreamRecipe
        recipe; ///< as it is to run: with the flags' settings, and what changes on the way where it belongs then
    std::string replayed; ///< path of the recipe that is dreamt again; empty: none
    std::vector<std::string> notes; ///< what is not as that recipe has it, a sentence each
    std::string session; ///< path of the session that keeps it; empty: none does
    StoredRun run; ///< of that session, see SessionRecorder
    std::shared_ptr<const SessionResume> resume; ///< where it goes on; nullptr: at its beginning
};

/// The settings of the command line, or with the flags on top the recipe that `--replay` names, or what is left to do
/// of the run that `--resume` goes on with.
/// @throws SettingsError  as resolveSettings(), and when the file holds no recipe, the photo or the network of it is
/// not
///                        found, or all runs of the session are finished.
/// @throws SessionError   when the session cannot be read.
/// @throws PictureError   when a picture that is to name a preset or a recipe cannot be read.
RenderJob resolveJob(const CommandLine& commandLine);

/// A job of a list, with the flags on top, as `--replay` would have it.
/// @param list  path of the list; empty: it came from none.
/// @throws SettingsError  as resolveJob() for `--replay`.
RenderJob resolveListed(const DreamJob& listed, const CommandLine& commandLine, const std::string& list);

} // namespace cnnvis::render
