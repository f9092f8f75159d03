// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "cnnvis/machine.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "figures.h"
#include "googlenet.h"
#include "scale_bench.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

#include <unistd.h>

namespace {

using namespace cnnvis;

struct Bench {
    const char* name;
    const char* what;
    nlohmann::json (*run)(const BenchOptions& options);
};

constexpr std::array kBenches{
    Bench{"peak", "the machine's own convolution peak", benchPeak},
    Bench{"tile", "the network alone, beside that peak", benchTile},
    Bench{"plain", "the network alone, beside the same as people write it in PyTorch", benchPlain},
    Bench{"step", "one step", benchStep},
    Bench{"threads", "one step with one thread, two, and so on", benchThreads},
    Bench{"load", "one step beside processes that keep the machine busy", benchLoad},
    Bench{"scale", "steps from 0.3 to 100 megapixels", benchScale},
    Bench{"precision", "what bfloat16 makes of a whole run", benchPrecision},
    Bench{"seams", "how much of the tiles' borders is seen with either tiling", benchSeams},
    Bench{"render", "a whole run", benchRender},
};

std::string benchesHelp()
{
    std::string text;
    for (const Bench& bench : kBenches)
        text += (text.empty() ? "" : "; ") + std::string(bench.name) + ": " + bench.what;
    return text;
}

const Bench* findBench(const std::string& name)
{
    const auto* const found =
        std::find_if(kBenches.begin(), kBenches.end(), [&](const Bench& bench) { return name == bench.name; });
    return found == kBenches.end() ? nullptr : found;
}

/// All settings are flags here too, under their keys.
void addSettings(CLI::App& app, SettingsChange& change)
{
    for (const SettingEntry& entry : settingsSchema()) {
        const std::string key(entry.key);
        app.add_option_function<std::string>(
               "--" + key,
               [key, &change](const std::string& text) {
                   change.push_back({key, text});
               },
               std::string(entry.help))
            ->group("Settings");
    }
}

/// Where no network is given: GoogLeNet, in a file that lives as long as this.
class OwnNetwork {
public:
    explicit OwnNetwork(RunSettings& settings)
    {
        if (!settings.deployTxt.empty() || !settings.model.empty())
            return;
        m_path = std::filesystem::temp_directory_path() / ("cnn-vis-bench-" + std::to_string(getpid()) + ".prototxt");
        std::ofstream(m_path) << googlenetPrototxt();
        settings.deployTxt = m_path.string();
    }
    ~OwnNetwork()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove(m_path, ignored);
    }
    OwnNetwork(const OwnNetwork&) = delete;
    OwnNetwork& operator=(const OwnNetwork&) = delete;

private:
    std::filesystem::path m_path;
};

} // namespace

int main(int argc, char** argv)
{
    cnnvis::makeThreadsWaitPassively(argv);
    CLI::App app(
        "Measures the engine, with GoogLeNet and random weights unless a network is given. Figures are medians after "
        "one run that does not count; what a bench compares, it measures in turn.");
    std::string name;
    bool asJson = false;
    cnnvis::BenchOptions options;
    cnnvis::SettingsChange change;
    app.add_option("bench", name, benchesHelp())->required()->check([](const std::string& given) {
        return findBench(given) != nullptr ? std::string() : "there is no bench " + given;
    });
    app.add_flag("--json", asJson, "Print one JSON object");
    app.add_option("--repeats", options.repeats, "How often all but render is measured")->check(CLI::Range(1, 1000));
    app.add_option("--busy", options.busyProcesses, "load: how many processes; 0 is one for each core")
        ->check(CLI::Range(0, 1024));
    app.add_option("--largest", options.largestMegapixels, "scale: where it ends, in megapixels")
        ->check(CLI::Range(0.3, 100.0));
    addSettings(app, change);
    CLI11_PARSE(app, argc, argv);
    try {
        cnnvis::applyChange(options.settings, change);
        const OwnNetwork ownNetwork(options.settings);
        cnnvis::printFigures(findBench(name)->run(options), asJson);
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-bench: " << error.what() << '\n';
        return 2;
    }
    return 0;
}
