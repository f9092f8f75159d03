// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/film_writer.h"
#include "cnnvis/output_sink.h"
#include "write_problems.h"

#include <optional>
#include <string>

namespace cnnvis::render {

/// `--film`: the film of a session: its picture after each step, all frames of the last size. See FilmWriter.
class FilmFile final : public OutputSink {
public:
    /// @param path  as FilmWriter; refused as there when the session is prepared.
    /// @param problems  are told where it breaks off; outlive this.
    FilmFile(std::string path, WriteProblems& problems);

    void preparing(const RunSettings& settings) override;
    void started(const SessionStart& start) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void ended(const SessionOutcome& outcome) override;

    /// Why there is no film, in one line; empty when there is.
    const std::string& problem() const { return m_problem; }

private:
    template <typename Action>
    void attempt(const Action& action);

    std::string m_path;
    WriteProblems& m_problems;
    std::string m_problem;
    std::optional<FilmWriter> m_writer; ///< nothing: the session has not started, or there is no film
};

} // namespace cnnvis::render
