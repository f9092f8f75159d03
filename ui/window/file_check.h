// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/recipe_inputs.h"
#include "cnnvis/settings_text.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace cnnvis::ui {

class NetworkCache;

/// How a picture was made, as a file carries it.
struct FoundRecipe {
    QString path; ///< of the file
    QString name; ///< the same without its folder
    DreamRecipe recipe; ///< as it stands there
    RecipeInputs inputs; ///< where its photo and its network are now
};

/// What a file or folder can be used for.
struct FileCheck {
    enum class Kind { Picture, Preset, Recipe, Network };
    Kind kind = Kind::Picture;
    QString path;
    SettingsChange change; ///< that uses a picture or a network
    std::optional<Preset> preset; ///< of a file that is one
    std::optional<FoundRecipe> recipe; ///< that a picture was made by, or a file is
    QString note; ///< what else is to be told; may be empty
    QString problem; ///< why it cannot be used, in a line for people; empty when it can
};

/// Finds out what a file is for by looking into it, so that what passes can be used. Takes its time; on any thread.
/// @param networks      that a network is taken from, and kept in for whoever uses it next.
/// @param settings      that it is to be used with: a target that a network lacks is replaced.
/// @param folders       that the user has to do with: there, the photo and the network of a dream are looked for, by
/// their
///                      content and then by their names. Elsewhere, what a file names is not looked at.
FileCheck checkFile(
    const QString& path, const RunSettings& settings, const QStringList& folders, NetworkCache& networks) noexcept;
/// Looks once more for the files of a recipe, also where it says that they are, which may be a stranger's word.
FoundRecipe lookWhereItSays(FoundRecipe found, const QStringList& folders) noexcept;

/// The same for what `model` takes: a folder, or the name of the network that comes with the program.
FileCheck checkNetwork(const QString& model, const RunSettings& settings, NetworkCache& networks) noexcept;

} // namespace cnnvis::ui
