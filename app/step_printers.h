// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "progress_line.h"

namespace cnnvis::render {

/// With `iter_behavior` print: the original's figures on standard output every `output_iter` steps.
class StatisticsPrinter final : public OutputSink {
public:
    /// @param line  makes room for the figures; outlives this.
    explicit StatisticsPrinter(ProgressLine& line)
        : m_line(line)
    { }

    Figures figuresOfStep(const Dream& dream) const override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;

private:
    ProgressLine& m_line;
};

/// Every step as JSON on standard output.
class JsonPrinter final : public OutputSink {
public:
    Figures figuresOfStep(const Dream& dream) const override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
};

/// How far the run is, for people.
class ProgressPrinter final : public OutputSink {
public:
    /// @param line  outlives this.
    explicit ProgressPrinter(ProgressLine& line)
        : m_line(line)
    { }

    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void ending(const Picture& picture, const Dream& dream) override;

private:
    ProgressLine& m_line;
};

} // namespace cnnvis::render
