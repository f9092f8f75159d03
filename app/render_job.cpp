// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_job.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "cnnvis/recipe_inputs.h"
#include "preset_library.h"

#include <QByteArray>
#include <QFile>
#include <QLockFile>
#include <QString>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>

namespace cnnvis::render {

namespace {

/// A file as it was given on the command line.
struct FlagFile {
    std::string flag; ///< without dashes
    std::string path;
};

/// @param origin  the flag and the file that the recipe is from.
void requireInputs(
    const RecipeInputs& inputs, const DreamRecipe& recipe, const CommandLine& commandLine, const FlagFile& origin)
{
    const std::string begin = "--" + origin.flag + ": the ";
    if (inputs.isPhotoMissing && !hasFlag(commandLine, &RunSettings::initialImage)) {
        const std::string& photo = recipe.settings.initialImage;
        throw SettingsError("initial_image",
            begin + "start image of '" + origin.path + "'"
                + (photo.empty() ? ", which came in no file, is not known here" : ", '" + photo + "', is not found")
                + "; name it with --initial_image");
    }
    if (inputs.isNetworkMissing && !namesNetwork(commandLine.flags)) {
        const ModelSource source = ModelSource::of(recipe.settings);
        throw SettingsError(source.key,
            begin + "network of '" + origin.path + "'" + (source.name.empty() ? "" : ", " + source.name + ",")
                + " is not found; name its folder with --model");
    }
}

/// The recipe with the flags on top, and with its photo and its network where they lie now.
RenderJob jobOf(DreamRecipe recipe, const CommandLine& commandLine, const FlagFile& origin)
{
    // Whoever names the file on the command line may have it name others.
    const RecipeInputs inputs = findInputs(recipe, expandEnvironment(origin.path), {"."}, WrittenPaths::All);
    requireInputs(inputs, recipe, commandLine, origin);
    recipe.changes = inputs.changes;
    RunSettings settings = recipe.settings;
    applyChange(settings, inputs.change);
    std::vector<std::string> fixed;
    for (const SettingText& flag : commandLine.flags)
        fixed.emplace_back(findSetting(flag.key)->key);
    RenderJob job;
    job.recipe = fitted(recipe, withFlags(settings, commandLine), fixed);
    job.notes = inputs.notes;
    return job;
}

std::string unknownText(const DreamRecipe& recipe, const std::string& path)
{
    std::string parts;
    for (const std::string& part : recipe.unknown)
        parts += (parts.empty() ? "" : ", ") + part;
    return "'" + path + "' has parts that this version does not know, and leaves out: " + parts;
}

/// A studio has its session for itself, also while no run goes there.
void requireFree(const std::string& session, const char* flag)
{
    if (session.empty())
        return;
    QLockFile lock(QFile::decodeName(QByteArray::fromStdString(session)) + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0) && lock.error() == QLockFile::LockFailedError)
        throw SettingsError(flag,
            "--" + std::string(flag) + ": the session '" + session
                + "' is in use by another cnn-vis; end that one, or take another file");
}

RenderJob replayOf(const CommandLine& commandLine)
{
    if (!commandLine.preset.empty())
        throw SettingsError(
            "preset", "--preset and --replay cannot go together: a recipe has all settings; leave one out");
    const DreamRecipe recipe = readRecipeFile(expandEnvironment(commandLine.replay));
    RenderJob job = jobOf(recipe, commandLine, {"replay", commandLine.replay});
    job.replayed = commandLine.replay;
    if (!recipe.unknown.empty())
        job.notes.push_back(unknownText(recipe, commandLine.replay));
    return job;
}

/// What is to happen on the way alone.
DreamRecipe scriptOf(const DreamRecipe& recipe)
{
    DreamRecipe script;
    script.changes = recipe.changes;
    script.ramps = recipe.ramps;
    script.end = recipe.end;
    return script;
}

/// Whether the flags ask for another dream than the run that they go on with.
bool isBranch(const CommandLine& commandLine)
{
    return std::any_of(commandLine.flags.begin(), commandLine.flags.end(),
        [](const SettingText& flag) { return !isAboutMachine(findSetting(flag.key)->key); });
}

StoredRun runToGoOnWith(const SessionStore& store, bool isBranch)
{
    const std::vector<StoredRun> runs = store.runs();
    if (runs.empty())
        throw SettingsError(
            "resume", "--resume: '" + store.path() + "' has no run; start one with --session '" + store.path() + "'");
    const auto isCutOff = [](const StoredRun& run) { return run.end != SessionEnd::Finished; };
    const auto found = std::find_if(runs.rbegin(), runs.rend(), isCutOff);
    if (found != runs.rend())
        return *found;
    if (!isBranch)
        throw SettingsError("resume",
            "--resume: the last run of '" + store.path() + "' is finished, and so are all others; flags such as "
                + "--num_steps go on from its end");
    return runs.back();
}

/// The last state that can be read; nullptr: there is none. @param at  becomes where it is.
std::shared_ptr<const SessionResume> lastState(
    const SessionStore& store, std::int64_t run, RunPosition& at, std::vector<std::string>& notes)
{
    const std::vector<RunPosition> positions = store.states(run);
    for (auto position = positions.rbegin(); position != positions.rend(); ++position) {
        try {
            at = *position;
            return std::make_shared<SessionResume>(SessionResume{store.state(run, at), store.journal(run, at)});
        } catch (const SessionError& error) {
            notes.emplace_back(error.what()); // the one before it
        }
    }
    at = {};
    return nullptr;
}

StoredRun branchOf(const StoredRun& parent, const RunPosition& position, const DreamRecipe& rest)
{
    StoredRun branch;
    branch.parent = parent.id;
    branch.branch = position;
    branch.script = scriptOf(rest);
    return branch;
}

void requireOwnName(const RenderJob& job)
{
    const auto place = [](const std::string& path) {
        std::error_code error;
        return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
    };
    if (!job.session.empty() && place(job.session) == place(expandEnvironment(job.recipe.settings.outputFile)))
        throw SettingsError(
            "output_file", "'" + job.session + "' is the session; give the picture another name with --output_file");
}

RenderJob resumedJob(const CommandLine& commandLine)
{
    if (!commandLine.preset.empty() || !commandLine.replay.empty() || !commandLine.session.empty())
        throw SettingsError("resume",
            "--resume goes on with a run that has all its settings, and keeps it where it is; leave out --preset, "
            "--replay and --session");
    requireFree(expandEnvironment(commandLine.resume), "resume");
    const SessionStore store(expandEnvironment(commandLine.resume));
    const StoredRun run = runToGoOnWith(store, isBranch(commandLine));
    std::vector<std::string> notes = store.notes();
    RunPosition position;
    const std::shared_ptr<const SessionResume> resume = lastState(store, run.id, position, notes);
    const DreamRecipe rest = restOfRun(run, store.journal(run.id), resume.get());
    RenderJob job = jobOf(rest, commandLine, {"resume", commandLine.resume});
    job.notes.insert(job.notes.begin(), notes.begin(), notes.end());
    job.notes.push_back(resume ? "going on after step " + std::to_string(position.steps) + " of size "
                + std::to_string(position.sizeIndex + 1)
                               : "nothing was kept of the run but its settings, so it begins anew");
    job.session = store.path();
    job.run = isBranch(commandLine) ? branchOf(run, position, job.recipe) : run;
    job.resume = resume;
    requireOwnName(job);
    return job;
}

RenderJob newJob(const CommandLine& commandLine)
{
    RenderJob job;
    if (!commandLine.replay.empty())
        job = replayOf(commandLine);
    else
        job.recipe.settings = resolveSettings(commandLine, &job.recipe.ramps);
    job.session = expandEnvironment(commandLine.session);
    requireFree(job.session, "session");
    requireOwnName(job);
    job.run.script = scriptOf(job.recipe);
    return job;
}

} // namespace

RenderJob resolveJob(const CommandLine& commandLine)
{
    return commandLine.resume.empty() ? newJob(commandLine) : resumedJob(commandLine);
}

RenderJob resolveListed(const DreamJob& listed, const CommandLine& commandLine, const std::string& list)
{
    RenderJob job = jobOf(listed.recipe, commandLine, {"jobs", list});
    job.recipe.settings.outputFile = listed.outputFile;
    job.replayed = list;
    if (!listed.recipe.unknown.empty())
        job.notes.push_back(unknownText(listed.recipe, list));
    requireOwnName(job);
    return job;
}

} // namespace cnnvis::render
