// SPDX-License-Identifier: GPL-3.0-or-later
#include "headless_run.h"

#include "cnnvis/dream.h"
#include "cnnvis/machine.h"
#include "cnnvis/session_input.h"
#include "run/background_thread.h"

#include <QString>

#include <chrono>
#include <future>
#include <optional>

namespace cnnvis {
namespace {

using Clock = std::chrono::steady_clock;

double secondsBetween(Clock::time_point earlier, Clock::time_point later)
{
    return std::chrono::duration<double>(later - earlier).count();
}

HeadlessRun dream(const RunSettings& settings, const Network& network)
{
    setThreadCount(settings.threads); // of the calling thread
    Dream dream(settings, network, startPictureOf({settings, {}, {}}));
    HeadlessRun run;
    std::optional<Clock::time_point> firstDone;
    int steps = 0;
    while (!dream.isFinished()) {
        dream.step(); // with all figures, as cnn-vis-render --progress json has them
        if (firstDone)
            ++steps;
        else
            firstDone = Clock::now();
    }
    if (steps > 0)
        run.stepsPerSecond = steps / secondsBetween(*firstDone, Clock::now());
    run.picture = dream.picture(16);
    return run;
}

} // namespace

HeadlessRun runHeadless(const RunSettings& settings, const Network& network)
{
    std::promise<HeadlessRun> promise;
    ui::BackgroundThread thread(QStringLiteral("headless"));
    thread.post([&] {
        try {
            promise.set_value(dream(settings, network));
        } catch (...) {
            promise.set_exception(std::current_exception());
        }
    });
    return promise.get_future().get();
}

} // namespace cnnvis
