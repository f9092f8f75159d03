// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of cnn-vis-render, a line each.
#include "input.h"

#include "cnnvis/error.h"
#include "command_line.h"

#include <sstream>

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::vector<std::string> arguments;
    std::istringstream lines{std::string(fuzz::textOf(data, size))};
    for (std::string line; std::getline(lines, line);)
        arguments.push_back(line.substr(0, line.find('\0'))); // as no argument has more
    try {
        const render::CommandLine commandLine = render::parseCommandLine(arguments);
        render::usesFirstPreset(commandLine);
        render::withFlags(RunSettings(), commandLine);
    } catch (const SettingsError&) { }
    return 0;
}
