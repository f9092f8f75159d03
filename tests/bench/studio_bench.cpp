// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "figures.h"
#include "studio_benches.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <nlohmann/json.hpp>

#include <exception>
#include <iostream>

namespace {

nlohmann::json measure(double seconds, int repeats, const std::string& timelineSize, int timelineSteps)
{
    cnnvis::StudioBench bench;
    nlohmann::json figures;
    figures["window_seconds"] = bench.openWindow();
    figures["first_picture_seconds"] = bench.startRun();
    figures["loop_delay_ms"] = bench.measureLoop(seconds);
    figures["stop_ms"] = bench.measureStop(repeats);
    figures["live_view"] = bench.measureCost(repeats);
    if (timelineSteps > 0)
        figures["timeline"] = bench.measureTimeline(timelineSize, timelineSteps, repeats);
    figures["close_seconds"] = bench.closeWindow();
    return figures;
}

} // namespace

int main(int argc, char** argv)
{
    cnnvis::makeThreadsWaitPassively(argv);
    CLI::App options("Measures the studio: its window, with the bestiary and the first preset. Without a display, on "
                     "Qt's offscreen platform.");
    double seconds = 60.0;
    int repeats = 5;
    std::string timelineSize = "1080x1920";
    int timelineSteps = 0;
    bool asJson = false;
    options.add_option("--seconds", seconds, "How long the event loop is watched in a run")->check(CLI::Range(3, 3600));
    options.add_option("--repeats", repeats, "Runs to stop, and runs to compare with headless ones")
        ->check(CLI::Range(1, 100));
    options.add_option("--timeline_size", timelineSize, "Of the runs that the timeline is measured with");
    options.add_option("--timeline_steps", timelineSteps, "Of these runs; 0: it is not measured")
        ->check(CLI::Range(0, 1000000));
    options.add_flag("--json", asJson, "Print one JSON object");
    CLI11_PARSE(options, argc, argv);
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication app(argc, argv);
    try {
        cnnvis::printFigures(measure(seconds, repeats, timelineSize, timelineSteps), asJson);
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-studio-bench: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
