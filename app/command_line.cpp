// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "cnnvis/nearest_name.h"
#include "preset_library.h"
#include "setting_help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

namespace cnnvis::render {

namespace {

constexpr const char* kDescription =
    "Makes a neural network dream into a picture, without a window. Settings are those of the preset, if one is named, "
    "with the flags on top of them. Where neither a preset nor a network is named, the preset 'garden' is taken: the "
    "program alone is enough for a first dream, out.png.";

constexpr const char* kNotes =
    "Messages and progress go to standard error; what 'print' reports, lists and JSON go to standard output.\n"
    "\n"
    "Ctrl-C ends the run after the step that is being taken and saves the picture as it stands; a second one ends the "
    "program at once. Exit codes: 0 finished, 1 failed on the way, 2 bad input and nothing done, 130 ended by Ctrl-C "
    "or "
    "by SIGTERM with the picture saved.";
constexpr const char* kExamples = "  cnn-vis-render --preset eyes --initial_image sky.jpg --output_file dream.png\n"
                                  "  cnn-vis-render --model FOLDER --preset example9 --initial_image sky.jpg\n";

constexpr const char* kPresetHelp =
    "Takes the settings from a preset: the name of one that comes with the program (see --list_presets), the path of a "
    "preset in JSON, or the path of a picture that cnn-vis made, which holds the settings that made it. A name goes "
    "before "
    "a "
    "file of that name; write ./NAME for the file.";
constexpr const char* kReplayHelp =
    "Dreams a picture again that cnn-vis made, by the recipe that it carries (or a recipe in JSON): with all settings, "
    "and every one that was changed on the way. On the same build and machine it gives the same bytes. Flags beside it "
    "win, and what they set no longer changes; with other sizes or steps, the changes come at the same progress. The "
    "photo and the network are looked for where the recipe has them and beside it, by content and by name.";
constexpr const char* kFilmHelp =
    "Makes a film of the run, a frame for each step, all of the last size: .mp4, .webm or .gif by way of ffmpeg, which "
    "has to be installed; or .png, for numbered pictures, each of its own size. With --replay, the film of a picture "
    "that "
    "is there already.";
constexpr const char* kSessionHelp =
    "Keeps the run in a session as it goes, so that nothing is lost when it is cut off: --resume goes on with it. A "
    "session that is there gets another run. It is one file, for one program at a time, of some 400 bytes for each "
    "pixel "
    "of the picture; while it is in use, a second one with -wal behind its name belongs to it.";
constexpr const char* kResumeHelp =
    "Goes on with the last run of a session that did not finish, from where it was when it was cut off, a few seconds "
    "at "
    "most before the end: with its settings, with what is still to be changed on the way, and to the same output file. "
    "On the same build and machine it gives the same bytes as a run that was never cut off. --output_file, --threads "
    "and "
    "--gpu may be others; other flags beside it make another run, which begins there.";
constexpr const char* kJobsHelp = "Does the jobs of a list one after the other: a line each, {\"output_file\": FILE, "
                                  "\"recipe\": {...}} in JSON, or a "
                                  "recipe or preset alone, whose picture is then job_0012.png in line 12. A job whose "
                                  "picture is there already, with the "
                                  "same recipe, is left out; after one that failed the next begins. Flags beside it "
                                  "win over the recipes. With --sheet, "
                                  "the list is written.";
constexpr const char* kJobHelp = "With --jobs: does the job in that line alone, from 1. Programs that come to the same "
                                 "job wait for each other.";
constexpr const char* kJoinHelp =
    "With --jobs: does nothing but look whether all pictures are there and whole, and draws "
    "the picture of the sheet that the list came from.";
constexpr const char* kSheetHelp =
    "Varies one setting or two, 'learning_rate=1,3,9; target_layer=conv1,conv2', and makes all pictures, each with its "
    "own "
    "recipe, and one in --output_file that shows them side by side with labels. Values may be ranges: 1..5 for whole "
    "numbers, 1..9/5 for five at equal distances, 1..100*3 for three at equal ratios. At most 1000 pictures.";
constexpr const char* kFarmHelp = "With --jobs: writes a script beside the list that does it on a Slurm cluster, or "
                                  "with GNU parallel on this machine and "
                                  "on others. Run again, it does what is missing.";
constexpr const char* kProgressHelp =
    "auto: how far the run is and how long it will still take, on standard error; a line that is rewritten on a "
    "terminal, "
    "else a line every few seconds. json: every step as one JSON object in a line of its own, on standard output; it "
    "holds "
    "the numbers that 'print' would report, which is therefore left out. none: nothing. Default: auto.";

constexpr int kHelpWidth = 88;

std::string splitParagraphs(const std::string& text)
{
    std::string result;
    std::size_t start = 0;
    for (std::size_t end = 0; end != std::string::npos; start = end + 2) {
        end = text.find("\n\n", start);
        result += (result.empty() ? "" : "\n") + wrapped(text.substr(start, end - start), 0, kHelpWidth);
    }
    return result;
}

/// Every flag in a line of its own, what it does below: the texts are too long for a second column.
class HelpFormatter : public CLI::Formatter {
public:
    std::string make_usage(const CLI::App*, std::string name) const override
    {
        return "\nUsage: " + name + " [--FLAG VALUE ...]\n\n";
    }
    std::string make_group(std::string group, bool isPositional, std::vector<const CLI::Option*> options) const override
    {
        std::string text = group + ":\n";
        for (const CLI::Option* const option : options)
            text += make_option(option, isPositional);
        return text;
    }
    std::string make_option(const CLI::Option* option, bool) const override
    {
        std::string names = option->get_name(false, true);
        for (std::size_t comma = names.find(','); comma != std::string::npos; comma = names.find(',', comma + 2))
            names.replace(comma, 1, ", ");
        const std::string value = option->get_type_name();
        return "  " + names + (value.empty() ? "" : " " + value) + "\n"
            + wrapped(option->get_description(), 6, kHelpWidth);
    }
};

/// The flags as CLI11 knows them, and what it made of the arguments.
class FlagParser {
public:
    FlagParser();
    CommandLine parse(const std::vector<std::string>& arguments);
    std::string help() const { return m_app.help(); }
    ProgramReference reference() const;

private:
    void addProgramFlags();
    void addSettings();
    std::vector<std::string> withSplitValues(const std::vector<std::string>& arguments) const;
    [[noreturn]] void refuseFirst(const std::vector<std::string>& remaining) const;
    ProgressStyle progressStyle() const;
    FarmKind farmKind() const;
    int jobNumber() const;
    CommandLine result() const;

