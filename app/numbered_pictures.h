// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"
#include "write_problems.h"

#include <string>

namespace cnnvis::render {

/// With `iter_behavior` save: the picture as it stands every `output_iter` steps, under the original's names.
class NumberedPictures final : public OutputSink {
public:
    /// @param outputFile  where the finished picture goes; the others are named after it.
    /// @param problems    are told what cannot be written; outlive this.
    NumberedPictures(std::string outputFile, WriteProblems& problems);

    void preparing(const RunSettings& settings) override;
    void started(const SessionStart& start) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;

private:
    std::string m_outputFile;
    PatientWriter m_writer;
    const Journal* m_journal = nullptr;
};

} // namespace cnnvis::render
