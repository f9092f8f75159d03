// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"

#include <string>
#include <vector>

namespace cnnvis {

/// Which of the paths that stand in a recipe may be looked at.
enum class WrittenPaths {
    Known, ///< those in a folder that the user has to do with: the recipe may be a stranger's
    All,
};

/// What was found of the files that a recipe names.
struct RecipeInputs {
    SettingsChange change; ///< names the photo and the network where they lie now; empty where that is as written
    std::vector<RecipeChange> changes; ///< the recipe's, with the same for those that come on the way; what is not
                                       ///< found is left out of them, with a note
    std::vector<std::string> notes; ///< what is not as the recipe has it, a sentence each
    bool isPhotoMissing = false; ///< that of the start
    bool isNetworkMissing = false; ///< the same
};

/// Looks for the start picture and the network of a recipe, and for those that it changes to: by their content, as
/// written and in the folders, then by their names.
/// @param path     of the file that the recipe was read from, in whose folder they are looked for first.
/// @param folders  where else they may be; not what lies below, but for networks, which have folders of their own.
RecipeInputs findInputs(const DreamRecipe& recipe, const std::string& path,
    const std::vector<std::string>& folders = {}, WrittenPaths written = WrittenPaths::Known);

/// Whether a dream of that origin began with the content of the photo and the network that the settings name. Reads
/// these files, unless they were read before.
bool isOfSameInputs(const DreamOrigin& origin, const RunSettings& settings);

} // namespace cnnvis
