// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "cnnvis/machine.h"
#include "cnnvis/output_file.h"
#include "store/damaged_session.h"
#include "store/report_table.h"
#include "store/session_place.h"
#include "store/session_reduction.h"
#include "store/session_refusal.h"
#include "store/session_schema.h"
#include "store/session_tables.h"

#include <sys/stat.h>

#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

std::string setting(const SqliteDatabase& database, const std::string& key)
{
    SqliteStatement row = database.query("SELECT value FROM meta WHERE key = ?", key);
    return row.next() ? row.text(0) : std::string();
}

void setSetting(SqliteDatabase& database, const std::string& key, const std::string& value)
{
    database.run("INSERT OR REPLACE INTO meta VALUES(?, ?)", key, value);
}

bool isWhole(const SqliteDatabase& database)
{
    SqliteStatement check = database.query("PRAGMA quick_check(1)");
    return check.next() && check.text(0) == "ok";
}

/// While it lives, transactions may be left to the flush of a later one.
class FlushMode {
public:
    FlushMode(SqliteDatabase& database, bool isAtOnce)
        : m_database(database)
        , m_isAtOnce(isAtOnce)
    {
        if (!m_isAtOnce)
            m_database.execute("PRAGMA synchronous = NORMAL");
    }
    FlushMode(const FlushMode&) = delete;
    FlushMode& operator=(const FlushMode&) = delete;
    ~FlushMode()
    {
        try {
            if (!m_isAtOnce)
                m_database.execute("PRAGMA synchronous = FULL");
        } catch (const SqliteError&) {
            return; // whoever writes next is told
        }
    }

private:
    SqliteDatabase& m_database;
    bool m_isAtOnce;
};

} // namespace

class SessionStore::Impl {
public:
    Impl(const std::string& path, Opening opening)
        : m_path(path)
        , m_file(resolvedSession(path))
    {
        undoHalfSetAside(m_file);
        const bool isNew = !isAnythingThere(m_file);
        if (isNew && opening == Opening::Existing)
            refuseSession(path, "is not there; look at its name");
        if (isNew)
            writeNewSession(m_file, path);
        requireSession(m_file, path);
        if (!open()) {
            m_database.reset();
            m_notes.push_back(replaceDamaged(m_file, path));
            if (!open())
                refuseSession(path, "is damaged; go back to a copy of it");
        }
        m_place = placeOf(m_file);
        setSetting(*m_database, "place", m_place);
        setSetting(*m_database, "open", "1");
    }

