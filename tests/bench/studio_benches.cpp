// SPDX-License-Identifier: GPL-3.0-or-later
#include "studio_benches.h"

#include "figures.h"
#include "headless_run.h"
#include "preset_library.h"

#include <QAction>
#include <QFile>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <time.h>
#include <unistd.h>

namespace cnnvis {
namespace {

using namespace ui;

constexpr int kEndless = 1'000'000;
constexpr double kMilliseconds = 1e3;

double secondsSinceProcessStart()
{
    constexpr qsizetype kStartTime = 19; // behind the name, which may hold spaces: see proc(5)
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("cannot read /proc/self/stat");
    const QByteArray text = file.readAll();
    const double ticks = text.mid(text.lastIndexOf(')') + 2).split(' ').at(kStartTime).toDouble();
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    const double seconds = static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
    return seconds - ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// To three digits behind the point; more are noise.
double rounded(double figure)
{
    constexpr double kThousand = 1e3;
    return std::round(figure * kThousand) / kThousand;
}

bool haveSameBytes(const Picture& a, const Picture& b)
{
    constexpr std::size_t kChannels = 3;
    const auto values = static_cast<std::size_t>(a.height()) * static_cast<std::size_t>(a.width()) * kChannels;
    return !a.isEmpty() && a.size() == b.size() && a.bitsPerChannel() == b.bitsPerChannel() && a.pixels16() != nullptr
        && std::memcmp(a.pixels16(), b.pixels16(), values * sizeof(std::uint16_t)) == 0;
}

} // namespace

double StudioBench::openWindow()
{
    WindowOptions options;
    options.sessionFolder = m_folder.filePath(QStringLiteral("config"));
    options.presetFolder = m_folder.filePath(QStringLiteral("presets"));
    options.runFolder = m_folder.filePath(QStringLiteral("runs"));
    const double before = secondsSinceProcessStart();
    QElapsedTimer clock;
    clock.start();
    m_window = std::make_unique<MainWindow>(options);
    const double built = 1e-9 * static_cast<double>(clock.nsecsElapsed());
    m_watch = std::make_unique<RunWatch>(*m_window);
    m_window->show();
    waitFor("the window", [this] { return m_watch->firstPaint.has_value(); });
    return rounded(before + built + *m_watch->firstPaint);
}

double StudioBench::startRun()
{
    m_window->store().edit(QStringLiteral("num_steps"), QString::number(kEndless));
    m_watch->restart();
    m_window->windowActions().start->trigger();
    waitFor("the first picture", [this] { return m_watch->firstPicture.has_value(); });
    return rounded(*m_watch->firstPicture);
}

nlohmann::json StudioBench::measureLoop(double seconds)
{
    constexpr double kMost = 0.99;
    const std::size_t sizes = settings(1).numSizes;
    const LoopDelay delay;
    for (std::size_t size = 0; size < sizes; ++size) {
        if (size > 0)
            goOnToNextSize();
        waitUntil([] { return false; }, seconds / static_cast<double>(sizes));
    }
    const std::vector<double>& delays = delay.milliseconds();
    stop();
    return {{"median", rounded(medianOf(delays))}, {"p99", rounded(quantileOf(delays, kMost))},
        {"worst", rounded(*std::max_element(delays.begin(), delays.end()))}};
}

nlohmann::json StudioBench::measureStop(int repeats)
{
    std::vector<double> acknowledged, done, batches, beyond;
    for (int i = 0; i < repeats; ++i) {
        start(settingsOfLastSize(kEndless));
        waitForBatch();
        const double batch = medianOf(m_watch->batchSeconds);
        const double sinceBegun = m_watch->now() - *m_watch->batchBegun;
        stop();
        acknowledged.push_back(*m_watch->stopping * kMilliseconds);
        done.push_back(*m_watch->idle * kMilliseconds);
        batches.push_back(batch * kMilliseconds);
        beyond.push_back((sinceBegun + *m_watch->idle - batch) * kMilliseconds);
    }
    return {{"acknowledged", rounded(*std::max_element(acknowledged.begin(), acknowledged.end()))},
        {"done_median", rounded(medianOf(done))}, {"done_worst", rounded(*std::max_element(done.begin(), done.end()))},
        {"one_batch", rounded(medianOf(batches))}, {"beyond_the_batch", rounded(medianOf(beyond))}};
}

nlohmann::json StudioBench::measureCost(int repeats)
{
    constexpr int kSteps = 20;
    constexpr double kPercent = 100.0;
    std::vector<double> withWindow, without;
    bool areSame = true;
    const RunSettings settings = this->settings(kSteps);
    const Network network = Network::load(settings);
    for (int i = 0; i < repeats; ++i) {
        const HeadlessRun headless = runHeadless(settings, network);
        without.push_back(headless.stepsPerSecond);
        start(settings);
        waitFor("the end of the run", [this] { return m_watch->outcome.has_value(); });
        withWindow.push_back(m_watch->stepsPerSecond());
        areSame = areSame && haveSameBytes(m_watch->outcome->picture16, headless.picture);
    }
    return {{"steps_per_second", rounded(medianOf(withWindow))},
        {"headless_steps_per_second", rounded(medianOf(without))},
        {"cost_percent", rounded(kPercent * (1.0 - medianOf(withWindow) / medianOf(without)))},
        {"same_bytes", areSame}};
}

double StudioBench::closeWindow()
{
    start(settings(kEndless));
    waitForFirstStep();
    QElapsedTimer clock;
    clock.start();
    m_window->close();
    m_watch.reset();
    m_window.reset();
    return rounded(1e-9 * static_cast<double>(clock.nsecsElapsed()));
}

RunSettings StudioBench::settings(int steps) const
{
    RunSettings settings;
    applyChange(settings, loadPreset(kFirstPreset).change);
    settings.numSteps = steps;
    return settings;
}

RunSettings StudioBench::settingsOfLastSize(int steps) const
{
    RunSettings settings = this->settings(steps);
    settings.numSizes = 1;
    settings.initialSize = std::exchange(settings.finalSize, {});
    return settings;
}

void StudioBench::start(const RunSettings& settings)
{
    m_window->store().replace(settings, QStringLiteral("bench"));
    m_watch->restart();
    m_window->windowActions().start->trigger();
}

void StudioBench::waitFor(const char* what, const std::function<bool()>& isSo)
{
    constexpr double kPatience = 600.0;
    if (!waitUntil(isSo, kPatience))
        throw std::runtime_error(std::string(what) + " did not come");
}

void StudioBench::waitForFirstStep()
{
    waitFor("the first step", [this] { return m_watch->steps > 0; });
}

/// To have just begun, where some before it have told what one takes.
void StudioBench::waitForBatch()
{
    constexpr std::size_t kEnough = 3;
    waitFor("a batch of tiles",
        [this] { return m_watch->batchSeconds.size() >= kEnough && m_watch->batchBegun.has_value(); });
}

void StudioBench::stop()
{
    m_watch->restart();
    m_window->windowActions().stop->trigger();
    waitFor("the end of the run", [this] { return m_watch->idle.has_value(); });
}

/// A live change ends the size; the next one goes on for as long as the first.
void StudioBench::goOnToNextSize()
{
    const int sizeIndex = m_watch->sizeIndex;
    SettingsStore& store = m_window->store();
    store.edit(QStringLiteral("num_steps"), QString::number(std::max(m_watch->stepsOfSize, 1)));
    waitFor("the next size", [&] { return m_watch->sizeIndex > sizeIndex; });
    store.edit(QStringLiteral("num_steps"), QString::number(kEndless));
}

} // namespace cnnvis
