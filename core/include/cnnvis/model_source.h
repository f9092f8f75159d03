// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"

#include <optional>
#include <string>

namespace cnnvis {

/// What the setting `model` calls the network that comes with the program.
inline constexpr const char* kBuiltInNetwork = "bestiary";

/// Paths of the files that a network is read from. Without weights, they are drawn; without a mean, the usual one is
/// taken, which may also be written as numbers in place of a path.
struct ModelFiles {
    std::string description, weights, mean;
};

/// Which network settings name: the one answer to that question. A plain value; nothing is read until files() is asked.
struct ModelSource {
    enum class Kind {
        Files, ///< `deploy_txt` and what stands beside it in the settings
        Folder, ///< `model` is a folder
        CaffeRoot, ///< none is named: BVLC's GoogLeNet, at the places where Caffe has it under $CAFFE_ROOT
        BuiltIn, ///< the one that comes with the program, named or not
    };
    Kind kind = Kind::BuiltIn;
    bool isNamed = false; ///< false: the settings leave the choice to us
    std::string name; ///< as people call it: that of its folder; empty where the path does not say it
    std::string folder; ///< that files which the settings don't name are looked for in; empty with Kind::Files
    ModelFiles named; ///< what the settings name file by file, environment variables filled in
    std::string key = "model"; ///< of the setting to blame when it cannot be used

    static ModelSource of(const RunSettings& settings);
    /// Of settings that are the defaults but for that change; whatever else is in it does not matter.
    static ModelSource of(const SettingsChange& change);

    bool isBuiltIn() const { return kind == Kind::BuiltIn; }
    /// Whether there is a file or folder of that name, or it comes with the program.
    bool isThere() const;
    /// The same text for the same network only; for comparing, not for people.
    std::string identity() const;
    /// The files, with those that the folder has.
    /// @throws ModelError  when the folder has no network, or several; when weights come without a description.
    ModelFiles files() const;
};

/// @{ The settings that name a network, all of them at once.
void takeNetworkSettings(RunSettings& to, const RunSettings& from);
void clearNetworkSettings(RunSettings& settings);
/// All of them, those too that are empty: who applies that uses this network and nothing of another.
SettingsChange networkChange(const RunSettings& settings);
/// Whether one of them is among the change.
bool namesNetwork(const SettingsChange& change);
/// @}

/// Settings that name the network of a folder, or of one of its files with what belongs to it beside it; else they are
/// the defaults. Nothing where it is a file that by its ending belongs to no network.
std::optional<RunSettings> settingsNaming(const std::string& path);

} // namespace cnnvis
