// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio_command_line.h"

#include "cnnvis/error.h"
#include "preset_library.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cnnvis::studio {

namespace {

/// The flags, and what is read into them.
struct Flags {
    CLI::App app{"The studio: make neural networks dream, and watch them do it.", "cnn-vis"};
    CommandLine commandLine;
    std::string preset;
    bool showsVersion = false;

    Flags()
    {
        app.add_option("FILE", commandLine.files,
            "Pictures to start from, presets (.json), or networks (a folder, .prototxt or .caffemodel)");
        app.add_option("--preset", preset, "A preset's name, its file, or a picture made here")->type_name("NAME|FILE");
        app.add_option("--model", commandLine.model, "The network that dreams: bestiary, or the folder of another")
            ->type_name("NAME|FOLDER");
        app.add_flag("--start", commandLine.isStarting, "Start dreaming at once");
        app.add_flag("--version", showsVersion, "Say which version this is");
    }
};

void checkFiles(const std::vector<std::string>& files)
{
    for (const std::string& file : files) {
        std::error_code error;
        if (!std::filesystem::exists(file, error))
            throw SettingsError("", "there is no file '" + file + "'; check the path");
    }
}

std::optional<Network> networkOf(const std::string& model)
{
    if (model.empty())
        return std::nullopt;
    RunSettings settings;
    settings.model = model;
    return Network::load(settings);
}

} // namespace

CommandLine parseCommandLine(const std::vector<std::string>& arguments)
{
    Flags flags;
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        flags.app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        flags.commandLine.request = CommandLine::Request::ShowHelp;
        return flags.commandLine;
    } catch (const CLI::ParseError& error) {
        throw SettingsError("", std::string(error.what()) + "; --help lists all flags");
    }
    if (flags.showsVersion) {
        flags.commandLine.request = CommandLine::Request::ShowVersion;
        return flags.commandLine;
    }
    if (!flags.preset.empty()) {
        flags.commandLine.preset = loadPreset(flags.preset);
        if (flags.commandLine.preset->title.empty())
            flags.commandLine.preset->title = std::filesystem::path(flags.preset).stem().string();
    }
    flags.commandLine.network = networkOf(flags.commandLine.model);
    checkFiles(flags.commandLine.files);
    return flags.commandLine;
}

std::string helpText()
{
    return Flags().app.help();
}

ProgramReference programReference()
{
    return referenceOf(Flags().app);
}

} // namespace cnnvis::studio
