// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"
#include "cnnvis/output_file.h"
#include "store/session_tables.h"
#include "util/value_text.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& path, const std::string& why)
{
    throw SessionError("The session '" + path + "' " + why);
}

std::string textOf(const SqliteError& error)
{
    if (error.code == SQLITE_FULL || error.systemError == ENOSPC || error.systemError == EDQUOT)
        return "cannot be written: the disk is full; free some space";
    if (error.systemError == EFBIG)
        return "cannot be written: it would be larger than allowed here; raise the limit (ulimit -f)";
    switch (error.code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "is in use by another cnn-vis; end that one, or take another file";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return "cannot be written; allow that, for its folder too, with chmod, or take another folder";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
        return "is damaged; go back to a copy of it";
    default:
        return "cannot be read or written: "
            + (error.systemError == 0 ? error.message : std::generic_category().message(error.systemError))
            + "; look at its disk, and at the limit for files (ulimit -f)";
    }
}

bool isDamage(const SqliteError& error)
{
    return error.code == SQLITE_CORRUPT || error.code == SQLITE_NOTADB || error.code == SQLITE_ERROR;
}

/// What it answers; whatever is thrown becomes a sentence with the path.
template <typename Action>
auto guarded(const std::string& path, const Action& action)
{
    try {
        return action();
    } catch (const SqliteError& error) {
        refuse(path, textOf(error));
    } catch (const SessionError&) {
        throw;
    } catch (const SessionDamage& damage) {
        refuse(path, std::string("cannot be read: ") + damage.what() + "; go back to a copy of it");
    } catch (const StateTooLarge& error) {
        refuse(path, std::string("cannot be read: ") + error.what());
    } catch (const Error&) { // of the settings' texts
        refuse(path, "cannot be read: its settings are damaged, or another version's; go back to a copy of it");
    }
}

/// The same file without symbolic links in its folder's path; SQLite follows none.
std::string resolved(const std::string& path)
{
    const fs::path given(path);
    std::error_code error;
    const fs::path folder = fs::canonical(given.has_parent_path() ? given.parent_path() : ".", error);
    if (error)
        refuse(path, "cannot be opened: its folder is not there; make it, or take another");
    return (folder / given.filename()).string();
}

