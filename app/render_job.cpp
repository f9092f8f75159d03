// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_job.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "cnnvis/recipe_inputs.h"
#include "preset_library.h"

namespace cnnvis::render {

namespace {

void requireInputs(const RecipeInputs& inputs, const DreamRecipe& recipe, const CommandLine& commandLine)
{
    if (inputs.isPhotoMissing && !hasFlag(commandLine, &RunSettings::initialImage)) {
        const std::string& photo = recipe.settings.initialImage;
        throw SettingsError("initial_image",
            "--replay: the start image of '" + commandLine.replay + "'"
                + (photo.empty() ? ", which came in no file, is not known here" : ", '" + photo + "', is not found")
                + "; name it with --initial_image");
    }
    if (inputs.isNetworkMissing && !namesNetwork(commandLine.flags)) {
        const ModelSource source = ModelSource::of(recipe.settings);
        throw SettingsError(source.key,
            "--replay: the network of '" + commandLine.replay + "'"
                + (source.name.empty() ? "" : ", " + source.name + ",")
                + " is not found; name its folder with --model");
    }
}

std::string unknownText(const DreamRecipe& recipe, const std::string& path)
{
    std::string parts;
    for (const std::string& part : recipe.unknown)
        parts += (parts.empty() ? "" : ", ") + part;
    return "'" + path + "' has parts that this version does not know, and leaves out: " + parts;
}

RenderJob replayOf(const CommandLine& commandLine)
{
    if (!commandLine.preset.empty())
        throw SettingsError(
            "preset", "--preset and --replay cannot go together: a recipe has all settings; leave one out");
    const std::string path = expandEnvironment(commandLine.replay);
    const DreamRecipe recipe = readRecipeFile(path);
    const RecipeInputs inputs = findInputs(recipe, path, {"."});
    requireInputs(inputs, recipe, commandLine);
    RunSettings settings = recipe.settings;
    applyChange(settings, inputs.change);
    std::vector<std::string> fixed;
    for (const SettingText& flag : commandLine.flags)
        fixed.emplace_back(findSetting(flag.key)->key);
    RenderJob job{fitted(recipe, withFlags(settings, commandLine), fixed), commandLine.replay, inputs.notes};
    if (!recipe.unknown.empty())
        job.notes.push_back(unknownText(recipe, commandLine.replay));
    return job;
}

} // namespace

RenderJob resolveJob(const CommandLine& commandLine)
{
    if (!commandLine.replay.empty())
        return replayOf(commandLine);
    RenderJob job;
    job.recipe.settings = resolveSettings(commandLine);
    return job;
}

} // namespace cnnvis::render