    ~Impl()
    {
        if (m_database)
            noteClosed();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    const std::string& path() const { return m_path; }
    const std::string& file() const { return m_file; }
    const std::vector<std::string>& notes() const { return m_notes; }
    SqliteDatabase& database() { return *m_database; }

    /// As guarded(); what is found damaged then is looked at closely when it is opened again.
    template <typename Action>
    auto use(const Action& action)
    {
        return guarded(m_path, [&] {
            try {
                return action();
            } catch (const SqliteError& error) {
                m_isSuspect = m_isSuspect || isDamage(error);
                throw;
            } catch (const SessionDamage&) {
                m_isSuspect = true;
                throw;
            }
        });
    }
    SessionTables tables() { return SessionTables(*m_database); }

    /// Whoever takes the file away while it is open would have everything written to nowhere.
    void requireFile() const
    {
        if (placeOf(m_file) != m_place)
            refuseSession(m_path, "is gone; put it back, or go on with a copy");
    }

private:
    /// Where that cannot be written, it is looked at more closely when it is opened again.
    void noteClosed() noexcept
    {
        if (m_isSuspect)
            return;
        try {
            setSetting(*m_database, "open", "0");
        } catch (const SqliteError&) { }
    }

    /// @return  false when it is damaged.
    bool open()
    {
        try {
            m_database.emplace(m_file);
            setUpSession(*m_database);
            // What a newer one has changed may be in its log alone.
            SqliteStatement version = m_database->query("PRAGMA user_version");
            if (version.next() && version.integer(0) > kSessionVersion)
                refuseVersion(m_path, version.integer(0));
            // Who opens it elsewhere, or after it was cut off, looks more closely.
            const bool isTrusted =
                setting(*m_database, "open") != "1" && setting(*m_database, "place") == placeOf(m_file);
            return sessionVersion(*m_database) && (isTrusted || isWhole(*m_database)) && bringUpToDate(*m_database)
                && hasWholeRuns(*m_database);
        } catch (const SqliteError& error) {
            if (!isDamage(error))
                throw;
            return false;
        }
    }

    std::string m_path;
    std::string m_file;
    std::string m_place;
    std::optional<SqliteDatabase> m_database;
    std::vector<std::string> m_notes;
    bool m_isSuspect = false;
};

SessionStore::SessionStore(const std::string& path, Opening opening)
    : m_impl(guarded(path, [&] { return std::make_unique<Impl>(path, opening); }))
{ }

SessionStore::~SessionStore() = default;
SessionStore::SessionStore(SessionStore&&) noexcept = default;
SessionStore& SessionStore::operator=(SessionStore&&) noexcept = default;

const std::string& SessionStore::path() const
{
    return m_impl->path();
}

const std::vector<std::string>& SessionStore::notes() const
{
    return m_impl->notes();
}

template <typename Action>
auto SessionStore::read(const Action& action) const
{
    return m_impl->use([&] { return action(m_impl->tables()); });
}

template <typename Action>
void SessionStore::write(const Action& action, Flush flush)
{
    m_impl->use([&] {
        m_impl->requireFile();
        const FlushMode mode(m_impl->database(), flush == Flush::AtOnce);
        SqliteTransaction transaction(m_impl->database());
        SessionTables tables = m_impl->tables();
        action(tables);
        transaction.commit();
    });
}

std::int64_t SessionStore::addRun(const StoredRun& run, const Journal& journal)
{
    StoredRun added = run;
    added.id = 0;
    added.created = static_cast<std::int64_t>(std::time(nullptr));
    std::int64_t id = 0;
    write([&](SessionTables& tables) { id = tables.addRun(added, journal); });
    return id;
}

std::vector<StoredRun> SessionStore::runs() const
{
    return read([](const SessionTables& tables) {
        std::vector<StoredRun> runs;
        for (const std::int64_t id : tables.runIds())
            runs.push_back(tables.run(id));
        return runs;
    });
}

void SessionStore::setName(std::int64_t run, const std::string& name)
{
    write([&](SessionTables& tables) {
        StoredRun changed = tables.run(run);
        changed.name = name;
        tables.changeRun(changed);
    });
}

void SessionStore::setStarred(std::int64_t run, bool isStarred)
{
    write([&](SessionTables& tables) {
        StoredRun changed = tables.run(run);
        changed.isStarred = isStarred;
        tables.changeRun(changed);
    });
}

void SessionStore::removeRun(std::int64_t run)
{
    write([&](SessionTables& tables) { tables.removeRun(run); });
}

void SessionStore::add(std::int64_t run, const StoredProgress& progress)
{
    write([&](SessionTables& tables) {
        std::size_t place = progress.firstEntry;
        for (const JournalEntry& entry : progress.entries)
            tables.addEntry(run, place++, entry);
        if (progress.state)
            tables.addState(run, progress.position, *progress.state, progress.stateEntries);
        ReportTable(m_impl->database()).add(run, progress.reports);
        for (const auto& [position, bytes] : progress.smallPictures)
            tables.addSmallPicture(run, position, bytes);
        if (progress.script)
            tables.setScript(run, *progress.script);
        StoredRun stored = tables.run(run);
        if (progress.state || progress.end) {
            stored.end = progress.end;
            tables.changeRun(stored);
        }
    });
}

Journal SessionStore::journal(std::int64_t run, const std::optional<RunPosition>& position) const
{
    return read([&](const SessionTables& tables) { return tables.journal(run, position); });
}

std::vector<RunPosition> SessionStore::states(std::int64_t run) const
{
    return read([&](const SessionTables& tables) { return tables.states(run); });
}

DreamState SessionStore::state(std::int64_t run, const RunPosition& position) const
{
    return read([&](const SessionTables& tables) { return tables.state(run, position, availableMemoryBytes()); });
}

void SessionStore::thin(std::int64_t run, double widest)
{
    write([&](SessionTables& tables) { tables.thin(run, widest); }, Flush::WithTheNext);
}

void SessionStore::addSmallPicture(std::int64_t run, const RunPosition& position, const std::string& bytes)
{
    write([&](SessionTables& tables) { tables.addSmallPicture(run, position, bytes); }, Flush::WithTheNext);
}

std::vector<RunPosition> SessionStore::smallPictures(std::int64_t run) const
{
    return read([&](const SessionTables& tables) { return tables.smallPictures(run); });
}

std::string SessionStore::smallPicture(std::int64_t run, const RunPosition& position) const
{
    return read([&](const SessionTables& tables) { return tables.smallPicture(run, position); });
}

std::vector<StepReport> SessionStore::reports(std::int64_t run, std::size_t most) const
{
    return read([&](const SessionTables&) { return ReportTable(m_impl->database()).reports(run, most); });
}

std::optional<RunPosition> SessionStore::lastPosition(std::int64_t run) const
{
    return read([&](const SessionTables&) { return lastPositionOf(m_impl->database(), run); });
}

bool SessionStore::isKeptWhole() const
{
    return read([this](const SessionTables&) { return setting(m_impl->database(), "kept") == "1"; });
}

void SessionStore::setKeptWhole(bool isKept)
{
    write([&](SessionTables&) { setSetting(m_impl->database(), "kept", isKept ? "1" : "0"); });
}

void SessionStore::reduce(Reduction reduction)
{
    write([&](SessionTables&) { reduceSession(m_impl->database(), reduction); });
    guarded(path(), [this] {
        m_impl->database().execute("VACUUM");
        m_impl->database().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    });
}

std::int64_t SessionStore::bytesUsed() const
{
    std::int64_t bytes = 0;
    for (const char* const part : {"", "-wal"}) {
        struct stat status { };
        if (::stat((m_impl->file() + part).c_str(), &status) == 0)
            bytes += status.st_size;
    }
    return bytes;
}

void SessionStore::saveCopy(const std::string& path) const
{
    guarded(path, [&] {
        const std::string file = resolvedSession(path);
        if (file == m_impl->file())
            refuseSession(path, "cannot be a copy of itself; take another name");
        const std::string problem = whyNotWritable(file);
        if (!problem.empty())
            refuseSession(path, "cannot be written: " + problem);
        const std::string part = temporaryBeside(file);
        std::error_code ignored;
        try {
            fs::remove(part, ignored);
            m_impl->database().run("VACUUM INTO ?", part);
            {
                SqliteDatabase copy(part);
                copy.execute("PRAGMA journal_mode = DELETE");
                setSetting(copy, "open", "0");
            }
            const std::string why = replaceFileBy(file, part);
            if (!why.empty())
                refuseSession(path, "cannot be written: " + why);
        } catch (...) {
            fs::remove(part, ignored);
            throw;
        }
    });
}

} // namespace cnnvis
