// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_schema.h"

namespace cnnvis {
namespace {

/// Of version 1.
constexpr const char* kTables = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE run(
    id INTEGER PRIMARY KEY,
    parent INTEGER,
    size INTEGER NOT NULL, step INTEGER NOT NULL, batches INTEGER NOT NULL,
    start TEXT NOT NULL, output TEXT NOT NULL, script TEXT NOT NULL,
    name TEXT NOT NULL, star INTEGER NOT NULL, created INTEGER NOT NULL, ended INTEGER,
    changes INTEGER NOT NULL,
    seal TEXT NOT NULL);
CREATE TABLE change(
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE, place INTEGER NOT NULL,
    size INTEGER NOT NULL, step INTEGER NOT NULL, batches INTEGER NOT NULL,
    settings TEXT NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY(run, place)) WITHOUT ROWID;
CREATE TABLE state(
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, step INTEGER NOT NULL, batches INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    header TEXT NOT NULL,
    seal TEXT NOT NULL,
    UNIQUE(run, size, step, batches));
CREATE TABLE chunk(hash TEXT PRIMARY KEY, length INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE state_chunk(
    state INTEGER NOT NULL REFERENCES state(id) ON DELETE CASCADE, plane INTEGER NOT NULL, number INTEGER NOT NULL,
    hash TEXT NOT NULL REFERENCES chunk(hash),
    PRIMARY KEY(state, plane, number)) WITHOUT ROWID;
CREATE INDEX state_chunk_hash ON state_chunk(hash);
CREATE TABLE small_picture(
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, step INTEGER NOT NULL, batches INTEGER NOT NULL,
    data BLOB NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY(run, size, step, batches));
)";

/// What version 2 has beside them: what steps told, and where runs ended whose states are gone.
constexpr const char* kTablesOf2 = R"(
CREATE TABLE report(
    run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, step INTEGER NOT NULL,
    count INTEGER NOT NULL, columns TEXT NOT NULL,
    data BLOB NOT NULL,
    seal TEXT NOT NULL,
    PRIMARY KEY(run, size, step));
CREATE TABLE last_position(
    run INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
    size INTEGER NOT NULL, step INTEGER NOT NULL, batches INTEGER NOT NULL,
    seal TEXT NOT NULL);
)";

void setVersion(SqliteDatabase& database, int version)
{
    database.execute(("PRAGMA user_version = " + std::to_string(version)).c_str());
}

/// Whether its tables are those of that version, and nothing beside.
bool hasTables(const SqliteDatabase& database, int version)
{
    SqliteDatabase fresh(":memory:");
    fresh.execute(kTables);
    if (version > 1)
        fresh.execute(kTablesOf2);
    const char* const sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
    SqliteStatement wanted = fresh.query(sql);
    SqliteStatement found = database.query(sql);
    while (wanted.next()) {
        if (!found.next())
            return false;
        for (int column = 0; column < 4; ++column) {
            if (wanted.text(column) != found.text(column))
                return false;
        }
    }
    return !found.next();
}

} // namespace

std::string newSessionBytes()
{
    SqliteDatabase database(":memory:");
    database.execute(("PRAGMA application_id = " + std::to_string(kSessionApplication)).c_str());
    setVersion(database, kSessionVersion);
    database.execute(kTables);
    database.execute(kTablesOf2);
    std::string bytes = database.fileBytes();
    constexpr std::size_t kWriteVersion = 18;
    constexpr char kWithLog = 2; // write-ahead log: so never another journal beside it
    bytes.at(kWriteVersion) = bytes.at(kWriteVersion + 1) = kWithLog;
    return bytes;
}

std::optional<int> sessionVersion(const SqliteDatabase& database)
{
    SqliteStatement row = database.query("PRAGMA user_version");
    const auto version = row.next() ? static_cast<int>(row.integer(0)) : 0;
    if (version < 1 || version > kSessionVersion || !hasTables(database, version))
        return std::nullopt;
    return version;
}

bool bringUpToDate(SqliteDatabase& database)
{
    const std::optional<int> version = sessionVersion(database);
    if (!version || *version == kSessionVersion)
        return version.has_value();
    SqliteTransaction transaction(database);
    database.execute(kTablesOf2);
    setVersion(database, kSessionVersion);
    transaction.commit();
    return true;
}

void setUpSession(SqliteDatabase& database)
{
    for (const char* const setting :
        {"PRAGMA locking_mode = EXCLUSIVE", // before the log, which then needs no file of shared memory
            "PRAGMA cell_size_check = ON", "PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL",
            "PRAGMA secure_delete = OFF", // what makes room is not to be written first
            "PRAGMA journal_mode = WAL", "PRAGMA journal_size_limit = 16777216"})
        database.execute(setting);
}

} // namespace cnnvis
