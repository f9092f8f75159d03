// SPDX-License-Identifier: GPL-3.0-or-later
// Recipes and presets in JSON, and what is done with them before anything is dreamt.
#include "input.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/run_script.h"
#include "cnnvis/settings_schema.h"

#include <optional>

using namespace cnnvis;

namespace {

/// Plays it as a run would that only comes to where something is to happen.
void play(const DreamRecipe& recipe)
{
    const RunScript script(recipe);
    RunScript played = script;
    for (const RecipeChange& change : recipe.changes) {
        if (played.isDue(change.after))
            played.takeDue(change.after);
        if (played.isOver(change.after))
            played.takeBranch(change.after);
    }
    if (recipe.end) {
        played.takeDue(*recipe.end);
        fuzz::require(played.isOver(*recipe.end), "a recipe with an end is over there");
        const RunScript rest(recipe, recipe.end);
    }
}

void use(const DreamRecipe& recipe)
{
    const std::string text = recipeToJson(recipe);
    fuzz::require(recipeToJson(recipeFromJson(text, "itself")) == text, "a recipe that was written is read as it was");
    validate(recipe.settings);
    const RunSettings end = recipe.settingsAtEnd();
    differences(recipe.origin, DreamOrigin());
    play(recipe);
    RunSettings other = end;
    other.numSizes = 3;
    other.numSteps = 7;
    play(fitted(recipe, other, {"learning_rate"}));
    play(fitted(recipe, recipe.settings, {}));
}

std::optional<DreamRecipe> read(std::string_view text)
{
    try {
        return recipeFromJson(text, "a recipe");
    } catch (const SettingsError&) {
        return std::nullopt;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    try {
        presetFromJson(text, "a preset");
    } catch (const SettingsError&) { }
    if (const std::optional<DreamRecipe> recipe = read(text))
        use(*recipe);
    return 0;
}
