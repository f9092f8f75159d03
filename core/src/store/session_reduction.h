// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"
#include "store/sqlite_database.h"

#include <cstdint>
#include <optional>

namespace cnnvis {

/// Takes away what a session can be without. In a transaction; the file becomes smaller by VACUUM.
void reduceSession(SqliteDatabase& database, SessionStore::Reduction reduction);

void noteLastPosition(SqliteDatabase& database, std::int64_t run, const RunPosition& position);
/// See SessionStore::lastPosition(). @throws SessionDamage
std::optional<RunPosition> lastPositionOf(const SqliteDatabase& database, std::int64_t run);

} // namespace cnnvis
