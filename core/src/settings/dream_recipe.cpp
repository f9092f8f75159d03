// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"

#include "cnnvis/picture_file.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>

namespace cnnvis {
namespace {

bool isAmong(const std::vector<std::string>& keys, const std::string& key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Where a position of a recipe lies in a run that has another number of sizes or steps.
class Stretch {
public:
    Stretch(const RunSettings& from, const RunSettings& to, bool hasOwnSteps)
        : m_from(from)
        , m_to(to)
        , m_hasOwnSteps(hasOwnSteps)
    { }

    /// @param stepsThen  of a size, as the recipe had it at that position.
    RunPosition operator()(RunPosition position, int stepsThen) const
    {
        if (m_to.numSizes != m_from.numSizes) {
            const auto place = std::int64_t{position.sizeIndex} * m_to.numSizes / std::max(1, m_from.numSizes);
            position.sizeIndex = static_cast<int>(std::min<std::int64_t>(place, m_to.numSizes - 1));
            position.batches = 0;
        }
        if (m_hasOwnSteps) {
            const double progress = static_cast<double>(position.steps) / std::max(1, stepsThen);
            position.steps = static_cast<int>(std::lround(std::min(1.0, progress) * m_to.numSteps));
            position.batches = 0;
        }
        return position;
    }

private:
    const RunSettings& m_from;
    const RunSettings& m_to;
    bool m_hasOwnSteps;
};

bool isSameNetwork(const std::vector<FileDigest>& a, const std::vector<FileDigest>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), isSameContent);
}

} // namespace

RunSettings DreamRecipe::settingsAtEnd() const
{
    RunSettings changed = settings;
    for (const RecipeChange& change : changes) {
        if (!end || change.after <= *end)
            applyChange(changed, change.change);
    }
    return changed;
}

bool isAboutMachine(std::string_view key)
{
    return key == "output_file" || key == "threads" || key == "gpu";
}

std::vector<std::string> differences(const DreamOrigin& recipe, const DreamOrigin& here)
{
    std::vector<std::string> texts;
    if (!recipe.network.empty() && !isSameNetwork(recipe.network, here.network))
        texts.push_back("the network is another than the recipe's '" + recipe.network.front().name + "'");
    if (recipe.startPixels != here.startPixels)
        texts.emplace_back(!recipe.startPixels ? "the recipe starts from noise, and this dream from a picture"
                : !here.startPixels            ? "the recipe starts from a picture, and this dream from noise"
                                               : "the start image is another than the recipe's");
    const bool isSameProgram = recipe.program == here.program && recipe.libraries == here.libraries;
    if (!recipe.program.empty() && !isSameProgram)
        texts.push_back("the recipe was made by cnn-vis " + recipe.program + " with " + recipe.libraries
            + "; small differences are possible");
    return texts;
}

std::map<std::string, std::string> embeddedRecipe(const DreamRecipe& recipe, std::size_t mostBytes)
{
    return {{kSettingsTextKey, recipeToJson(recipe, std::min(mostBytes, kLongestRecipe))}};
}

std::optional<std::string> recipeAmong(const std::map<std::string, std::string>& texts)
{
    const std::string_view key = kSettingsTextKey;
    const auto isRecipe = [key](const auto& text) {
        return std::equal(text.first.begin(), text.first.end(), key.begin(), key.end(),
            [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    };
    const auto found = std::find_if(texts.begin(), texts.end(), isRecipe);
    return found == texts.end() ? std::nullopt : std::optional<std::string>(found->second);
}

DreamRecipe fitted(const DreamRecipe& recipe, const RunSettings& settings, const std::vector<std::string>& fixed)
{
    const bool hasOwnSteps = isAmong(fixed, "num_steps") || settings.numSteps != recipe.settings.numSteps;
    const Stretch stretch(recipe.settings, settings, hasOwnSteps);
    DreamRecipe result = recipe;
    result.settings = settings;
    result.changes.clear();
    RunSettings then = recipe.settings;
    for (const RecipeChange& change : recipe.changes) {
        RecipeChange moved{stretch(change.after, then.numSteps), {}};
        for (const SettingText& setting : change.change) {
            if (!isAmong(fixed, setting.key) && !(hasOwnSteps && setting.key == "num_steps"))
                moved.change.push_back(setting);
        }
        if (!moved.change.empty())
            result.changes.push_back(std::move(moved));
        applyChange(then, change.change);
    }
    if (!recipe.end)
        return result;
    const bool isWhole = recipe.end->sizeIndex + 1 >= then.numSizes && recipe.end->steps >= then.numSteps;
    result.end = isWhole ? std::nullopt : std::optional<RunPosition>(stretch(*recipe.end, then.numSteps));
    return result;
}

} // namespace cnnvis
