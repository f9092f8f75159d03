// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/damaged_session.h"

#include "cnnvis/machine.h"
#include "cnnvis/output_file.h"
#include "store/report_table.h"
#include "store/session_place.h"
#include "store/session_reduction.h"
#include "store/session_refusal.h"
#include "store/session_schema.h"
#include "store/session_tables.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

namespace cnnvis {
namespace {

namespace fs = std::filesystem;

/// What goes on where something cannot be read.
template <typename Action>
bool succeeds(const Action& action)
{
    try {
        action();
        return true;
    } catch (const SqliteError&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

/// What could be read of a session.
struct Recovered {
    int runs = 0;
    int states = 0;
    int cutRuns = 0; ///< whose changes are not all there

    std::string text() const
    {
        const auto number = [](int count, const char* what) {
            return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
        };
        return number(runs, "run") + " and " + number(states, "state") + " of it could be read"
            + (cutRuns == 0 ? "" : ", but not all changes of " + number(cutRuns, "run"));
    }
};

void recoverReports(const ReportTable& from, std::int64_t id, ReportTable to, std::int64_t added)
{
    std::vector<RunPosition> blocks;
    succeeds([&] { blocks = from.blocks(id); }); // an older version's has none
    for (const RunPosition& first : blocks) {
        std::vector<StepReport> reports;
        if (succeeds([&] { reports = from.block(id, first); }))
            to.add(added, reports);
    }
}

/// Takes over what can be read. What cannot be written is thrown.
void recoverRun(SqliteDatabase& damaged, std::int64_t id, SqliteDatabase& database, Recovered& recovered)
{
    const SessionTables from(damaged);
    StoredRun run;
    Journal journal;
    bool isCut = false;
    std::vector<RunPosition> positions;
    std::vector<RunPosition> pictures;
    const bool isReadable = succeeds([&] {
        run = from.run(id);
        journal = from.readableJournal(id, isCut);
    });
    if (!isReadable)
        return;
    succeeds([&] { positions = from.states(id); });
    succeeds([&] { pictures = from.smallPictures(id); });
    SessionTables to(database);
    SqliteTransaction transaction(database);
    const std::int64_t added = to.addRun(run, journal);
    ++recovered.runs;
    recovered.cutRuns += isCut ? 1 : 0;
    for (const RunPosition& position : positions) {
        std::size_t entries = 0;
        DreamState state;
        const auto read = [&] {
            entries = std::min(from.entriesOfState(id, position), journal.entries().size());
            state = from.state(id, position, availableMemoryBytes());
        };
        if (!succeeds(read))
            continue;
        to.addState(added, position, state, entries);
        ++recovered.states;
    }
    for (const RunPosition& position : pictures) {
        std::string bytes;
        if (succeeds([&] { bytes = from.smallPicture(id, position); }))
            to.addSmallPicture(added, position, bytes);
    }
    std::optional<RunPosition> last;
    succeeds([&] { last = lastPositionOf(damaged, id); });
    if (last)
        noteLastPosition(database, added, *last);
    recoverReports(ReportTable(damaged), id, ReportTable(database), added);
    transaction.commit();
}

/// Into a database that is empty.
Recovered recover(const std::string& damagedPath, SqliteDatabase& database)
{
    Recovered recovered;
    std::optional<SqliteDatabase> damaged;
    std::vector<std::int64_t> ids;
    succeeds([&] {
        damaged.emplace(damagedPath);
        damaged->salvage();
        setUpSession(*damaged);
        SqliteStatement rows = damaged->query("SELECT id FROM run ORDER BY id");
        while (rows.next())
            ids.push_back(rows.integer(0));
    });
    for (const std::int64_t id : ids)
        recoverRun(*damaged, id, database, recovered);
    return recovered;
}

std::string logOf(const std::string& file)
{
    return file + "-wal";
}

/// The names under which a damaged file is set aside. @param number  from 1.
std::string asideName(const std::string& file, int number)
{
    return file + "-damaged" + (number == 1 ? std::string() : "-" + std::to_string(number));
}

/// How many there are.
int countAside(const std::string& file)
{
    constexpr int kMost = 1000;
    int count = 0;
    while (count < kMost && isAnythingThere(asideName(file, count + 1)))
        ++count;
    return count;
}

/// Gives a damaged file and its log another name. Until something else is put in its place, it is under its own one,
/// too, by which undoHalfSetAside() knows it. @return  the new name. @param path  as it was given.
std::string setAside(const std::string& file, const std::string& path)
{
    const std::string aside = asideName(file, countAside(file) + 1);
    std::error_code error;
    fs::create_hard_link(file, aside, error);
    if (error) // not every disk has them
        fs::rename(file, aside, error);
    if (!error && isAnythingThere(logOf(file)))
        fs::rename(logOf(file), logOf(aside), error);
    if (error)
        refuseSession(path, "is damaged, and cannot be set aside: " + error.message() + "; rename it yourself");
    return aside;
}

} // namespace

void undoHalfSetAside(const std::string& file)
{
    const int count = countAside(file);
    const std::string aside = asideName(file, count);
    std::error_code ignored;
    if (count > 0 && isAnythingThere(file) && placeOf(file) == placeOf(aside)) {
        if (!isAnythingThere(logOf(file)) && isAnythingThere(logOf(aside)))
            fs::rename(logOf(aside), logOf(file), ignored);
        fs::remove(aside, ignored);
    }
    // A log alone, which a new file must not be given.
    if (!isAnythingThere(file) && isAnythingThere(logOf(file)))
        fs::rename(logOf(file), logOf(asideName(file, std::max(count, 1))), ignored);
}

std::string replaceDamaged(const std::string& file, const std::string& path)
{
    const std::string part = temporaryBeside(file);
    std::error_code ignored;
    fs::remove(logOf(part), ignored);
    try {
        writeNewSession(part, path);
        Recovered recovered;
        {
            SqliteDatabase fresh(part);
            setUpSession(fresh);
            recovered = recover(file, fresh);
            fresh.execute("PRAGMA journal_mode = DELETE");
        }
        const std::string aside = setAside(file, path);
        const std::string problem = replaceFileBy(file, part);
        if (!problem.empty())
            refuseSession(path, "cannot be written: " + problem);
        return "'" + path + "' was damaged: " + recovered.text() + "; the damaged file is '" + aside + "'";
    } catch (...) {
        fs::remove(part, ignored);
        fs::remove(logOf(part), ignored);
        throw;
    }
}

} // namespace cnnvis
