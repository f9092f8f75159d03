// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_summary.h"

#include "store/session_place.h"
#include "store/session_refusal.h"
#include "store/session_schema.h"
#include "store/session_tables.h"

#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

constexpr const char* kForOneAtATime = "PRAGMA locking_mode = EXCLUSIVE"; // with it, the log needs no second file

void readRuns(SqliteDatabase& database, SessionSummary& summary)
{
    const SessionTables tables(database);
    const std::vector<std::int64_t> ids = tables.runIds();
    summary.runs = ids.size();
    summary.hasEnded = true;
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
        const StoredRun run = tables.run(*id);
        summary.created = run.created;
        summary.hasEnded = summary.hasEnded && run.end.has_value();
        if (id == ids.rbegin()) {
            const Journal journal = tables.journal(*id, {});
            summary.settings = journal.entries().empty() ? run.start.settings : journal.entries().back().settings;
        }
        if (!summary.smallPicture.empty())
            continue;
        const std::vector<RunPosition> pictures = tables.smallPictures(*id);
        if (!pictures.empty())
            summary.smallPicture = tables.smallPicture(*id, pictures.back());
    }
}

void copyWhole(const std::string& from, const std::string& to, const std::string& path)
{
    for (const std::string& part : {std::string("-wal"), std::string()}) { // the session itself at last
        std::error_code error;
        if (!part.empty() && !fs::exists(from + part, error))
            continue;
        fs::copy_file(from + part, to + part, error);
        if (!error)
            continue;
        std::error_code ignored;
        fs::remove(to, ignored);
        fs::remove(to + "-wal", ignored);
        refuseSession(path, "cannot be copied to '" + to + "': " + error.message() + "; look at that disk");
    }
}

} // namespace

SessionSummary readSessionSummary(const std::string& path)
{
    return guarded(path, [&] {
        const std::string file = resolvedSession(path);
        if (!isAnythingThere(file))
            refuseSession(path, "is not there; look at its name");
        requireSession(file, path);
        const bool hasLog = isAnythingThere(file + "-wal"); // of a program that was killed
        SqliteDatabase database(file);
        database.execute(kForOneAtATime);
        if (hasLog)
            database.keepLog();
        if (!sessionVersion(database))
            refuseSession(path, "is damaged; open it to read what can be read");
        SessionSummary summary;
        readRuns(database, summary);
        SqliteStatement kept = database.query("SELECT 1 FROM meta WHERE key = 'kept' AND value = '1'");
        summary.isKeptWhole = kept.next();
        SqliteStatement states = database.query("SELECT 1 FROM state LIMIT 1");
        summary.hasStates = states.next();
        return summary;
    });
}

void copySession(const std::string& from, const std::string& to)
{
    guarded(from, [&] {
        const std::string file = resolvedSession(from);
        if (!isAnythingThere(file))
            refuseSession(from, "is not there; look at its name");
        requireSession(file, from);
        const std::string target = resolvedSession(to);
        if (isAnythingThere(target))
            refuseSession(from, "cannot be copied: '" + to + "' is there already; remove that");
        // Nobody writes it meanwhile.
        std::optional<SqliteDatabase> database;
        std::optional<SqliteTransaction> held;
        try {
            database.emplace(file);
            held.emplace(*database);
        } catch (const SqliteError& error) {
            if (error.code == SQLITE_BUSY || error.code == SQLITE_LOCKED)
                throw;
            held.reset(); // it is damaged, or may only be read: nobody writes it
            database.reset();
        }
        copyWhole(file, target, from);
    });
}

} // namespace cnnvis
