// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_setup.h"

#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/run_plan.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"
#include "util/random_stream.h"

#include <nlohmann/json.hpp>

namespace cnnvis {

nlohmann::json describe(const std::string& bench, const BenchOptions& options, int threads)
{
    return {{"bench", bench}, {"target_layer", options.settings.targetLayer},
        {"device", options.settings.gpu < 0 ? "cpu" : "cuda:" + std::to_string(options.settings.gpu)},
        {"library", engineLibraryNames()}, {"threads", threads}, {"repeats", options.repeats},
        {"precision", precisionName(options.settings.precision)}};
}

int batchOf(const RunSettings& settings, const Network& network)
{
    RunSettings given = settings;
    if (given.initialSize.empty())
        given.initialSize = "1080x1920";
    return tilesPerBatch(given, planRun(given, network, PictureSize()).sizes.front());
}

std::vector<float> noiseTiles(const Network& network, int count)
{
    constexpr double kDeviation = 40.0; // grey levels
    const PictureSize size = network.inputSize();
    std::vector<float> tiles(static_cast<std::size_t>(count) * static_cast<std::size_t>(size.height)
        * static_cast<std::size_t>(size.width) * 3);
    RandomStream random(1, 0);
    for (float& value : tiles)
        value = static_cast<float>(kDeviation * random.normal());
    return tiles;
}

void requireNoise(const RunSettings& settings)
{
    if (!settings.initialImage.empty())
        throw SettingsError("initial_image", "cnn-vis-bench starts from noise: leave --initial_image out");
}

} // namespace cnnvis
