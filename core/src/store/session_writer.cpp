// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_writer.h"

#include <chrono>
#include <exception>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

constexpr std::size_t kMostReports = 100'000; ///< that wait for the disk
constexpr std::size_t kMostSmallPictures = 64; ///< the same

/// Puts what is newer behind what is older. Where a disk takes nothing for hours, curves and film get a gap.
void add(StoredProgress newer, StoredProgress& older)
{
    older.entries.reserve(older.entries.size() + newer.entries.size()); // all or nothing
    std::move(newer.entries.begin(), newer.entries.end(), std::back_inserter(older.entries));
    if (older.reports.size() > kMostReports)
        older.reports.clear();
    if (older.smallPictures.size() > kMostSmallPictures)
        older.smallPictures.clear();
    try {
        std::move(newer.reports.begin(), newer.reports.end(), std::back_inserter(older.reports));
        std::move(newer.smallPictures.begin(), newer.smallPictures.end(), std::back_inserter(older.smallPictures));
    } catch (const std::bad_alloc&) {
        older.reports.clear();
    }
    if (newer.state) {
        older.position = newer.position;
        older.state = std::move(newer.state);
        older.stateEntries = newer.stateEntries;
    }
    if (newer.end)
        older.end = newer.end;
    if (newer.script)
        older.script = std::move(newer.script);
}

} // namespace

SessionWriter::SessionWriter(SessionStore store, std::int64_t run, double widest, std::size_t values)
    : m_store(std::move(store))
    , m_run(run)
    , m_widest(widest)
    , m_values(values)
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

DreamState SessionWriter::takeSpareState()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_spare, {});
}

void SessionWriter::hand(StoredProgress&& news)
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

void SessionWriter::saveCopy(const std::string& path, std::function<void(const std::string&)> tell)
{
    {
        const std::lock_guard lock(m_mutex);
        m_copies.push_back({path, std::move(tell)});
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

/// Takes the memory here, so that the session's thread need not wait for it with its first state.
void SessionWriter::prepareSpareState()
{
    constexpr std::size_t kPlanes = 2;
    DreamState state;
    try {
        state.image.resize(m_values);
        state.memory.assign(kPlanes, std::vector<float>(m_values + m_values / 8)); // tiles reach over the edge
    } catch (const std::bad_alloc&) {
        return; // told when there is a state
    }
    const std::lock_guard lock(m_mutex);
    m_spare = std::move(state);
}

void SessionWriter::work()
{
    prepareSpareState();
    std::optional<StoredProgress> failed; // what has to be written all the same; states follow
    std::unique_lock lock(m_mutex);
    while (true) {
        m_hasNews.wait(lock, [this] { return m_news || !m_copies.empty() || m_isOver; });
        if (!m_news && m_copies.empty())
            return;
        if (!m_news) {
            const std::vector<Copy> copies = std::exchange(m_copies, {});
            lock.unlock();
            for (const Copy& copy : copies)
                write(copy);
            lock.lock();
            continue;
        }
        StoredProgress news = std::move(*m_news);
        m_news.reset();
        m_isWriting = true;
        lock.unlock();
        const auto begin = std::chrono::steady_clock::now();
        std::string problem;
        try {
            if (failed) {
                add(std::move(news), *failed);
                news = std::move(*failed);
                failed.reset();
            }
            write(news);
        } catch (const std::bad_alloc&) {
            problem = "There is not enough memory to keep the session '" + m_store.path() + "'; close other programs";
        } catch (const std::exception& error) {
            problem = error.what();
        }
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        std::optional<DreamState> state = std::exchange(news.state, {});
        if (!problem.empty())
            failed = std::move(news);
        lock.lock();
        m_isWriting = false;
        if (!problem.empty() || state)
            m_problem = problem; // else a state may still be missing
        if (state) {
            m_secondsOfState = seconds;
            m_spare = std::move(*state);
        }
        m_hasWritten.notify_all();
    }
}

void SessionWriter::write(const Copy& copy) const
{
    std::string problem;
    try {
        m_store.saveCopy(copy.path);
    } catch (const std::exception& error) {
        problem = error.what();
    }
    copy.tell(problem);
}

void SessionWriter::write(const StoredProgress& news)
{
    m_store.add(m_run, news);
    if (news.state)
        m_store.thin(m_run, m_widest);
}

} // namespace cnnvis
