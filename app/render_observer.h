// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_control.h"
#include "cnnvis/run_observer.h"
#include "cnnvis/run_pace.h"
#include "command_line.h"
#include "pixel_traces.h"
#include "progress_line.h"

#include <optional>
#include <string>

namespace cnnvis::render {

/// Watches a run from the command line: shows its progress, does what `iter_behavior` asks, and passes Ctrl-C on.
class RenderObserver : public RunObserver {
public:
    /// @param control  is asked to stop when Ctrl-C comes; outlives the observer.
    /// @param outputFile  where the finished picture goes; other files are named after it.
    RenderObserver(RunControl& control, ProgressStyle style, std::string outputFile);

    void stepStarting(const Dream& dream) override;
    Figures figuresOfStep(const Dream& dream) const override;
    void stepDone(const StepReport& report, const Dream& dream) override;

    /// After the run, however it ended: ends the progress line, and writes what was recorded of the pixels.
    /// @throws Error  when that cannot be written.
    void finish(const RunSettings& settings);

private:
    void passInterruptOn();
    void noteFittingTiles(int tiles);
    void noteSilentTarget(const StepReport& report);
    void showProgress(const StepReport& report, const Dream& dream);
    void report(const StepReport& report, const Dream& dream);
    void writeTraces(const RunSettings& settings) const;

    RunControl& m_control;
    ProgressStyle m_style;
    std::string m_outputFile;
    std::optional<RunPace> m_pace;
    ProgressLine m_line;
    PixelTraces m_traces;
    int m_fittingTiles = 0; ///< that were told of
};

} // namespace cnnvis::render
