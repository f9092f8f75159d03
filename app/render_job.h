// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "command_line.h"

#include <string>
#include <vector>

namespace cnnvis::render {

/// What a command line has dreamt.
struct RenderJob {
    DreamRecipe
        recipe; ///< as it is to run: with the flags' settings, and what changes on the way where it belongs then
    std::string replayed; ///< path of the recipe that is dreamt again; empty: none
    std::vector<std::string> notes; ///< what is not as that recipe has it, a sentence each
};

/// The settings of the command line, or the recipe that `--replay` names with the flags on top.
/// @throws SettingsError  as resolveSettings(), and when the file holds no recipe, or the photo or the network of it is
///                        not found.
/// @throws PictureError   when a picture that is to name a preset or a recipe cannot be read.
RenderJob resolveJob(const CommandLine& commandLine);

} // namespace cnnvis::render
