// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "progress_line.h"

#include <exception>
#include <string>

namespace cnnvis::render {

/// What could not be written while a run went on: told at once, as the run goes on, and again at its end.
class WriteProblems {
public:
    /// @param line  makes room for what is told; outlives this.
    explicit WriteProblems(ProgressLine& line)
        : m_line(line)
    { }

    void tell(const std::string& problem);
    /// Empty: there was none.
    const std::string& first() const { return m_first; }

private:
    ProgressLine& m_line;
    std::string m_first;
};

/// What writes files of one kind in the course of a run, and lives on when one cannot be written.
class PatientWriter {
public:
    /// @param problems  outlives this.
    explicit PatientWriter(WriteProblems& problems)
        : m_problems(problems)
    { }

    /// Does that, and tells what it throws, unless it is as it was the last time: the disk is still full.
    template <typename Action>
    void attempt(const Action& action)
    {
        try {
            action();
            m_isFailing = false;
        } catch (const std::exception& error) {
            if (!m_isFailing)
                m_problems.tell(error.what());
            m_isFailing = true;
        }
    }

private:
    WriteProblems& m_problems;
    bool m_isFailing = false;
};

} // namespace cnnvis::render