    CLI::App m_app;
    CLI::Option* m_preset = nullptr;
    CLI::Option* m_replay = nullptr;
    CLI::Option* m_film = nullptr;
    CLI::Option* m_session = nullptr;
    CLI::Option* m_resume = nullptr;
    CLI::Option* m_jobs = nullptr;
    CLI::Option* m_job = nullptr;
    CLI::Option* m_join = nullptr;
    CLI::Option* m_sheet = nullptr;
    CLI::Option* m_farm = nullptr;
    CLI::Option* m_progress = nullptr;
    CLI::Option* m_listPresets = nullptr;
    CLI::Option* m_listLayers = nullptr;
    CLI::Option* m_version = nullptr;
    std::vector<std::pair<const SettingEntry*, CLI::Option*>> m_settings;
};

bool isLongFlag(const std::string& argument)
{
    return argument.compare(0, 2, "--") == 0;
}

bool takesValue(const CLI::Option* option)
{
    return option->get_items_expected_max() > 0;
}

/// The value that was given last.
std::string lastOf(const CLI::Option* option, const char* byDefault = "")
{
    return option->count() == 0 ? byDefault : option->results().back();
}

[[noreturn]] void refuseWithoutValue(const std::string& flag, const std::string& valueName)
{
    throw SettingsError(flag.substr(2), flag + " has no value: write " + flag + " " + valueName + ", or leave it out");
}

FlagParser::FlagParser()
    : m_app(wrapped(kDescription, 0, kHelpWidth), "cnn-vis-render")
{
    m_app.formatter(std::make_shared<HelpFormatter>());
    m_app.footer(splitParagraphs(std::string(kNotes) + "\n\nExample:") + kExamples);
    m_app.allow_extras(); // to find the nearest flag for them
    addProgramFlags();
    addSettings();
}

ProgramReference FlagParser::reference() const
{
    ProgramReference reference = referenceOf(m_app);
    reference.notes = kNotes;
    reference.examples = kExamples;
    return reference;
}

void FlagParser::addProgramFlags()
{
    const std::string group = "Program";
    m_app.set_help_flag("-h,--help", "Prints this text.")->group(group);
    m_version = m_app.add_flag("--version")->description("Prints the versions of the program and its engine.");
    m_preset = m_app.add_option("--preset")->type_name("NAME|FILE")->description(kPresetHelp);
    m_replay = m_app.add_option("--replay")->type_name("FILE")->description(kReplayHelp);
    m_film = m_app.add_option("--film")->type_name("FILE")->description(kFilmHelp);
    m_session = m_app.add_option("--session")->type_name("FILE")->description(kSessionHelp);
    m_resume = m_app.add_option("--resume")->type_name("FILE")->description(kResumeHelp);
    m_jobs = m_app.add_option("--jobs")->type_name("FILE")->description(kJobsHelp);
    m_job = m_app.add_option("--job")->type_name("NUMBER")->description(kJobHelp);
    m_join = m_app.add_flag("--join")->description(kJoinHelp);
    m_sheet = m_app.add_option("--sheet")->type_name("SETTING=VALUE,VALUE...;...")->description(kSheetHelp);
    m_farm = m_app.add_option("--farm")->type_name("slurm|parallel")->description(kFarmHelp);
    m_listPresets = m_app.add_flag("--list_presets")->description("Lists the presets that come with the program.");
    m_listLayers =
        m_app.add_flag("--list_layers")
            ->description("Lists the layers of the network that --model, --deploy_txt or a preset names, and "
                          "which of them can be a target.");
    m_progress = m_app.add_option("--progress")->type_name("auto|json|none")->description(kProgressHelp);
    for (CLI::Option* const option : {m_version, m_preset, m_replay, m_film, m_session, m_resume, m_jobs, m_job, m_join,
             m_sheet, m_farm, m_listPresets, m_listLayers, m_progress})
        option->group(group)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
}

void FlagParser::addSettings()
{
    for (const SettingEntry& entry : settingsSchema()) {
        std::string names = "--" + std::string(entry.key);
        for (const std::string_view alias : entry.aliases)
            names += ",--" + std::string(alias);
        const std::string value = valueName(entry);
        CLI::Option* const option = value.empty() ? m_app.add_flag(names) : m_app.add_option(names);
        option->type_name(value)->description(settingHelp(entry))->group(std::string(entry.group));
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        m_settings.emplace_back(&entry, option);
    }
}

CommandLine FlagParser::parse(const std::vector<std::string>& arguments)
{
    std::vector<std::string> reversed = withSplitValues(arguments);
    std::reverse(reversed.begin(), reversed.end());
    try {
        m_app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        CommandLine commandLine;
        commandLine.request = Request::ShowHelp;
        return commandLine;
    } catch (const CLI::ParseError& error) {
        throw SettingsError("", std::string(error.what()) + "; --help lists all flags");
    }
    if (const std::vector<std::string> remaining = m_app.remaining(); !remaining.empty())
        refuseFirst(remaining);
    return result();
}

/// CLI11 takes "--flag=" for a flag without its value, and the next flag for a value that was forgotten.
std::vector<std::string> FlagParser::withSplitValues(const std::vector<std::string>& arguments) const
{
    std::vector<std::string> split;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::size_t equals = arguments[i].find('=');
        const std::string name = arguments[i].substr(0, equals);
        const CLI::Option* const option = isLongFlag(name) ? m_app.get_option_no_throw(name) : nullptr;
        if (option == nullptr || !takesValue(option)) {
            if (option != nullptr && equals + 1 == arguments[i].size())
                throw SettingsError(name.substr(2), name + " is '': give true or false");
            split.push_back(arguments[i]);
            continue;
        }
        split.push_back(name);
        if (equals != std::string::npos) {
            split.push_back(arguments[i].substr(equals + 1));
            continue;
        }
        ++i;
        if (i == arguments.size() || isLongFlag(arguments[i]))
            refuseWithoutValue(name, option->get_type_name());
        split.push_back(arguments[i]);
    }
    return split;
}

void FlagParser::refuseFirst(const std::vector<std::string>& remaining) const
{
    const std::string& first = remaining.front();
    if (first.empty() || first.front() != '-') {
        throw SettingsError("",
            "'" + first + "' belongs to no flag; name a photo with --initial_image, a preset with --preset, and give a "
                + "switch its value with '='");
    }
    std::vector<std::string> names;
    for (const CLI::Option* const option : m_app.get_options())
        names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
    const std::string flag = first.substr(0, first.find('='));
    const std::string nearest = nearestName(flag, names);
    throw SettingsError("",
        "there is no flag " + flag + "; "
            + (nearest.empty() ? "--help lists them all" : "the nearest is --" + nearest));
}

ProgressStyle FlagParser::progressStyle() const
{
    const std::string text = lastOf(m_progress, "auto");
    if (text == "auto")
        return ProgressStyle::Auto;
    if (text != "json" && text != "none")
        throw SettingsError("progress", "--progress is '" + text + "': give auto, json or none");
    return text == "json" ? ProgressStyle::Json : ProgressStyle::None;
}

FarmKind FlagParser::farmKind() const
{
    const std::string text = lastOf(m_farm);
    if (text != "slurm" && text != "parallel" && m_farm->count() != 0)
        throw SettingsError("farm", "--farm is '" + text + "': give slurm or parallel");
    return text.empty() ? FarmKind::None : text == "slurm" ? FarmKind::Slurm : FarmKind::Parallel;
}

int FlagParser::jobNumber() const
{
    const std::string text = lastOf(m_job);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (m_job->count() != 0 && (error != std::errc() || end != text.data() + text.size() || number < 1))
        throw SettingsError("job", "--job is '" + text + "': give the number of a line of the list, from 1");
    return number;
}

CommandLine FlagParser::result() const
{
    CommandLine commandLine;
    commandLine.progress = progressStyle();
    commandLine.preset = lastOf(m_preset);
    commandLine.film = lastOf(m_film);
    commandLine.replay = lastOf(m_replay);
    commandLine.session = lastOf(m_session);
    commandLine.resume = lastOf(m_resume);
    commandLine.jobs = lastOf(m_jobs);
    commandLine.job = jobNumber();
    commandLine.joins = m_join->count() != 0;
    commandLine.sheet = lastOf(m_sheet);
    commandLine.farm = farmKind();
    for (const auto& [entry, option] : m_settings) {
        if (option->count() != 0)
            commandLine.flags.push_back({std::string(entry->key), option->results().back()});
    }
    if (m_version->count() != 0)
        commandLine.request = Request::ShowVersion;
    else if (m_listPresets->count() != 0)
        commandLine.request = Request::ListPresets;
    else if (m_listLayers->count() != 0)
        commandLine.request = Request::ListLayers;
    return commandLine;
}

} // namespace

