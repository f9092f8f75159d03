// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "cnnvis/network.h"
#include "command_line.h"
#include "job_runs.h"
#include "layer_table.h"
#include "preset_library.h"
#include "render_session.h"
#include "version_text.h"

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

/// Tells what went wrong, in one line whatever is in it.
void complain(std::string message)
{
    for (char& byte : message) {
        const auto code = static_cast<unsigned char>(byte);
        byte = code < 0x20 || code == 0x7F ? ' ' : byte;
    }
    std::cerr << "cnn-vis-render: " << message << std::endl;
}

void listPresets()
{
    std::vector<std::vector<std::string>> rows;
    for (const BuiltInPreset& builtIn : builtInPresets())
        rows.push_back({builtIn.name, builtIn.preset.title, builtIn.preset.description});
    std::cout << alignedRows(rows);
}

void listLayers(const RunSettings& settings)
{
    const Network network = Network::load(settings);
    std::cout << network.path() << ", input " << network.inputSize().height << "x" << network.inputSize().width
              << "\n\n"
              << layerTable(network.layers());
}

ExitCode render(const CommandLine& commandLine, char** argv)
{
    if (!commandLine.resume.empty() || isAboutJobs(commandLine))
        makeThreadsWaitPassively(argv); // which begins anew, and a session is opened once, and so is a list
    if (isAboutJobs(commandLine))
        return performJobs(commandLine);
    const RenderJob job = resolveJob(commandLine); // bad flags are told at once
    makeThreadsWaitPassively(argv);
    return renderPicture(job, commandLine);
}

ExitCode perform(const CommandLine& commandLine, char** argv)
{
    switch (commandLine.request) {
    case Request::ShowHelp:
        std::cout << helpText();
        break;
    case Request::ShowVersion:
        std::cout << versionText("cnn-vis-render");
        break;
    case Request::ListPresets:
        listPresets();
        break;
    case Request::ListLayers:
        listLayers(resolveSettings(commandLine));
        break;
    case Request::Render:
        return render(commandLine, argv);
    }
    return ExitCode::Finished;
}

} // namespace

int main(int argc, char** argv)
{
    // A closed pipe and a limit on file sizes come as errors of the writes, and the picture is saved all the same.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        const ExitCode code = perform(parseCommandLine(arguments), argv);
        if (!std::cout.flush()) {
            throw RunFailure(
                "standard output cannot be written; free the disk that it goes to, or keep its reader open");
        }
        return code;
    } catch (const RunFailure& failure) {
        complain(failure.what());
        return failure.code();
    } catch (...) {
        const RunFailure refusal = refusalOf(currentProblem({}));
        complain(refusal.what());
        return refusal.code();
    }
}
