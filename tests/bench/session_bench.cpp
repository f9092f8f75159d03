// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/session.h"
#include "cnnvis/session_recorder.h"
#include "figures.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

using namespace cnnvis;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A recorder, and how long it holds the engine each time.
class TimedRecorder final : public OutputSink {
public:
    explicit TimedRecorder(const std::string& path)
        : m_recorder(path, {})
    { }
    void preparing(const RunSettings& settings) override { m_recorder.preparing(settings); }
    void started(const SessionStart& start) override { m_recorder.started(start); }
    void stepStarting(const Dream& dream) override
    {
        timed([&] { m_recorder.stepStarting(dream); });
    }
    void betweenBatches(const Dream& dream) override
    {
        timed([&] { m_recorder.betweenBatches(dream); });
    }
    void ending(const Picture& picture, const Dream& dream) override { m_recorder.ending(picture, dream); }
    void ended(const SessionOutcome& outcome) override { m_recorder.ended(outcome); }

    const std::string problem() const { return m_recorder.problem(); }
    std::vector<double> holds; ///< seconds, of those that copied a state

private:
    template <typename Action>
    void timed(const Action& action)
    {
        constexpr double kCopied = 1e-3;
        const Clock::time_point begin = Clock::now();
        action();
        const double seconds = secondsSince(begin);
        if (seconds > kCopied)
            holds.push_back(seconds);
    }

    SessionRecorder m_recorder;
};

double secondsOf(const RunSettings& settings, OutputSink* sink)
{
    RunControl control;
    SessionRequest request;
    request.settings = settings;
    request.wantsDeepPicture = false;
    Session session(request, control);
    if (sink != nullptr)
        session.add(*sink);
    const Clock::time_point begin = Clock::now();
    const SessionOutcome outcome = session.run();
    if (!outcome.problem.isEmpty())
        throw Error(outcome.problem.message);
    return secondsSince(begin);
}

} // namespace

/// cnn-vis-session-bench [SIZE [STEPS]]: how long keeping a run in a session holds the engine, and what else it costs.
int main(int argc, char** argv)
{
    const std::string path = std::filesystem::temp_directory_path() / ("bench-" + std::to_string(::getpid()));
    try {
        RunSettings settings;
        settings.model = "bestiary";
        settings.targetLayer = "inception_4c/output";
        settings.initialSize = argc > 1 ? argv[1] : "1080x1920";
        settings.numSteps = argc > 2 ? std::stoi(argv[2]) : 10;
        TimedRecorder recorder(path);
        const double alone = secondsOf(settings, nullptr);
        const double kept = secondsOf(settings, &recorder);
        nlohmann::json figures{{"seconds_alone", alone}, {"seconds_kept", kept}, {"states", recorder.holds.size()},
            {"session_bytes", std::filesystem::file_size(path)}};
        if (!recorder.holds.empty()) {
            figures["hold_ms_median"] = 1e3 * medianOf(recorder.holds);
            figures["hold_ms_most"] = 1e3 * *std::max_element(recorder.holds.begin(), recorder.holds.end());
        }
        printFigures(figures, false);
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-session-bench: " << error.what() << std::endl;
    }
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}
