// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_writer.h"

#include <chrono>
#include <exception>
#include <iterator>
#include <new>
#include <utility>

namespace cnnvis {
namespace {

/// Puts what is newer behind what is older.
void add(StoredProgress newer, StoredProgress& older)
{
    std::move(newer.entries.begin(), newer.entries.end(), std::back_inserter(older.entries));
    if (newer.state) {
        older.position = newer.position;
        older.state = std::move(newer.state);
    }
    if (newer.end)
        older.end = newer.end;
}

} // namespace

SessionWriter::SessionWriter(SessionStore store, std::int64_t run, double widest)
    : m_store(std::move(store))
    , m_run(run)
    , m_widest(widest)
    , m_thread([this] { work(); })
{ }

std::string SessionWriter::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_hasNews.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    return m_problem;
}

void SessionWriter::hand(StoredProgress news)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_news)
            add(std::move(news), *m_news);
        else
            m_news = std::move(news);
    }
    m_hasNews.notify_one();
}

bool SessionWriter::isIdle() const
{
    const std::lock_guard lock(m_mutex);
    return !m_isWriting && !m_news;
}

void SessionWriter::waitUntilIdle() const
{
    std::unique_lock lock(m_mutex);
    m_hasWritten.wait(lock, [this] { return !m_isWriting && !m_news; });
}

double SessionWriter::secondsOfState() const
{
    const std::lock_guard lock(m_mutex);
    return m_secondsOfState;
}

std::string SessionWriter::problem() const
{
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

void SessionWriter::work()
{
    std::optional<StoredProgress> failed; // what has to be written all the same; states follow
    std::unique_lock lock(m_mutex);
    while (true) {
        m_hasNews.wait(lock, [this] { return m_news || m_isOver; });
        if (!m_news)
            return;
        StoredProgress news = std::move(*m_news);
        m_news.reset();
        m_isWriting = true;
        lock.unlock();
        if (failed) {
            add(std::move(news), *failed);
            news = std::move(*failed);
            failed.reset();
        }
        const auto begin = std::chrono::steady_clock::now();
        std::string problem;
        try {
            write(news);
        } catch (const std::bad_alloc&) {
            problem = "There is not enough memory to keep the session '" + m_store.path() + "'; close other programs";
        } catch (const std::exception& error) {
            problem = error.what();
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        const bool hadState = news.state.has_value();
        if (!problem.empty()) {
            news.state.reset(); // its memory is better used
            failed = std::move(news);
        }
        lock.lock();
        m_isWriting = false;
        if (!problem.empty() || hadState)
            m_problem = problem; // else a state may still be missing
        if (hadState)
            m_secondsOfState = seconds;
        m_hasWritten.notify_all();
    }
}

void SessionWriter::write(StoredProgress& news)
{
    m_store.add(m_run, news);
    if (!news.state)
        return;
    news.state.reset();
    m_store.thin(m_run, m_widest);
}

} // namespace cnnvis
