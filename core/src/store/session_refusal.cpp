// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_refusal.h"

#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace cnnvis {

void refuseSession(const std::string& path, const std::string& why)
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

} // namespace cnnvis
