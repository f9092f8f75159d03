// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"

#include <string>
#include <vector>

namespace cnnvis {

/// What was found of the files that a recipe names.
struct RecipeInputs {
    SettingsChange change; ///< names the photo and the network where they lie now; empty where that is as written
    std::vector<std::string> notes; ///< what is not as the recipe has it, a sentence each
    bool isPhotoMissing = false;
    bool isNetworkMissing = false;
};

/// Looks for the start picture and the network of a recipe: as written, then in the folders, by their content and then
/// by their names.
/// @param path     of the file that the recipe was read from, in whose folder they are looked for first.
/// @param folders  where else they may be; not what lies below, but for networks, which have folders of their own.
RecipeInputs findInputs(
    const DreamRecipe& recipe, const std::string& path, const std::vector<std::string>& folders = {});

} // namespace cnnvis
