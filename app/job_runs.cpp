// SPDX-License-Identifier: GPL-3.0-or-later
#include "job_runs.h"

#include "cnnvis/error.h"
#include "cnnvis/job_list.h"
#include "cnnvis/output_file.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/recipe_inputs.h"
#include "farm_script.h"
#include "final_picture.h"
#include "job_lock.h"
#include "render_job.h"
#include "run_notes.h"
#include "sheet_cells.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace cnnvis::render {

namespace {

namespace fs = std::filesystem;

/// Jobs, and where they are from.
struct JobList {
    std::vector<DreamJob> jobs;
    std::string path; ///< empty: of a sheet that is in no file
};

void requireFlagsTogether(const CommandLine& commandLine)
{
    const bool hasSheet = !commandLine.sheet.empty();
    const auto refuse = [](const char* key, const std::string& message) { throw SettingsError(key, message); };
    if (!commandLine.session.empty() || !commandLine.resume.empty() || !commandLine.film.empty())
        refuse("jobs", "--jobs and --sheet make many pictures; leave out --session, --resume and --film");
    if (commandLine.jobs.empty() && (commandLine.job != 0 || commandLine.joins || commandLine.farm != FarmKind::None))
        refuse("jobs", "--job, --join and --farm are about a job list; name it with --jobs");
    if ((commandLine.job != 0) + int{commandLine.joins} + (commandLine.farm != FarmKind::None) > 1)
        refuse("jobs", "--job, --join and --farm ask for three things; give one of them");
    if (hasSheet && (commandLine.job != 0 || commandLine.joins))
        refuse("sheet", "--sheet with --jobs writes the list; do its jobs without --sheet");
    if (!hasSheet && (!commandLine.preset.empty() || !commandLine.replay.empty()))
        refuse("jobs", "--jobs has recipes of its own; leave out --preset and --replay");
    if (!hasSheet && hasFlag(commandLine, &RunSettings::outputFile))
        refuse("output_file", "--output_file would be one for all jobs; the list says where each picture goes");
}

/// The recipe that a picture carries, where it can be read; nothing: there is none.
std::optional<DreamRecipe> recipeIn(const std::string& path)
{
    std::error_code error;
    if (!fs::is_regular_file(path, error))
        return std::nullopt;
    try {
        const std::optional<std::string> text = recipeAmong(readPictureText(path));
        return text ? std::optional<DreamRecipe>(recipeFromJson(*text, path)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool isThere(const RenderJob& job)
{
    const std::optional<DreamRecipe> recipe = recipeIn(expandEnvironment(job.recipe.settings.outputFile));
    return recipe && isDone(job.recipe, *recipe) && isOfSameInputs(recipe->origin, job.recipe.settings);
}

class JobRuns {
public:
    JobRuns(const CommandLine& commandLine, const JobList& list)
        : m_commandLine(commandLine)
        , m_list(list)
    { }

    /// Does a job, unless it is done. @throws RunFailure, Error
    ExitCode one(std::size_t index)
    {
        JobLock lock(lockedFile(), index);
        if (!lock.tryTake()) {
            note(nameOf(index) + " is being done by another program; waiting for it");
            lock.take();
        }
        return locked(index);
    }

    /// Does all jobs, those last that other programs are doing, and goes on after one that failed. @throws RunFailure
    ExitCode all()
    {
        std::vector<std::size_t> waiting;
        for (std::size_t index = 0; index < m_list.jobs.size(); ++index) {
            JobLock lock(lockedFile(), index);
            if (!lock.tryTake())
                waiting.push_back(index);
            else if (attempt([&] { return locked(index); }, index) == ExitCode::Interrupted)
                return ExitCode::Interrupted;
        }
        for (const std::size_t index : waiting) {
            if (attempt([&] { return one(index); }, index) == ExitCode::Interrupted)
                return ExitCode::Interrupted;
        }
        if (m_failed > 0) {
            throw RunFailure(std::to_string(m_failed) + " of " + std::to_string(m_list.jobs.size())
                + " jobs failed; mend what is said above, and run it again: those that are done are left out");
        }
        return ExitCode::Finished;
    }

private:
    /// A sheet without a list is nobody else's.
    std::string lockedFile() const { return m_list.path; }

    std::string nameOf(std::size_t index) const
    {
        return "job " + std::to_string(index + 1) + " of " + std::to_string(m_list.jobs.size()) + ", '"
            + m_list.jobs[index].outputFile + "',";
    }

    ExitCode locked(std::size_t index) const
    {
        const RenderJob job = resolveListed(m_list.jobs[index], m_commandLine, m_list.path);
        const std::filesystem::path output = expandEnvironment(job.recipe.settings.outputFile);
        removeLeftovers(output.has_parent_path() ? output.parent_path().string() : ".");
        if (isThere(job)) {
            note(nameOf(index) + " is there already");
            return ExitCode::Finished;
        }
        const ExitCode code = renderPicture(job, m_commandLine);
        if (code == ExitCode::Finished && m_commandLine.progress != ProgressStyle::Auto)
            note(nameOf(index) + " is saved"); // for logs: else it has been said
        return code;
    }

    template <typename Action>
    ExitCode attempt(const Action& action, std::size_t index)
    {
        try {
            return action();
        } catch (const std::exception& error) {
            std::string message = error.what();
            std::replace(message.begin(), message.end(), '\n', ' ');
            note(nameOf(index) + " failed: " + message);
            ++m_failed;
            return ExitCode::Failed;
        }
    }

    const CommandLine& m_commandLine;
    const JobList& m_list;
    int m_failed = 0;
};

JobList listOf(const CommandLine& commandLine)
{
    JobList list;
    if (commandLine.sheet.empty()) {
        list.path = expandEnvironment(commandLine.jobs);
        list.jobs = readJobList(list.path);
        return list;
    }
    const RenderJob base = resolveJob(commandLine);
    const std::string sheetFile = base.recipe.settings.outputFile;
    list.jobs = sheetJobs(base.recipe, commandLine.sheet, sheetFile);
    checkPictureWritable(expandEnvironment(sheetFile));
    requireNotThePhoto(base.recipe.settings, expandEnvironment(sheetFile));
    return list;
}

void writeFile(const std::string& path, const std::string& bytes, bool isExecutable)
{
    const std::string problem = replaceFile(path, bytes);
    if (!problem.empty())
        throw SettingsError("jobs", "Cannot write '" + path + "': " + problem);
    if (isExecutable) {
        std::error_code error;
        constexpr auto kExecutable = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
        fs::permissions(path, kExecutable, fs::perm_options::add, error);
        if (error)
            throw SettingsError("farm", "'" + path + "' cannot be made executable: " + error.message());
    }
    note("wrote '" + path + "'");
}

void writeFarm(const CommandLine& commandLine, std::size_t jobs)
{
    FarmRequest request;
    request.kind = commandLine.farm;
    request.program = fs::canonical("/proc/self/exe").string();
    request.list = fs::absolute(expandEnvironment(commandLine.jobs)).lexically_normal().string();
    request.folder = fs::current_path().string();
    request.jobs = jobs;
    // Of a sheet, the list has all others already.
    for (const SettingText& flag : commandLine.flags) {
        const bool isWritten = !commandLine.sheet.empty() && !isAboutMachine(flag.key);
        if (!isWritten && flag.key != "output_file")
            request.flags.push_back("--" + flag.key + "=" + flag.text);
    }
    if (request.kind == FarmKind::Parallel && !hasFlag(commandLine, &RunSettings::threads))
        request.flags.emplace_back("--threads=1"); // one job a core is faster than one with all cores
    writeFile(farmScriptPath(request.list, request.kind), farmScript(request), true);
}

/// What is not there of a list's pictures, or cannot be read.
ExitCode joinJobs(const CommandLine& commandLine, const JobList& list)
{
    std::size_t missing = 0;
    std::size_t first = 0;
    for (std::size_t index = 0; index < list.jobs.size(); ++index) {
        const RenderJob job = resolveListed(list.jobs[index], commandLine, list.path);
        bool isWhole = isThere(job);
        try {
            isWhole = isWhole && !readPicture(expandEnvironment(list.jobs[index].outputFile)).isEmpty();
        } catch (const PictureError&) {
            isWhole = false;
        }
        if (!isWhole && missing++ == 0)
            first = index;
    }
    if (missing > 0) {
        throw RunFailure(std::to_string(missing) + " of " + std::to_string(list.jobs.size())
            + " pictures are not there or not whole, the first is '" + list.jobs[first].outputFile + "' of line "
            + std::to_string(first + 1) + "; make them with --jobs '" + list.path + "'");
    }
    note("all " + std::to_string(list.jobs.size()) + " pictures are there");
    for (const std::string& path : drawSheets(list.jobs))
        note("saved '" + path + "'");
    return ExitCode::Finished;
}

/// The flags of a sheet are in its cells' recipes, and would win over what is varied; what is left is about the
/// machine.
CommandLine ofCells(const CommandLine& commandLine)
{
    CommandLine cells = commandLine;
    if (commandLine.sheet.empty())
        return cells;
    const auto isWritten = [](const SettingText& flag) {
        return flag.key == "output_file" || !isAboutMachine(flag.key);
    };
    cells.flags.erase(std::remove_if(cells.flags.begin(), cells.flags.end(), isWritten), cells.flags.end());
    cells.preset.clear();
    cells.replay.clear();
    cells.jobs = cells.sheet; // no preset is to be chosen for them
    cells.sheet.clear();
    return cells;
}

} // namespace

bool isAboutJobs(const CommandLine& commandLine)
{
    return !commandLine.jobs.empty() || commandLine.job != 0 || commandLine.joins || !commandLine.sheet.empty()
        || commandLine.farm != FarmKind::None;
}

ExitCode performJobs(const CommandLine& commandLine)
{
    requireFlagsTogether(commandLine);
    const JobList list = listOf(commandLine);
    if (!commandLine.sheet.empty() && !commandLine.jobs.empty())
        writeFile(expandEnvironment(commandLine.jobs), jobListToText(list.jobs), false);
    if (commandLine.farm != FarmKind::None)
        writeFarm(commandLine, list.jobs.size());
    if (commandLine.farm != FarmKind::None || (!commandLine.sheet.empty() && !commandLine.jobs.empty()))
        return ExitCode::Finished;
    if (commandLine.joins)
        return joinJobs(commandLine, list);
    if (static_cast<std::size_t>(commandLine.job) > list.jobs.size()) {
        throw SettingsError("job",
            "--job is " + std::to_string(commandLine.job) + ": '" + list.path + "' has "
                + std::to_string(list.jobs.size()) + " lines");
    }
    const CommandLine cell = ofCells(commandLine);
    JobRuns runs(cell, list);
    const ExitCode code = commandLine.job > 0 ? runs.one(static_cast<std::size_t>(commandLine.job) - 1) : runs.all();
    if (code == ExitCode::Finished && !commandLine.sheet.empty()) {
        for (const std::string& path : drawSheets(list.jobs))
            note("saved '" + path + "'");
    }
    return code;
}

} // namespace cnnvis::render