/// The device and the number of the file there; empty: there is none.
std::string placeOf(const std::string& path)
{
    struct stat status { };
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return {};
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

bool isAnythingThere(const std::string& path)
{
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

std::uint32_t bigEndian(const std::array<unsigned char, 100>& header, std::size_t from)
{
    std::uint32_t number = 0;
    for (std::size_t i = from; i < from + 4; ++i)
        number = number << 8U | header.at(i);
    return number;
}

/// By its first bytes, before anything is written there. @param path  as it was given.
void requireSession(const std::string& file, const std::string& path)
{
    constexpr std::string_view kFormat("SQLite format 3\0", 16);
    constexpr std::size_t kVersionPlace = 60;
    constexpr std::size_t kApplicationPlace = 68;
    std::array<unsigned char, 100> header{};
    if (placeOf(file).empty())
        refuse(path, "is not a regular file; take another");
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        refuse(path, "cannot be read; allow that with chmod, or take another");
    stream.read(reinterpret_cast<char*>(header.data()), header.size());
    const bool isSession = stream.gcount() == static_cast<std::streamsize>(header.size())
        && std::equal(kFormat.begin(), kFormat.end(), reinterpret_cast<const char*>(header.data()))
        && bigEndian(header, kApplicationPlace) == std::uint32_t{kSessionApplication};
    if (!isSession)
        throw SessionError("'" + path + "' is there and is no session of cnn-vis; take another name");
    const std::uint32_t version = bigEndian(header, kVersionPlace);
    if (version != std::uint32_t{kSessionVersion})
        refuse(path,
            "is of version " + std::to_string(version) + ", and this cnn-vis knows version "
                + std::to_string(kSessionVersion) + "; take a newer cnn-vis");
}

void setUp(SqliteDatabase& database)
{
    for (const char* const setting :
        {"PRAGMA locking_mode = EXCLUSIVE", // before the log, which then needs no file of shared memory
            "PRAGMA cell_size_check = ON", "PRAGMA foreign_keys = ON", "PRAGMA synchronous = NORMAL",
            "PRAGMA journal_mode = WAL", "PRAGMA journal_size_limit = 16777216"})
        database.execute(setting);
}

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

/// What goes on where something cannot be read.
template <typename Action>
bool succeeds(const Action& action)
{
    try {
        action();
        return true;
    } catch (const SqliteError&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

/// What could be read of a session.
struct Recovered {
    int runs = 0;
    int states = 0;
    int cutRuns = 0; ///< whose changes are not all there

    std::string text() const
    {
        const auto number = [](int count, const char* what) {
            return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
        };
        return number(runs, "run") + " and " + number(states, "state") + " of it could be read"
            + (cutRuns == 0 ? "" : ", but not all changes of " + number(cutRuns, "run"));
    }
};

/// Takes over what can be read. What cannot be written is thrown.
void recoverRun(const SessionTables& from, std::int64_t id, SqliteDatabase& database, Recovered& recovered)
{
    StoredRun run;
    Journal journal;
    bool isCut = false;
    std::vector<RunPosition> positions;
    std::vector<RunPosition> pictures;
    const bool isReadable = succeeds([&] {
        run = from.run(id);
        journal = from.readableJournal(id, isCut);
    });
    if (!isReadable)
        return;
    succeeds([&] { positions = from.states(id); });
    succeeds([&] { pictures = from.smallPictures(id); });
    SessionTables to(database);
    SqliteTransaction transaction(database);
    const std::int64_t added = to.addRun(run, journal);
    ++recovered.runs;
    recovered.cutRuns += isCut ? 1 : 0;
    for (const RunPosition& position : positions) {
        std::size_t entries = 0;
        DreamState state;
        const auto read = [&] {
            entries = std::min(from.entriesOfState(id, position), journal.entries().size());
            state = from.state(id, position, availableMemoryBytes());
        };
        if (!succeeds(read))
            continue;
        to.addState(added, position, state, entries);
        ++recovered.states;
    }
    for (const RunPosition& position : pictures) {
        std::string bytes;
        if (succeeds([&] { bytes = from.smallPicture(id, position); }))
            to.addSmallPicture(added, position, bytes);
    }
    transaction.commit();
}

/// Into a database that is empty.
Recovered recover(const std::string& damagedPath, SqliteDatabase& database)
{
    Recovered recovered;
    std::optional<SqliteDatabase> damaged;
    std::vector<std::int64_t> ids;
    succeeds([&] {
        damaged.emplace(damagedPath);
        damaged->salvage();
        setUp(*damaged);
        SqliteStatement rows = damaged->query("SELECT id FROM run ORDER BY id");
        while (rows.next())
            ids.push_back(rows.integer(0));
    });
    for (const std::int64_t id : ids)
        recoverRun(SessionTables(*damaged), id, database, recovered);
    return recovered;
}

void writeNew(const std::string& file, const std::string& path)
{
    const std::string problem = replaceFile(file, newSessionBytes());
    if (!problem.empty())
        refuse(path, "cannot be written: " + problem);
}

std::string logOf(const std::string& file)
{
    return file + "-wal";
}

/// In the same folder.
std::string temporaryBeside(const std::string& file)
{
    return (fs::path(file).parent_path() / (".cnn-vis-" + std::to_string(::getpid()) + "-session.tmp")).string();
}

/// The names under which a damaged file is set aside. @param number  from 1.
std::string asideName(const std::string& file, int number)
{
    return file + "-damaged" + (number == 1 ? std::string() : "-" + std::to_string(number));
}

/// How many there are.
int countAside(const std::string& file)
{
    constexpr int kMost = 1000;
    int count = 0;
    while (count < kMost && isAnythingThere(asideName(file, count + 1)))
        ++count;
    return count;
}

/// Gives a damaged file and its log another name. Until something else is put in its place, it is under its own one,
/// too, by which undoHalfSetAside() knows it. @return  the new name. @param path  as it was given.
std::string setAside(const std::string& file, const std::string& path)
{
    const std::string aside = asideName(file, countAside(file) + 1);
    std::error_code error;
    fs::create_hard_link(file, aside, error);
    if (error) // not every disk has them
        fs::rename(file, aside, error);
    if (!error && isAnythingThere(logOf(file)))
        fs::rename(logOf(file), logOf(aside), error);
    if (error)
        refuse(path, "is damaged, and cannot be set aside: " + error.message() + "; rename it yourself");
    return aside;
}

/// Puts back what a kill left half set aside: the file without its log would be taken for a good one that is older.
void undoHalfSetAside(const std::string& file)
{
    const int count = countAside(file);
    const std::string aside = asideName(file, count);
    std::error_code ignored;
    if (count > 0 && isAnythingThere(file) && placeOf(file) == placeOf(aside)) {
        if (!isAnythingThere(logOf(file)) && isAnythingThere(logOf(aside)))
            fs::rename(logOf(aside), logOf(file), ignored);
        fs::remove(aside, ignored);
    }
    // A log alone, which a new file must not be given.
    if (!isAnythingThere(file) && isAnythingThere(logOf(file)))
        fs::rename(logOf(file), logOf(asideName(file, std::max(count, 1))), ignored);
}

/// Makes it anew of what can be read of it, and sets it aside. @return  what the user should know.
std::string replaceDamaged(const std::string& file, const std::string& path)
{
    const std::string part = temporaryBeside(file);
    std::error_code ignored;
    fs::remove(logOf(part), ignored);
    try {
        writeNew(part, path);
        Recovered recovered;
        {
            SqliteDatabase fresh(part);
            setUp(fresh);
            recovered = recover(file, fresh);
            fresh.execute("PRAGMA journal_mode = DELETE");
        }
        const std::string aside = setAside(file, path);
        const std::string problem = replaceFileBy(file, part);
        if (!problem.empty())
            refuse(path, "cannot be written: " + problem);
        return "'" + path + "' was damaged: " + recovered.text() + "; the damaged file is '" + aside + "'";
    } catch (...) {
        fs::remove(part, ignored);
        fs::remove(logOf(part), ignored);
        throw;
    }
}

} // namespace

DreamRecipe restOfRun(const StoredRun& run, const Journal& journal, const SessionResume* resume)
{
    DreamRecipe rest;
    rest.settings = resume == nullptr ? run.start.settings : resume->state.settings;
    rest.origin = journal.origin();
    rest.end = run.script.end;
    const std::vector<JournalEntry>& known = journal.entries();
    // Of the first ones alone it is known what they were.
    if (ModelSource::of(rest.settings).identity() != ModelSource::of(known.front().settings).identity())
        rest.origin.network.clear();
    if (rest.settings.initialImage != known.front().settings.initialImage)
        rest.origin.startFile.reset();
    for (std::size_t place = resume == nullptr ? 1 : resume->journal.entries().size(); place < known.size(); ++place)
        rest.changes.push_back({known[place].after, known[place].change});
    for (const RecipeChange& change : run.script.changes) {
        const bool isKnown = known.size() > 1 && change.after <= known.back().after;
        // One that is due at the state itself may not have come yet.
        const bool isBehind =
            resume == nullptr || !(change.after < RunPosition{resume->state.sizeIndex, resume->state.steps});
        if (!isKnown && isBehind)
            rest.changes.push_back(change);
    }
    return rest;
}

class SessionStore::Impl {
public:
    Impl(const std::string& path, Opening opening)
        : m_path(path)
        , m_file(resolved(path))
    {
        undoHalfSetAside(m_file);
        const bool isNew = !isAnythingThere(m_file);
        if (isNew && opening == Opening::Existing)
            refuse(path, "is not there; look at its name");
        if (isNew)
            writeNew(m_file, path);
        requireSession(m_file, path);
        if (!open()) {
            m_database.reset();
            m_notes.push_back(replaceDamaged(m_file, path));
            if (!open())
                refuse(path, "is damaged; go back to a copy of it");
        }
        m_place = placeOf(m_file);
        setSetting(*m_database, "place", m_place);
        setSetting(*m_database, "open", "1");
    }

    ~Impl()
    {
        if (m_database)
            succeeds([&] { setSetting(*m_database, "open", "0"); });
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    const std::string& path() const { return m_path; }
    const std::string& file() const { return m_file; }
    const std::vector<std::string>& notes() const { return m_notes; }
    SqliteDatabase& database() { return *m_database; }
    SessionTables tables() { return SessionTables(*m_database); }

    /// Whoever takes the file away while it is open would have everything written to nowhere.
    void requireFile() const
    {
        if (placeOf(m_file) != m_place)
            refuse(m_path, "is gone; put it back, or go on with a copy");
    }

private:
    /// @return  false when it is damaged.
    bool open()
    {
        try {
            m_database.emplace(m_file);
            setUp(*m_database);
            // Who opens it elsewhere, or after it was cut off, looks more closely.
            const bool isTrusted =
                setting(*m_database, "open") != "1" && setting(*m_database, "place") == placeOf(m_file);
            return hasSessionTables(*m_database) && (isTrusted || isWhole(*m_database)) && hasWholeRuns(*m_database);
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
    return guarded(path(), [&] { return action(m_impl->tables()); });
}

template <typename Action>
void SessionStore::write(const Action& action)
{
    guarded(path(), [&] {
        m_impl->requireFile();
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
    // What a run came to is worth to wait for the disk.
    const auto setSynchronous = [&](const char* how) {
        if (progress.end)
            guarded(path(), [&] { m_impl->database().execute(how); });
    };
    setSynchronous("PRAGMA synchronous = FULL");
    write([&](SessionTables& tables) {
        std::size_t place = progress.firstEntry;
        for (const JournalEntry& entry : progress.entries)
            tables.addEntry(run, place++, entry);
        if (progress.state)
            tables.addState(run, progress.position, *progress.state, progress.stateEntries);
        StoredRun stored = tables.run(run);
        if (progress.state || progress.end) {
            stored.end = progress.end;
            tables.changeRun(stored);
        }
    });
    setSynchronous("PRAGMA synchronous = NORMAL");
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
    write([&](SessionTables& tables) { tables.thin(run, widest); });
}

void SessionStore::addSmallPicture(std::int64_t run, const RunPosition& position, const std::string& bytes)
{
    write([&](SessionTables& tables) { tables.addSmallPicture(run, position, bytes); });
}

std::vector<RunPosition> SessionStore::smallPictures(std::int64_t run) const
{
    return read([&](const SessionTables& tables) { return tables.smallPictures(run); });
}

std::string SessionStore::smallPicture(std::int64_t run, const RunPosition& position) const
{
    return read([&](const SessionTables& tables) { return tables.smallPicture(run, position); });
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
        const std::string file = resolved(path);
        if (file == m_impl->file())
            refuse(path, "cannot be a copy of itself; take another name");
        const std::string problem = whyNotWritable(file);
        if (!problem.empty())
            refuse(path, "cannot be written: " + problem);
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
                refuse(path, "cannot be written: " + why);
        } catch (...) {
            fs::remove(part, ignored);
            throw;
        }
    });
}

} // namespace cnnvis
