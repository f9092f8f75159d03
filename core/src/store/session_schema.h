// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlite_database.h"

#include <string>

namespace cnnvis {

/// @{ Bytes 68 to 71 and 60 to 63 of the file, after which a session is known.
inline constexpr int kSessionApplication = 0x43767353; // "CvsS"
inline constexpr int kSessionVersion = 1;
/// @}

/// A new session's file, without runs.
std::string newSessionBytes();

/// Whether its tables are those of newSessionBytes(), and nothing beside.
bool hasSessionTables(const SqliteDatabase& database);

/// How the file is kept while it is open.
void setUpSession(SqliteDatabase& database);

} // namespace cnnvis
