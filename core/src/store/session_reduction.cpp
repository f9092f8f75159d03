// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_reduction.h"

#include "store/session_rows.h"
#include "store/session_tables.h"

namespace cnnvis {
namespace {

std::string sealOfEnd(std::int64_t run, const RunPosition& position)
{
    return Seal().with(run).with(position).digits();
}

} // namespace

void noteLastPosition(SqliteDatabase& database, std::int64_t run, const RunPosition& position)
{
    database.run("INSERT OR REPLACE INTO last_position VALUES(?, ?, ?, ?, ?)", run, position.sizeIndex, position.steps,
        position.batches, sealOfEnd(run, position));
}

std::optional<RunPosition> lastPositionOf(const SqliteDatabase& database, std::int64_t run)
{
    SqliteStatement state = database.query(
        "SELECT size, step, batches FROM state WHERE run = ? ORDER BY size DESC, step DESC, batches DESC LIMIT 1", run);
    if (state.next())
        return positionAt(state, 0);
    SqliteStatement noted = database.query("SELECT size, step, batches, seal FROM last_position WHERE run = ?", run);
    if (!noted.next())
        return std::nullopt;
    const RunPosition position = positionAt(noted, 0);
    if (noted.text(3) != sealOfEnd(run, position))
        damaged("the end of a run");
    return position;
}

void reduceSession(SqliteDatabase& database, SessionStore::Reduction reduction)
{
    for (const std::int64_t run : SessionTables(database).runIds()) {
        if (const std::optional<RunPosition> last = lastPositionOf(database, run))
            noteLastPosition(database, run, *last);
    }
    database.execute("DELETE FROM state");
    database.execute("DELETE FROM chunk");
    if (reduction == SessionStore::Reduction::NoStates)
        return;
    database.execute("DELETE FROM report");
    database.execute("DELETE FROM small_picture WHERE (size, step, batches) <> (SELECT size, step, batches FROM "
                     "small_picture AS last WHERE last.run = small_picture.run "
                     "ORDER BY size DESC, step DESC, batches DESC LIMIT 1)");
}

} // namespace cnnvis
