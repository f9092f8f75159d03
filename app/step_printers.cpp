// SPDX-License-Identifier: GPL-3.0-or-later
#include "step_printers.h"

#include "statistics_text.h"
#include "step_json.h"

#include <chrono>
#include <iostream>

namespace cnnvis::render {

namespace {

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool isPrinted(int step, const RunSettings& settings)
{
    return settings.iterBehavior.has(iter_behavior::Print) && step % settings.outputIter == 0;
}

Progress progressAt(const StepReport& report, const SessionProgress& progress, const Dream& dream)
{
    return {report.sizeIndex, static_cast<int>(dream.plan().sizes.size()), report.size, report.step,
        dream.settings().numSteps, progress.stepsPerSecond, progress.secondsLeft};
}

} // namespace

Figures StatisticsPrinter::figuresOfStep(const Dream& dream) const
{
    return isPrinted(dream.stepsDone() + 1, dream.settings()) ? Figures::All : Figures::Free;
}

void StatisticsPrinter::stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& dream)
{
    if (isPrinted(report.step, dream.settings())) {
        m_line.clear();
        std::cout << statisticsText(report, static_cast<int>(dream.plan().sizes.size())) << std::endl;
    }
}

Figures JsonPrinter::figuresOfStep(const Dream& /*dream*/) const
{
    return Figures::All;
}

void JsonPrinter::stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream)
{
    std::cout << stepJson(report, progressAt(report, progress, dream), progress.fractionDone) << std::endl;
}

void ProgressPrinter::stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream)
{
    m_line.show(progressAt(report, progress, dream), secondsNow());
}

void ProgressPrinter::ending(const Picture& /*picture*/, const Dream& /*dream*/)
{
    m_line.end();
}

} // namespace cnnvis::render
