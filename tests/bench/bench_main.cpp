// SPDX-License-Identifier: GPL-3.0-or-later
#include "benches.h"

#include "cnnvis/error.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "figures.h"
#include "googlenet.h"
#include "scale_bench.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <system_error>

#include <unistd.h>

namespace {

using namespace cnnvis;

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
        if (!settings.deployTxt.empty())
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
    CLI::App app(
        "Measures the engine, with GoogLeNet and random weights unless a network is given. Figures are medians after "
        "one run that does not count.");
    std::string bench;
    bool asJson = false;
    cnnvis::BenchOptions options;
    double largestMegapixels = 100.0;
    cnnvis::SettingsChange change;
    app.add_option("bench", bench,
           "tile: the network alone; step: one step; render: a whole run; scale: steps from 0.3 to 100 megapixels")
        ->required()
        ->check(CLI::IsMember({"tile", "step", "render", "scale"}));
    app.add_flag("--json", asJson, "Print one JSON object");
    app.add_option("--repeats", options.repeats, "How often tile and step are measured")->check(CLI::Range(1, 1000));
    app.add_option("--largest", largestMegapixels, "Where scale ends, in megapixels")->check(CLI::Range(0.3, 100.0));
    addSettings(app, change);
    CLI11_PARSE(app, argc, argv);
    try {
        cnnvis::applyChange(options.settings, change);
        const OwnNetwork ownNetwork(options.settings);
        const nlohmann::json result = bench == "tile" ? cnnvis::benchTile(options)
            : bench == "step"                         ? cnnvis::benchStep(options)
            : bench == "scale"                        ? cnnvis::benchScale(options, largestMegapixels)
                                                      : cnnvis::benchRender(options);
        cnnvis::printFigures(result, asJson);
    } catch (const cnnvis::Error& error) {
        std::cerr << "cnn-vis-bench: " << error.what() << '\n';
        return 2;
    }
    return 0;
}
