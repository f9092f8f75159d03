// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_options.h"

#include "picture_batch.h"

#include <algorithm>
#include <cmath>
#include <locale>
#include <sstream>

namespace cnnvis::training {
namespace {

/// A pool takes no more memory than this.
constexpr std::int64_t kPoolBytes = std::int64_t{2} << 30;

int affordablePool(int poolSize, int side)
{
    const std::int64_t drawn = drawnSide(side);
    return static_cast<int>(std::min<std::int64_t>(poolSize, kPoolBytes / (3 * drawn * drawn)));
}

} // namespace

std::string TrainingOptions::identity() const
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << "--images " << images << " --side " << side << " --final_images " << finalImages << " --final_side "
         << finalSide << " --batch " << batchSize << " --shards " << shards << " --pool " << poolSize << " --fresh "
         << freshShare << " --adversity " << adversity << " --seed " << seed;
    return text.str();
}

std::vector<Phase> phasesOf(const TrainingOptions& options)
{
    std::vector<Phase> phases;
    std::int64_t first = 0;
    const auto add = [&](std::int64_t images, int side, std::uint64_t seed) {
        const std::int64_t steps = (images + options.batchSize - 1) / options.batchSize;
        if (steps > 0)
            phases.push_back({side, first, steps, seed, affordablePool(options.poolSize, side)});
        first += steps;
    };
    add(options.images, options.side, 2 * options.seed);
    add(options.finalImages, options.finalSide, 2 * options.seed + 1);
    return phases;
}

double shareDone(const std::vector<Phase>& phases, std::int64_t step)
{
    double done = 0.0;
    double all = 0.0;
    for (const Phase& phase : phases) {
        const double cost = static_cast<double>(phase.side) * phase.side;
        done += cost * static_cast<double>(std::clamp<std::int64_t>(step - phase.firstStep, 0, phase.steps));
        all += cost * static_cast<double>(phase.steps);
    }
    return all > 0.0 ? done / all : 1.0;
}

double learningRate(double share)
{
    constexpr double kHighest = 2e-3;
    constexpr double kLowest = 1e-5;
    constexpr double kWarmUp = 0.02;
    constexpr double kPi = 3.14159265358979323846;
    const double warmUp = std::min(1.0, share / kWarmUp);
    return warmUp * (kLowest + (kHighest - kLowest) * 0.5 * (1.0 + std::cos(kPi * share)));
}

double adversityAt(double share, double highest)
{
    constexpr double kFirst = 2.0;
    constexpr double kRampStart = 0.45;
    const double first = std::min(kFirst, highest);
    return first + (highest - first) * std::max(0.0, share - kRampStart) / (1.0 - kRampStart);
}

} // namespace cnnvis::training
