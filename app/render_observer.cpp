// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_observer.h"

#include "cnnvis/embedded_settings.h"
#include "cnnvis/picture_file.h"
#include "interrupt.h"
#include "output_paths.h"
#include "statistics_text.h"
#include "step_json.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string_view>
#include <utility>

namespace cnnvis::render {

namespace {

int terminalColumns()
{
    constexpr int kUsualColumns = 80;
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
}

/// How wide the terminal is; empty when standard error goes elsewhere, or to one that cannot rewrite a line.
std::function<int()> columnsOfStandardError()
{
    const char* const terminal = std::getenv("TERM");
    const bool canRewrite = terminal != nullptr && std::string_view(terminal) != "dumb";
    return canRewrite && ::isatty(STDERR_FILENO) == 1 ? std::function<int()>(terminalColumns) : nullptr;
}

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double fractionDone(const Dream& dream, int sizeIndex, int steps)
{
    return dream.plan().fractionDone(sizeIndex, steps, dream.settings().numSteps);
}

} // namespace

RenderObserver::RenderObserver(RunControl& control, ProgressStyle style, std::string outputFile)
    : m_control(control)
    , m_style(style)
    , m_outputFile(std::move(outputFile))
    , m_line(std::cerr, columnsOfStandardError())
{ }

void RenderObserver::stepStarting(const Dream& dream)
{
    passInterruptOn();
    if (!m_pace) {
        m_pace.emplace(secondsNow(), fractionDone(dream, dream.sizeIndex(), dream.stepsDone()));
    }
    if (dream.settings().iterBehavior.has(iter_behavior::PlotPix)) {
        m_traces.record(dream.sizeIndex() + 1, dream.stepsDone() + 1,
            [&dream](int row, int column) { return dream.pixel(row, column); });
    }
}

/// Every step is told as JSON; printed are those of `output_iter` alone.
Figures RenderObserver::figuresOfStep(const Dream& dream) const
{
    const RunSettings& settings = dream.settings();
    const bool isPrinted =
        settings.iterBehavior.has(iter_behavior::Print) && (dream.stepsDone() + 1) % settings.outputIter == 0;
    return isPrinted || m_style == ProgressStyle::Json ? Figures::All : Figures::Free;
}

void RenderObserver::stepDone(const StepReport& stepReport, const Dream& dream)
{
    passInterruptOn();
    m_pace->stepDone(secondsNow(), fractionDone(dream, stepReport.sizeIndex, stepReport.step), stepReport.sizeIndex);
    noteFittingTiles(stepReport.fittingTiles);
    noteSilentTarget(stepReport);
    if (stepReport.step % dream.settings().outputIter == 0) {
        report(stepReport, dream);
    }
    showProgress(stepReport, dream);
}

void RenderObserver::finish(const RunSettings& settings)
{
    m_line.end();
    writeTraces(settings);
}

void RenderObserver::passInterruptOn()
{
    if (InterruptGuard::isInterrupted()) {
        m_control.requestStop(StopPoint::AfterStep);
    }
}

void RenderObserver::noteFittingTiles(int tiles)
{
    if (tiles == 0 || tiles == m_fittingTiles) {
        return;
    }
    m_fittingTiles = tiles;
    m_line.clear();
    std::cerr << "note: no more than " << tiles << " tiles at a time fit into the graphics processor's memory; with "
              << "--batch_size " << tiles << " that need not be found out" << std::endl;
}

void RenderObserver::noteSilentTarget(const StepReport& report)
{
    if (!report.isTargetSilent || report.sizeIndex > 0) {
        return;
    }
    m_line.clear();
    std::cerr
        << "note: the target does not answer: its gradient is exactly 0 in the whole picture, so that the network "
           "changes nothing. Give another --target_neuron, a --target_layer before its ReLU, another "
           "--initial_image, or stronger noise (--initialization_scale)"
        << std::endl;
}

void RenderObserver::showProgress(const StepReport& report, const Dream& dream)
{
    Progress progress;
    progress.sizeIndex = report.sizeIndex;
    progress.sizes = static_cast<int>(dream.plan().sizes.size());
    progress.size = report.size;
    progress.step = report.step;
    progress.steps = dream.settings().numSteps;
    progress.stepsPerSecond = m_pace->stepsPerSecond();
    progress.secondsLeft = m_pace->secondsLeft();
    if (m_style == ProgressStyle::Auto) {
        m_line.show(progress, secondsNow());
    } else if (m_style == ProgressStyle::Json) {
        std::cout << stepJson(report, progress, fractionDone(dream, report.sizeIndex, report.step)) << std::endl;
    }
}

void RenderObserver::report(const StepReport& report, const Dream& dream)
{
    const RunSettings& settings = dream.settings();
    // As JSON, every step is told already, and programs that read it want nothing else in between.
    if (settings.iterBehavior.has(iter_behavior::Print) && m_style != ProgressStyle::Json) {
        m_line.clear();
        std::cout << statisticsText(report, static_cast<int>(dream.plan().sizes.size())) << std::endl;
    }
    if (settings.iterBehavior.has(iter_behavior::Save)) {
        writePicture(
            snapshotPath(m_outputFile, report.sizeIndex + 1, report.step), dream.picture(), embeddedSettings(settings));
    }
    writeTraces(settings);
}

void RenderObserver::writeTraces(const RunSettings& settings) const
{
    if (settings.iterBehavior.has(iter_behavior::PlotPix)) {
        m_traces.write(pixelTracePath(m_outputFile));
    }
}

} // namespace cnnvis::render
