// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/job_list.h"

#include "cnnvis/error.h"
#include "settings/settings_json.h"
#include "util/input_file.h"
#include "util/value_text.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace cnnvis {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kDigitsOfNames = 4; // "job_0012.png"

std::string nameOfLine(std::size_t line)
{
    std::string number = std::to_string(line);
    number.insert(0, kDigitsOfNames - std::min(kDigitsOfNames, number.size()), '0');
    return "job_" + number + ".png";
}

bool isEnvelope(const Json& document)
{
    if (!document.is_object())
        return false;
    // In a recipe, the member of that name is the version of its form.
    const auto recipe = document.find("recipe");
    return document.contains("output_file") || (recipe != document.end() && recipe->is_object());
}

DreamJob jobOfEnvelope(const Json& document, const std::string& origin)
{
    DreamJob job;
    job.outputFile = textMember(document, "output_file", origin);
    if (job.outputFile.empty())
        throw SettingsError("", origin + " has no \"output_file\": say where the picture goes");
    const auto recipe = document.find("recipe");
    if (recipe == document.end() || !recipe->is_object())
        throw SettingsError("", origin + " has no \"recipe\": give it as an object, or the recipe alone");
    job.recipe = recipeFromJson(recipe->dump(), origin);
    job.sheet = textMember(document, "sheet", origin);
    job.sheetFile = textMember(document, "sheet_file", origin);
    if (job.sheet.empty() != job.sheetFile.empty())
        throw SettingsError("", origin + " has one of \"sheet\" and \"sheet_file\": give both, or neither");
    for (const auto& entry : document.items()) {
        const std::string& name = entry.key();
        if (name != "output_file" && name != "recipe" && name != "sheet" && name != "sheet_file") {
            const std::string quoted = quotedText(name);
            job.recipe.unknown.push_back(quoted.substr(1, quoted.size() - 2));
        }
    }
    return job;
}

DreamJob jobOfLine(std::string_view text, std::size_t line, const std::string& origin)
{
    const std::string place = origin + ", line " + std::to_string(line) + ",";
    if (text.size() > kLongestRecipe) {
        throw SettingsError(
            "", place + " is longer than 1 MiB, the most that a job may have: give a recipe of its own with --replay");
    }
    if (text.find_first_not_of(" \t") == std::string_view::npos)
        throw SettingsError("", place + " is empty: each line is a job, so take it out");
    if (!Json::accept(text.begin(), text.end()))
        throw SettingsError("", place + " is not valid JSON: correct it, and keep each job in one line");
    const Json document = parseSettingsDocument(text, place, "a job");
    if (isEnvelope(document))
        return jobOfEnvelope(document, place);
    DreamJob job;
    job.outputFile = nameOfLine(line);
    job.recipe = recipeFromJson(text, place);
    return job;
}

void requireOwnFiles(const std::vector<DreamJob>& jobs, const std::string& origin)
{
    std::map<std::string_view, std::size_t> lines;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        const auto [found, isNew] = lines.emplace(jobs[i].outputFile, i);
        if (!isNew) {
            throw SettingsError("",
                origin + ", line " + std::to_string(i + 1) + ", writes " + quotedText(jobs[i].outputFile) + ", as line "
                    + std::to_string(found->second + 1) + " does: give one another name");
        }
    }
    for (const DreamJob& job : jobs) {
        if (const auto found = lines.find(job.sheetFile); !job.sheetFile.empty() && found != lines.end()) {
            throw SettingsError("",
                origin + ", line " + std::to_string(found->second + 1) + ", writes " + quotedText(job.sheetFile)
                    + ", as the whole sheet does: give it another name");
        }
    }
}

/// A recipe's dream alone, in an order that is always the same: without words, machine and origin.
std::string dreamText(const DreamRecipe& recipe, Precision precision)
{
    DreamRecipe dream;
    dream.settings = recipe.settings;
    dream.settings.precision = precision;
    dream.settings.threads = RunSettings().threads;
    dream.settings.gpu = RunSettings().gpu;
    dream.changes = recipe.changes;
    dream.ramps = recipe.ramps;
    return recipeToJson(dream);
}

/// Where a recipe's picture stands; nothing: where all steps are done.
std::optional<RunPosition> endOf(const DreamRecipe& recipe)
{
    if (!recipe.end)
        return std::nullopt;
    const RunSettings then = recipe.settingsAtEnd();
    const bool isWhole = recipe.end->sizeIndex + 1 >= then.numSizes && recipe.end->steps >= then.numSteps;
    return isWhole ? std::nullopt : recipe.end;
}

bool isSameEnd(const std::optional<RunPosition>& a, const std::optional<RunPosition>& b)
{
    if (!a || !b)
        return !a && !b;
    return !(*a < *b) && !(*b < *a);
}

} // namespace

std::string jobListToText(const std::vector<DreamJob>& jobs)
{
    std::string text;
    for (const DreamJob& job : jobs) {
        OrderedJson line{{"output_file", job.outputFile}, {"recipe", OrderedJson::parse(recipeToJson(job.recipe))}};
        if (!job.sheet.empty()) {
            line["sheet"] = job.sheet;
            line["sheet_file"] = job.sheetFile;
        }
        const std::string bytes = documentText(line, JsonLetters::Escaped, JsonLayout::Compact);
        text += bytes;
        if (bytes.empty() || bytes.back() != '\n')
            text += '\n';
        if (bytes.size() > kLongestRecipe || text.size() > kLongestJobList)
            throw SettingsError("", "the job list would be longer than can be read again: make it of fewer jobs");
    }
    return text;
}

std::vector<DreamJob> jobListFromText(std::string_view text, const std::string& origin)
{
    if (text.size() > kLongestJobList)
        throw SettingsError("", origin + " is larger than 64 MiB, the most that a job list may have: cut it in two");
    std::vector<DreamJob> jobs;
    while (!text.empty()) {
        if (jobs.size() == kMostJobs) {
            throw SettingsError("",
                origin + " has more than " + std::to_string(kMostJobs)
                    + " lines, the most of a job list: cut it in two");
        }
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        jobs.push_back(jobOfLine(line, jobs.size() + 1, origin));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    if (jobs.empty())
        throw SettingsError("", origin + " has no jobs: write a recipe into each line");
    requireOwnFiles(jobs, origin);
    return jobs;
}

std::vector<DreamJob> readJobList(const std::string& path)
{
    const InputFile file = readInputFile(path, "job list", kLongestJobList);
    if (!file.problem.empty())
        throw SettingsError("jobs", "--jobs: " + file.problem);
    return jobListFromText(file.bytes, "'" + path + "'");
}

bool isDone(const DreamRecipe& job, const DreamRecipe& picture)
{
    // What was left to the machine is whatever it came to.
    const Precision precision =
        job.settings.precision == Precision::Auto ? picture.settings.precision : job.settings.precision;
    return picture.unknown.empty() && dreamText(job, precision) == dreamText(picture, picture.settings.precision)
        && isSameEnd(endOf(job), endOf(picture));
}

} // namespace cnnvis
