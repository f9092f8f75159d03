// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite_database.h"

#include <optional>
#include <string>

namespace cnnvis {

/// @{ Bytes 68 to 71 and 60 to 63 of the file, after which a session is known.
inline constexpr int kSessionApplication = 0x43767353; // "CvsS"
inline constexpr int kSessionVersion = 2;
/// @}

/// A new session's file, without runs.
std::string newSessionBytes();

/// What it says that it is of; nothing: its tables are not those of that version, or there is something beside.
std::optional<int> sessionVersion(const SqliteDatabase& database);

/// Gives an older version's session what it lacks, in one transaction. @return  false when it is damaged.
bool bringUpToDate(SqliteDatabase& database);

/// How the file is kept while it is open.
void setUpSession(SqliteDatabase& database);

} // namespace cnnvis
