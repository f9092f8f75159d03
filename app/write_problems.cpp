// SPDX-License-Identifier: GPL-3.0-or-later
#include "write_problems.h"

#include "run_notes.h"

namespace cnnvis::render {

void WriteProblems::tell(const std::string& problem)
{
    m_line.clear();
    note("note: " + problem + "; the run goes on");
    if (m_first.empty())
        m_first = problem;
}

} // namespace cnnvis::render
