// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite_database.h"

#include <sqlite3.h>

#include <array>
#include <new>
#include <utility>

namespace cnnvis {
namespace {

constexpr int kPrimaryCode = 0xFF;
constexpr int kPatience = 3000; ///< milliseconds, for one that has the file for a moment

[[noreturn]] void fail(sqlite3* database, int code)
{
    if (code == SQLITE_NOMEM)
        throw std::bad_alloc();
    throw SqliteError(code & kPrimaryCode, sqlite3_system_errno(database), sqlite3_errmsg(database));
}

/// A file from a stranger gets no more than ours need.
void limit(sqlite3* database)
{
    constexpr std::array<std::pair<int, int>, 8> kLimits{
        {{SQLITE_LIMIT_LENGTH, 8 * 1024 * 1024}, {SQLITE_LIMIT_SQL_LENGTH, 64 * 1024}, {SQLITE_LIMIT_COLUMN, 64},
            {SQLITE_LIMIT_EXPR_DEPTH, 50}, {SQLITE_LIMIT_COMPOUND_SELECT, 8}, {SQLITE_LIMIT_VARIABLE_NUMBER, 32},
            {SQLITE_LIMIT_TRIGGER_DEPTH, 8}, {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100}}};
    for (const auto& [what, most] : kLimits)
        sqlite3_limit(database, what, most);
    sqlite3_busy_timeout(database, kPatience);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

} // namespace

SqliteStatement::SqliteStatement(sqlite3* database, const char* sql)
    : m_database(database)
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
    m_statement.reset(statement);
    check(code);
}

void SqliteStatement::Finalizer::operator()(sqlite3_stmt* statement) const
{
    sqlite3_finalize(statement);
}

bool SqliteStatement::next()
{
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(m_database, code);
    return false;
}

void SqliteStatement::run()
{
    while (next()) { }
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::int64_t SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string_view SqliteStatement::bytes(int column) const
{
    const void* const data = sqlite3_column_blob(m_statement.get(), column);
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return data == nullptr ? std::string_view()
                           : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement.get()); // what it answers was told already
}

void SqliteStatement::bind(int place, std::int64_t value)
{
    check(sqlite3_bind_int64(m_statement.get(), place, value));
}

void SqliteStatement::bind(int place, const std::string& text)
{
    check(sqlite3_bind_text(
        m_statement.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT)); // NOLINT
}

void SqliteStatement::bind(int place, const SqliteBytes& value)
{
    // No bytes are bytes all the same, and not NULL.
    const char* const data = value.bytes.data() == nullptr ? "" : value.bytes.data();
    check(sqlite3_bind_blob(m_statement.get(), place, data, static_cast<int>(value.bytes.size()), SQLITE_STATIC));
}

void SqliteStatement::bind(int place, const std::optional<std::int64_t>& value)
{
    if (value)
        bind(place, *value);
    else
        check(sqlite3_bind_null(m_statement.get(), place));
}

void SqliteStatement::check(int code) const
{
    if (code != SQLITE_OK)
        fail(m_database, code);
}

SqliteDatabase::SqliteDatabase(const std::string& path)
{
    sqlite3* database = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_FULLMUTEX;
    const int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
    m_database.reset(database);
    if (database == nullptr)
        throw std::bad_alloc();
    if (code != SQLITE_OK)
        fail(database, code);
    limit(database);
}

void SqliteDatabase::Closer::operator()(sqlite3* database) const
{
    sqlite3_close_v2(database);
}

void SqliteDatabase::salvage()
{
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
}

void SqliteDatabase::keepLog()
{
    sqlite3_db_config(m_database.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void SqliteDatabase::execute(const char* sql)
{
    const int code = sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(m_database.get(), code);
}

std::int64_t SqliteDatabase::lastId() const
{
    return sqlite3_last_insert_rowid(m_database.get());
}

std::string SqliteDatabase::fileBytes() const
{
    sqlite3_int64 size = 0;
    const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
        sqlite3_serialize(m_database.get(), "main", &size, 0), sqlite3_free);
    if (!bytes)
        throw std::bad_alloc();
    return {reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size)};
}

SqliteTransaction::SqliteTransaction(SqliteDatabase& database)
    : m_database(database)
{
    m_database.execute("BEGIN IMMEDIATE");
}

SqliteTransaction::~SqliteTransaction()
{
    if (!m_isOpen)
        return;
    try {
        m_database.execute("ROLLBACK");
    } catch (const SqliteError&) {
        // SQLite has done it itself.
    }
}

void SqliteTransaction::commit()
{
    m_database.execute("COMMIT");
    m_isOpen = false;
}

} // namespace cnnvis
