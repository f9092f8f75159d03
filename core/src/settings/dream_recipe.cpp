// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"

#include "cnnvis/picture_file.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <utility>

namespace cnnvis {
namespace {

bool isAmong(const std::vector<std::string>& keys, const std::string& key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// How many steps each size of a recipe came to, with all changes of their number.
std::vector<int> stepsOfSizes(const DreamRecipe& recipe)
{
    std::vector<int> steps;
    RunSettings then = recipe.settings;
    auto change = recipe.changes.begin();
    for (int size = 0; size < recipe.settings.numSizes; ++size) {
        int reached = recipe.end && recipe.end->sizeIndex == size ? recipe.end->steps : 0;
        for (; change != recipe.changes.end() && change->after.sizeIndex <= size; ++change) {
            applyChange(then, change->change);
            reached = std::max(reached, change->after.steps);
        }
        steps.push_back(std::max(reached, then.numSteps));
    }
    return steps;
}

/// Where the positions of a recipe lie in a run that has another number of sizes or steps.
class Stretch {
public:
    /// @param hasOwnSteps   the run has its own number of steps; else a size has as many as the recipe's.
    /// @param keepsBatches  its steps have the same batches of tiles.
    Stretch(const DreamRecipe& recipe, const RunSettings& to, bool hasOwnSteps, bool keepsBatches)
        : m_steps(stepsOfSizes(recipe))
        , m_to(to)
        , m_hasOwnSteps(hasOwnSteps)
        , m_keepsBatches(keepsBatches)
    { }

    RunPosition operator()(const RunPosition& position) const
    {
        return {sizeOf(position.sizeIndex), m_hasOwnSteps ? stepsAt(position) : position.steps,
            m_keepsBatches ? position.batches : 0};
    }

    int sizeOf(int size) const { return m_to.numSizes != count() ? placeOf(size) : size; }

    /// A share of a size's steps, as one of those of the size that it becomes a part of.
    double shareOf(int size, double share) const
    {
        if (m_to.numSizes >= count())
            return share;
        const auto [before, all] = stepsAround(size);
        return (before + share * stepsIn(size)) / std::max(1.0, all);
    }

    SettingRamp operator()(const SettingRamp& ramp) const
    {
        SettingRamp moved = ramp;
        if (ramp.sizeIndex) {
            const int end = ramp.endSizeIndex.value_or(*ramp.sizeIndex);
            moved.begin = shareOf(*ramp.sizeIndex, ramp.begin);
            moved.end = shareOf(end, ramp.end);
            moved.sizeIndex = sizeOf(*ramp.sizeIndex);
            if (ramp.endSizeIndex)
                moved.endSizeIndex = sizeOf(end);
        }
        for (std::optional<RunPosition>* const place : {&moved.since, &moved.until}) {
            if (*place)
                *place = RunPosition{(*this)(**place).sizeIndex, (*this)(**place).steps, 0};
        }
        return moved;
    }

private:
    int count() const { return static_cast<int>(m_steps.size()); }
    int stepsIn(int size) const
    {
        return size >= 0 && size < count() ? m_steps[static_cast<std::size_t>(size)] : m_to.numSteps;
    }

    int placeOf(int size) const
    {
        const auto place = std::int64_t{size} * m_to.numSizes / std::max(1, count());
        return static_cast<int>(std::min<std::int64_t>(place, m_to.numSizes - 1));
    }

    /// Of the sizes that fall together with one, the steps before it, and all; they come one behind the other.
    std::pair<double, double> stepsAround(int sizeIndex) const
    {
        double before = 0.0;
        double all = 0.0;
        for (int size = 0; size < count(); ++size) {
            if (placeOf(size) != placeOf(sizeIndex))
                continue;
            all += stepsIn(size);
            before += size < sizeIndex ? stepsIn(size) : 0;
        }
        return {before, all};
    }

    /// At the same progress.
    int stepsAt(const RunPosition& position) const
    {
        const auto [before, all] = stepsAround(position.sizeIndex);
        const bool isThere = position.sizeIndex < count();
        const double done = before + (isThere ? std::min(position.steps, stepsIn(position.sizeIndex)) : 0);
        return static_cast<int>(std::lround(done / std::max(1.0, all) * m_to.numSteps));
    }

    std::vector<int> m_steps; ///< of the recipe's sizes
    const RunSettings& m_to;
    bool m_hasOwnSteps;
    bool m_keepsBatches;
};

/// Whether steps are cut into the same batches of tiles, as far as settings say. Paths do not: files move.
bool haveSameBatches(const RunSettings& a, const RunSettings& b, const std::vector<std::string>& fixed)
{
    static const std::vector<std::string> kKeys = {
        "initial_size", "final_size", "num_sizes", "resize_type", "target_layer", "tiling", "batch_size"};
    const SettingsChange difference = settingsDifference(a, b);
    return std::none_of(difference.begin(), difference.end(), [](const SettingText& setting) {
        return isAmong(kKeys, setting.key);
    }) && std::none_of(fixed.begin(), fixed.end(), [](const std::string& key) {
        return key == "initial_image" || key == "model" || key == "deploy_txt" || key == "caffe_model";
    });
}

bool isSameNetwork(const std::vector<FileDigest>& a, const std::vector<FileDigest>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), isSameContent);
}

} // namespace

