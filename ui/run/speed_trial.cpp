// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/speed_trial.h"

#include "cnnvis/dream.h"
#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"

#include <QElapsedTimer>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <exception>
#include <string>

namespace cnnvis::ui {
namespace {

constexpr int kMostTiles = 64;
constexpr qint64 kPatience = 400; // milliseconds
constexpr int kMostSteps = 100;

/// Settings that dream the network's work and little else: one size, from noise.
RunSettings trialSettings(const RunSettings& settings, const PlannedSize& planned, PictureSize least)
{
    RunSettings trial = settings;
    const double share = std::min(1.0, std::sqrt(static_cast<double>(kMostTiles) / std::max(planned.tiles, 1)));
    const auto side = [share](int whole, int atLeast) { return std::max(static_cast<int>(whole * share), atLeast); };
    trial.initialSize = std::to_string(side(planned.size.height, least.height)) + 'x'
        + std::to_string(side(planned.size.width, least.width));
    trial.initialImage.clear();
    trial.numSizes = 1;
    trial.numSteps = kMostSteps;
    return trial;
}

/// Counts the batches from the second on, which finds the network's programs and memory ready.
struct Stopwatch {
    QElapsedTimer timer;
    int batches = 0;
    bool isWarm = false;

    void batchBegins()
    {
        if (timer.isValid())
            ++batches;
        else if (isWarm)
            timer.start();
        isWarm = true;
    }
};

} // namespace

QString speedKey(const RunSettings& settings)
{
    QStringList parts;
    for (const std::string& text : {ModelSource::of(settings).identity(), settings.targetLayer})
        parts.append(QString::fromStdString(text));
    for (const int number : {settings.gpu, settings.batchSize, settings.threads, static_cast<int>(settings.arithmetic),
             static_cast<int>(settings.precision), static_cast<int>(settings.imageType)})
        parts.append(QString::number(number));
    return parts.join(QLatin1Char('\n'));
}

std::optional<double> secondsPerTile(const RunSettings& settings, const Network& network, const PlannedSize& planned,
    const std::atomic<bool>& isWanted) noexcept
{
    try {
        setThreadCount(settings.threads); // of the calling thread
        Dream dream(trialSettings(settings, planned, network.inputSize()), network, Picture());
        const PlannedSize& tried = dream.plan().sizes.front();
        double tilesOfBatch = tilesPerBatch(settings, tried);
        Stopwatch watch;
        const auto mayGoOn = [&] {
            watch.batchBegins();
            return isWanted && !(watch.timer.isValid() && watch.timer.elapsed() > kPatience);
        };
        while (isWanted && !dream.isFinished() && dream.step(mayGoOn, Figures::Free))
            tilesOfBatch = static_cast<double>(tried.tiles) / std::max(dream.batchesDone(), 1); // some are not full
        if (dream.isFinished())
            watch.batchBegins();
        if (watch.batches == 0 || !isWanted)
            return std::nullopt;
        constexpr double kNanosecond = 1e-9;
        return kNanosecond * static_cast<double>(watch.timer.nsecsElapsed()) / (watch.batches * tilesOfBatch);
    } catch (const std::exception&) {
        return std::nullopt; // why, the plan says
    }
}

double secondsOfRun(const RunPlan& plan, int stepsPerSize, double secondsPerTile)
{
    double tiles = 0.0;
    for (const PlannedSize& size : plan.sizes)
        tiles += size.tiles;
    return tiles * stepsPerSize * secondsPerTile;
}

} // namespace cnnvis::ui
