// SPDX-License-Identifier: GPL-3.0-or-later
#include "film_file.h"

#include "cnnvis/error.h"
#include "cnnvis/session_outcome.h"

#include <utility>

namespace cnnvis::render {

FilmFile::FilmFile(std::string path, WriteProblems& problems)
    : m_path(std::move(path))
    , m_problems(problems)
{ }

void FilmFile::preparing(const RunSettings& /*settings*/)
{
    FilmWriter::check(m_path);
}

/// A film that breaks off is no reason to end the dream.
template <typename Action>
void FilmFile::attempt(const Action& action)
{
    try {
        action();
    } catch (const Error& error) {
        m_problem = "there is no film: " + std::string(error.what());
        m_writer.reset();
        m_problems.tell(m_problem);
    }
}

void FilmFile::started(const SessionStart& start)
{
    m_writer.emplace(m_path, start.dream.plan().sizes.back().size);
    attempt([&] { m_writer->add(start.dream.picture()); });
}

void FilmFile::stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& dream)
{
    if (m_writer)
        attempt([&] { m_writer->add(dream.picture()); });
}

void FilmFile::ended(const SessionOutcome& outcome)
{
    if (outcome.hasBegun && m_writer)
        attempt([&] { m_writer->finish(); });
}

} // namespace cnnvis::render
