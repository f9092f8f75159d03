// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_rows.h"

#include "store/session_tables.h"

#include <algorithm>

namespace cnnvis {

void damaged(const std::string& what)
{
    throw SessionDamage(what + " in it is damaged");
}

RunPosition positionAt(const SqliteStatement& row, int column)
{
    const std::int64_t size = row.integer(column);
    const std::int64_t steps = row.integer(column + 1);
    const std::int64_t batches = row.integer(column + 2);
    if (size < 0 || size >= kMostSizes || steps < 0 || steps > kMostSteps || batches < 0 || batches > kMostSteps)
        damaged("a place in a run");
    return {static_cast<int>(size), static_cast<int>(steps), static_cast<int>(batches)};
}

RunRow readRun(const SqliteDatabase& database, std::int64_t id)
{
    SqliteStatement row = database.query("SELECT parent, size, step, batches, start, output, script, name, star, "
                                         "created, ended, changes, seal FROM run WHERE id = ?",
        id);
    if (!row.next())
        damaged("a run");
    RunRow read;
    read.run.id = id;
    if (!row.isNull(0))
        read.run.parent = row.integer(0);
    read.run.branch = positionAt(row, 1);
    read.start = row.text(4);
    read.output = row.text(5);
    read.script = row.text(6);
    read.run.name = row.text(7);
    read.run.isStarred = row.integer(8) != 0;
    read.run.created = row.integer(9);
    if (!row.isNull(10))
        read.run.end = static_cast<SessionEnd>(
            std::clamp<std::int64_t>(row.integer(10), 0, static_cast<std::int64_t>(SessionEnd::Diverged)));
    read.changes = row.integer(11);
    if (row.text(12) != read.seal())
        damaged("a run");
    return read;
}

void writeRun(SqliteDatabase& database, const RunRow& row)
{
    const RunPosition& branch = row.run.branch;
    database.run("INSERT INTO run VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET "
                 "parent = excluded.parent, script = excluded.script, name = excluded.name, star = excluded.star, "
                 "ended = excluded.ended, "
                 "changes = excluded.changes, "
                 "seal = excluded.seal",
        row.run.id, row.run.parent, branch.sizeIndex, branch.steps, branch.batches, row.start, row.output, row.script,
        row.run.name, int{row.run.isStarred}, row.run.created, row.end(), row.changes, row.seal());
}

std::optional<StateRow> readState(const SqliteDatabase& database, std::int64_t run, const RunPosition& position)
{
    SqliteStatement row = database.query(
        "SELECT id, changes, header, seal FROM state WHERE run = ? AND size = ? AND step = ? AND batches = ?", run,
        position.sizeIndex, position.steps, position.batches);
    if (!row.next())
        return std::nullopt;
    StateRow read{row.integer(0), row.integer(1), row.text(2), {}};
    SqliteStatement chunks =
        database.query("SELECT hash FROM state_chunk WHERE state = ? ORDER BY plane, number", read.id);
    while (chunks.next())
        read.hashes += chunks.bytes(0);
    if (row.text(3) != read.seal(run, position))
        damaged("a state of the dream");
    return read;
}

} // namespace cnnvis