RunSettings DreamRecipe::settingsTurned() const
{
    RunSettings changed = settings;
    for (const RecipeChange& change : changes) {
        if (!end || change.after <= *end)
            applyChange(changed, change.change);
    }
    return changed;
}

RunSettings DreamRecipe::settingsAtEnd() const
{
    RunSettings changed = settings;
    if (ramps.empty())
        return settingsTurned();
    RampCourse course(ramps);
    course.noteBeginning({}, settings);
    for (const RecipeChange& change : changes) {
        if (end && !(change.after <= *end))
            continue;
        applyChange(changed, change.change);
        course.note(change.after, entriesOf(change.change), changed);
    }
    course.applyTo(changed, end.value_or(RunPosition{changed.numSizes - 1, changed.numSteps, 0}));
    return changed;
}

bool isAboutMachine(std::string_view key)
{
    return key == "output_file" || key == "threads" || key == "gpu";
}

std::vector<std::string> differences(const DreamOrigin& recipe, const DreamOrigin& here)
{
    std::vector<std::string> texts;
    if (recipe.program.empty())
        return texts; // written by hand: nothing is known
    if (!recipe.network.empty() && !isSameNetwork(recipe.network, here.network))
        texts.push_back("the network is another than the recipe's '" + recipe.network.front().name + "'");
    if (recipe.startPixels != here.startPixels)
        texts.emplace_back(!recipe.startPixels ? "the recipe starts from noise, and this dream from a picture"
                : !here.startPixels            ? "the recipe starts from a picture, and this dream from noise"
                                               : "the start image is another than the recipe's");
    const bool isSameProgram = recipe.program == here.program && recipe.libraries == here.libraries;
    if (!isSameProgram)
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
    // Of sizes that fall together, none has its own number of steps any more.
    const bool hasOwnSteps = isAmong(fixed, "num_steps") || settings.numSteps != recipe.settings.numSteps
        || settings.numSizes < recipe.settings.numSizes;
    const Stretch stretch(
        recipe, settings, hasOwnSteps, !hasOwnSteps && haveSameBatches(recipe.settings, settings, fixed));
    DreamRecipe result = recipe;
    result.settings = settings;
    result.changes.clear();
    for (const RecipeChange& change : recipe.changes) {
        RecipeChange moved{stretch(change.after), {}};
        for (const SettingText& setting : change.change) {
            if (!isAmong(fixed, setting.key) && !(hasOwnSteps && setting.key == "num_steps"))
                moved.change.push_back(setting);
        }
        if (!moved.change.empty())
            result.changes.push_back(std::move(moved));
    }
    std::stable_sort(result.changes.begin(), result.changes.end(),
        [](const RecipeChange& a, const RecipeChange& b) { return a.after < b.after; });
    result.ramps.clear();
    for (const SettingRamp& ramp : recipe.ramps) {
        if (!isAmong(fixed, ramp.key))
            result.ramps.push_back(stretch(ramp));
    }
    if (!recipe.end)
        return result;
    const RunSettings then = recipe.settingsAtEnd();
    const bool isWhole = recipe.end->sizeIndex + 1 >= then.numSizes && recipe.end->steps >= then.numSteps;
    result.end = isWhole ? std::nullopt : std::optional<RunPosition>(stretch(*recipe.end));
    return result;
}

} // namespace cnnvis