CommandLine parseCommandLine(const std::vector<std::string>& arguments)
{
    return FlagParser().parse(arguments);
}

std::string helpText()
{
    return FlagParser().help();
}

ProgramReference programReference()
{
    return FlagParser().reference();
}

bool usesFirstPreset(const CommandLine& commandLine)
{
    if (!commandLine.preset.empty() || !commandLine.replay.empty() || !commandLine.resume.empty()
        || (!commandLine.jobs.empty() && commandLine.sheet.empty()) || commandLine.request == Request::ListLayers)
        return false;
    const bool hasNetwork = namesNetwork(commandLine.flags) || !ModelSource::of(RunSettings()).isBuiltIn();
    const bool namesDream = std::any_of(commandLine.flags.begin(), commandLine.flags.end(),
        [](const SettingText& flag) { return findSetting(flag.key)->shapesDream; });
    return !namesDream || !hasNetwork;
}

bool hasFlag(const CommandLine& commandLine, const SettingField& field)
{
    return std::any_of(commandLine.flags.begin(), commandLine.flags.end(),
        [&](const SettingText& flag) { return findSetting(flag.key)->field == field; });
}

RunSettings withFlags(RunSettings settings, const CommandLine& commandLine)
{
    if (hasFlag(commandLine, &RunSettings::model) && !hasFlag(commandLine, &RunSettings::deployTxt)) {
        // A network that is named on the command line takes the place of the preset's files.
        clearNetworkSettings(settings);
    }
    std::vector<SettingsProblem> problems;
    for (const SettingText& flag : commandLine.flags) {
        try {
            setSettingText(settings, *findSetting(flag.key), flag.text);
        } catch (const SettingsError& error) {
            problems.push_back({error.key(), error.what()});
        }
    }
    const std::vector<SettingsProblem> found = validate(settings);
    problems.insert(problems.end(), found.begin(), found.end());
    if (problems.empty())
        return settings;
    std::string message = problems.front().message;
    if (problems.size() > 1)
        message += " (and " + std::to_string(problems.size() - 1) + " more such)";
    throw SettingsError(problems.front().key, message);
}

RunSettings resolveSettings(const CommandLine& commandLine, std::vector<SettingRamp>* ramps)
{
    Preset preset;
    if (usesFirstPreset(commandLine))
        preset = loadPreset(kFirstPreset);
    else if (!commandLine.preset.empty())
        preset = loadPreset(commandLine.preset);
    RunSettings settings;
    applyChange(settings, preset.change);
    for (const SettingRamp& ramp : preset.ramps) {
        if (ramps != nullptr && !hasFlag(commandLine, findSetting(ramp.key)->field))
            ramps->push_back(ramp);
    }
    return withFlags(settings, commandLine);
}

} // namespace cnnvis::render
