// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/file_digest.h"
#include "cnnvis/run_position.h"
#include "cnnvis/run_settings.h"
#include "cnnvis/setting_ramp.h"
#include "cnnvis/settings_text.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// The pixels that a dream started from, whatever file they came in.
struct PixelDigest {
    int height = 0, width = 0;
    std::string sha256; ///< of the rows from the top, red, green, blue, then how opaque they are where they are not
    friend bool operator==(const PixelDigest& a, const PixelDigest& b)
    {
        return a.height == b.height && a.width == b.width && a.sha256 == b.sha256;
    }
    friend bool operator!=(const PixelDigest& a, const PixelDigest& b) { return !(a == b); }
};

/// What a dream was made from and on, beside its settings. Where it differs, the same settings may give other bytes.
///
/// It is that of the beginning: of a network or a photo that a change goes on with, the path alone is known.
struct DreamOrigin {
    std::string program; ///< its version
    std::string libraries; ///< that compute the network, see engineLibraryNames()
    int threads = 0; ///< 0: not known
    std::vector<FileDigest> network; ///< its description, weights and mean, as far as there are such files
    std::optional<FileDigest> startFile; ///< nothing: it started from noise, or from pixels that came in no file
    std::optional<PixelDigest> startPixels; ///< nothing: it started from noise
};

/// Settings that were changed while a dream ran.
struct RecipeChange {
    RunPosition after; ///< where the run stood; it acts on what comes next
    SettingsChange change; ///< of any settings: where one takes effect in a new run only, that run goes on from there
};

/// How a picture was made, from the first setting to the last knob that was turned, so that it can be made again. A
/// plain value.
struct DreamRecipe {
    std::string title, description; ///< for people; may be empty
    RunSettings settings; ///< that the run began with; the precision is the one that it came to
    std::vector<RecipeChange> changes; ///< in the order of their positions
    std::vector<SettingRamp> ramps; ///< what turns by itself, and is not among the changes; see RampCourse
    std::optional<RunPosition> end; ///< where the picture stands; nothing: where all steps are done
    DreamOrigin origin;
    std::vector<std::string> unknown; ///< parts that were read and mean nothing to this version, safe to print; of many
                                      ///< the first, and how many more. Not written again

    /// As changed up to the end, by ramps, too.
    RunSettings settingsAtEnd() const;
    /// The same without the ramps.
    RunSettings settingsTurned() const;
};

/// Whether a setting says where a dream is computed and saved, and nothing of the dream itself. @param key  its usual
/// spelling.
bool isAboutMachine(std::string_view key);

/// Bytes of JSON that recipeFromJson() reads.
inline constexpr std::size_t kLongestRecipe = 1024 * 1024;

/// The recipe for people and programs: a preset in JSON that says more. ASCII only.
///
/// Where the picture is saved is left out, and what changes say of the machine: it is not part of the dream, and the
/// same dream gives the same bytes anywhere.
/// @param mostBytes  where it would be longer, the settings are those at the end, and the changes are counted only: it
///                   cannot be replayed then, and recipeFromJson() lists that.
std::string recipeToJson(const DreamRecipe& recipe, std::size_t mostBytes = kLongestRecipe);

/// Reads recipes of all versions, and presets, which are recipes without changes.
///
/// Parts and settings that this version does not know are listed in `unknown`; so older versions do with "ramps":
/// `[{"setting": "learning_rate", "from": 100, "to": 2, "size": 1, "end_size": 2, "begin": 0, "end": 1, "shape":
/// "eased", "since": {"size": 1, "after_step": 10}, "until": …}, …]`. All but the setting and "to" may be missing, see
/// SettingRamp: it goes evenly over each size then, from whatever the setting is.
/// @param origin  file name for messages.
/// @throws SettingsError  when the text is none, is larger than 1 MiB, nests deep, has more than 20 000 changes or 1000
///                        ramps, or more than 2000 in all sizes together, or a value does not fit.
DreamRecipe recipeFromJson(std::string_view json, const std::string& origin);

/// What pictures carry with them: the recipe under kSettingsTextKey. @param mostBytes  as recipeToJson().
std::map<std::string, std::string> embeddedRecipe(const DreamRecipe& recipe, std::size_t mostBytes = kLongestRecipe);

/// The recipe among a picture's texts, in JSON. Programs that save pictures anew may change the case of the key.
/// Nothing: there is none.
std::optional<std::string> recipeAmong(const std::map<std::string, std::string>& texts);

/// How the origin of a dream differs from a recipe's, in sentences for people: another network, another photo, another
/// program. Where there is none, and the settings are the recipe's, the bytes are, unless a change goes on with another
/// network or photo, which is not compared.
std::vector<std::string> differences(const DreamOrigin& recipe, const DreamOrigin& here);

/// The recipe's changes, ramps and end for a run with other settings, at the same progress within the sizes. Where
/// there are fewer sizes, those that fall together come one behind the other. Places within a step are kept where its
/// batches of tiles are the same; else they are those before the step.
///
/// @param fixed  settings that the recipe is not to change, e.g. those that were given on the command line.
/// @param settings  of the run; their numbers of sizes and steps stretch the recipe's.
DreamRecipe fitted(const DreamRecipe& recipe, const RunSettings& settings, const std::vector<std::string>& fixed);

} // namespace cnnvis
