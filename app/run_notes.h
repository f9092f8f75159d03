// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "cnnvis/run_settings.h"
#include "progress_line.h"
#include "render_job.h"

#include <string>
#include <vector>

namespace cnnvis::render {

/// Says something on standard error, in the program's name.
void note(const std::string& text);

/// Tells what may surprise of a run, before it begins and on its way.
class RunNotes final : public OutputSink {
public:
    /// @param line             makes room for the notes; outlives this.
    /// @param job              that is done; outlives this.
    /// @param usesFirstPreset  no preset was named, so that one was chosen.
    RunNotes(ProgressLine& line, const RenderJob& job, bool usesFirstPreset);

    void preparing(const RunSettings& settings) override;
    void startPictureRead(const std::vector<std::string>& notes) override;
    void started(const SessionStart& start) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;

private:
    void noteFittingTiles(int tiles);
    void noteSilentTarget(const StepReport& report);

    ProgressLine& m_line;
    const RenderJob& m_job;
    bool m_usesFirstPreset;
    RunSettings m_asked; ///< before the dream made up its mind on what was left to it
    int m_fittingTiles = 0; ///< that were told of
};

} // namespace cnnvis::render
