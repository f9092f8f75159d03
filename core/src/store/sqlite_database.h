// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace cnnvis {

/// What SQLite says went wrong.
struct SqliteError : std::exception {
    SqliteError(int resultCode, int systemErrorNumber, std::string text)
        : code(resultCode)
        , systemError(systemErrorNumber)
        , message(std::move(text))
    { }
    const char* what() const noexcept override { return message.c_str(); }

    int code; ///< SQLITE_FULL, SQLITE_CORRUPT, …, without its extension
    int systemError; ///< errno of a call of the system that failed; 0: none
    std::string message;
};

/// Bytes that are bound as such, and not as text. They outlive the statement's steps.
struct SqliteBytes {
    std::string_view bytes;
};

/// A prepared statement with its values.
class SqliteStatement {
public:
    SqliteStatement(sqlite3* database, const char* sql);

    /// Binds all values, anew when it was run before.
    template <typename... Values>
    SqliteStatement& with(const Values&... values)
    {
        reset();
        int place = 0;
        (bind(++place, values), ...);
        return *this;
    }
    /// The next row. @return  whether there is one.
    bool next();
    /// To its end, whatever rows come.
    void run();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    std::string text(int column) const { return std::string(bytes(column)); }
    /// Until the next row.
    std::string_view bytes(int column) const;

private:
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    void reset();
    void bind(int place, std::int64_t value);
    void bind(int place, int value) { bind(place, std::int64_t{value}); }
    void bind(int place, const std::string& text);
    void bind(int place, const SqliteBytes& value);
    void bind(int place, const std::optional<std::int64_t>& value);
    void check(int code) const;

    sqlite3* m_database;
    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
};

/// A database file that nobody has to be trusted to have made. Every member throws SqliteError.
class SqliteDatabase {
public:
    /// Opens what is there, for this connection alone. @param path  ":memory:" for a new one in memory.
    explicit SqliteDatabase(const std::string& path);

    /// From now on, what is missing or makes no sense hides no more than itself. For reading only.
    void salvage();

    /// What lies in the log stays there when this is closed: the file is as it was. For reading only.
    void keepLog();

    void execute(const char* sql);
    SqliteStatement prepare(const char* sql) const { return SqliteStatement(m_database.get(), sql); }
    template <typename... Values>
    SqliteStatement query(const char* sql, const Values&... values) const
    {
        SqliteStatement statement = prepare(sql);
        statement.with(values...);
        return statement;
    }
    template <typename... Values>
    void run(const char* sql, const Values&... values)
    {
        query(sql, values...).run();
    }
    std::int64_t lastId() const;
    /// The file that it would be.
    std::string fileBytes() const;

private:
    struct Closer {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Closer> m_database;
};

/// All that is done while it lives, or nothing of it.
class SqliteTransaction {
public:
    explicit SqliteTransaction(SqliteDatabase& database);
    SqliteTransaction(const SqliteTransaction&) = delete;
    SqliteTransaction& operator=(const SqliteTransaction&) = delete;
    ~SqliteTransaction();
    void commit();

private:
    SqliteDatabase& m_database;
    bool m_isOpen = true;
};

} // namespace cnnvis
