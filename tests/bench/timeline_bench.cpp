// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures.h"
#include "headless_run.h"
#include "studio_benches.h"

#include "preview/picture_canvas.h"
#include "timeline/timeline_view.h"
#include "window/time_machine.h"

#include <QElapsedTimer>
#include <QFile>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <random>

#include <time.h>

namespace cnnvis {
namespace {

double rounded(double figure)
{
    constexpr double kThousand = 1e3;
    return std::round(figure * kThousand) / kThousand;
}

double residentMib()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0.0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024.0;
    }
    return 0.0;
}

/// Of all threads.
double processorSeconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace

nlohmann::json StudioBench::measureTimeline(const std::string& size, int steps, int repeats)
{
    constexpr double kPercent = 100.0;
    constexpr int kPlaces = 50;
    RunSettings settings = settingsOfLastSize(steps);
    settings.initialSize = size;
    const Network network = Network::load(settings);
    std::vector<double> withAll, without, processorWithAll, processorWithout;
    double memory = 0.0;
    for (int i = 0; i < repeats; ++i) {
        double begin = processorSeconds();
        without.push_back(runHeadless(settings, network).stepsPerSecond);
        processorWithout.push_back(processorSeconds() - begin);
        const double before = residentMib();
        begin = processorSeconds();
        start(settings);
        waitFor("the end of the run", [this] { return m_watch->outcome.has_value(); });
        processorWithAll.push_back(processorSeconds() - begin);
        withAll.push_back(m_watch->stepsPerSecond());
        waitUntil([] { return false; }, 1.0); // for the last frames
        if (i == 0)
            memory = residentMib() - before;
    }
    const double secondsOfStep = 1.0 / medianOf(withAll);
    ui::TimeMachine& machine = m_window->timeMachine();
    const QVector<int> states = m_window->parts().timeline->scene().states;
    std::vector<double> scrubbing, goingOn;
    std::mt19937 random(1);
    for (int place = 0; place < kPlaces; ++place) {
        QElapsedTimer clock;
        clock.start();
        machine.goTo(states.at(static_cast<int>(random() % static_cast<unsigned>(states.size()))));
        m_window->parts().canvas->repaint();
        scrubbing.push_back(1e-6 * static_cast<double>(clock.nsecsElapsed()));
        waitUntil([] { return false; }, 0.05);
    }
    machine.returnToPresent();
    for (int step = 1; step <= steps; ++step) {
        const auto next = std::upper_bound(states.begin(), states.end(), step);
        const int nearest = next == states.begin() ? 0 : *std::prev(next);
        goingOn.push_back(secondsOfStep * (step - nearest));
    }
    return {{"cost_percent", rounded(kPercent * (1.0 - medianOf(withAll) / medianOf(without)))},
        {"processor_cost_percent", rounded(kPercent * (medianOf(processorWithAll) / medianOf(processorWithout) - 1.0))},
        {"seconds_of_step", rounded(secondsOfStep)}, {"memory_mib", rounded(memory)}, {"states", states.size()},
        {"scrubbing_ms_median", rounded(medianOf(scrubbing))},
        {"scrubbing_ms_worst", rounded(*std::max_element(scrubbing.begin(), scrubbing.end()))},
        {"any_step_seconds_median", rounded(medianOf(goingOn))},
        {"any_step_seconds_worst", rounded(*std::max_element(goingOn.begin(), goingOn.end()))}};
}

} // namespace cnnvis
