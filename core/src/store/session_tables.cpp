// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_tables.h"

#include "settings/settings_json.h"
#include "store/chunk_codec.h"
#include "store/dream_state_text.h"
#include "store/state_thinning.h"
#include "util/sha256.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

namespace cnnvis {
namespace {

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

constexpr std::int64_t kMostStateBytes = std::int64_t{1} << 34U;

/// A digest of several values.
class Seal {
public:
    Seal& with(const std::string& text)
    {
        with(static_cast<std::int64_t>(text.size()));
        m_hash.add(text.data(), text.size());
        return *this;
    }
    Seal& with(std::int64_t number)
    {
        m_hash.add(&number, sizeof number);
        return *this;
    }
    Seal& with(const RunPosition& position)
    {
        return with(std::int64_t{position.sizeIndex}).with(std::int64_t{position.steps}).with(position.batches);
    }
    std::string digits() { return m_hash.digits(); }

private:
    Sha256 m_hash;
};

[[noreturn]] void damaged(const std::string& what)
{
    throw SessionDamage(what + " in it is damaged");
}

/// Three columns from that one on.
RunPosition positionAt(const SqliteStatement& row, int column)
{
    return {static_cast<int>(row.integer(column)), static_cast<int>(row.integer(column + 1)),
        static_cast<int>(row.integer(column + 2))};
}

std::vector<RunPosition> positionsOf(SqliteStatement rows)
{
    std::vector<RunPosition> positions;
    while (rows.next())
        positions.push_back(positionAt(rows, 0));
    return positions;
}

/// A run with what only its row says of it.
struct RunRow {
    StoredRun run;
    std::string start, output, script;
    std::int64_t changes = 0;

    std::optional<std::int64_t> end() const
    {
        return run.end ? std::optional<std::int64_t>(static_cast<std::int64_t>(*run.end)) : std::nullopt;
    }
    std::string seal() const
    {
        Seal seal;
        seal.with(run.id).with(run.parent.value_or(-1)).with(run.branch).with(start).with(output).with(script);
        seal.with(run.name).with(std::int64_t{run.isStarred}).with(run.created).with(end().value_or(-1)).with(changes);
        return seal.digits();
    }
};

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
                 "parent = excluded.parent, name = excluded.name, star = excluded.star, ended = excluded.ended, "
                 "changes = excluded.changes, "
                 "seal = excluded.seal",
        row.run.id, row.run.parent, branch.sizeIndex, branch.steps, branch.batches, row.start, row.output, row.script,
        row.run.name, int{row.run.isStarred}, row.run.created, row.end(), row.changes, row.seal());
}

/// A state but for its numbers.
struct StateRow {
    std::int64_t id = 0;
    std::int64_t changes = 0; ///< entries of the journal
    std::string header;
    std::string hashes; ///< of its chunks, one after the other

    std::string seal(std::int64_t run, const RunPosition& position) const
    {
        return Seal().with(run).with(position).with(changes).with(header).with(hashes).digits();
    }
};

/// Nothing: there is none.
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

std::string sealOfChange(std::int64_t run, std::int64_t place, const RunPosition& position, const std::string& settings)
{
    return Seal().with(run).with(place).with(position).with(settings).digits();
}

DreamRecipe startOf(const RunRow& row)
{
    DreamRecipe start = recipeFromJson(row.start, "a run");
    start.settings.outputFile = row.output;
    return start;
}

/// Adds them to the journal one by one. @param position  see SessionStore::journal().
void readEntries(
    const SqliteDatabase& database, const RunRow& row, const std::optional<RunPosition>& position, Journal& journal)
{
    const std::int64_t run = row.run.id;
    RunSettings settings = startOf(row).settings;
    const std::optional<StateRow> state = position ? readState(database, run, *position) : std::nullopt;
    SqliteStatement changes = database.query(
        "SELECT place, size, step, batches, settings, seal FROM change WHERE run = ? ORDER BY place", run);
    std::int64_t place = 0;
    for (; changes.next(); ++place) {
        const RunPosition after = positionAt(changes, 1);
        const std::string text = changes.text(4);
        if (changes.integer(0) != place || changes.text(5) != sealOfChange(run, place, after, text))
            damaged("a change of settings");
        if (state ? place >= state->changes : position && *position < after)
            continue;
        const SettingsChange change = settingsFromJson(parseSettingsDocument(text, "a change", "a change"));
        applyChange(settings, change);
        journal.add({after, change, settings});
    }
    if (place != row.changes)
        damaged("a change of settings");
}

} // namespace

std::string newSessionBytes()
{
    SqliteDatabase database(":memory:");
    database.execute(("PRAGMA application_id = " + std::to_string(kSessionApplication)).c_str());
    database.execute(("PRAGMA user_version = " + std::to_string(kSessionVersion)).c_str());
    database.execute(kTables);
    std::string bytes = database.fileBytes();
    constexpr std::size_t kWriteVersion = 18;
    constexpr char kWithLog = 2; // write-ahead log: so never another journal beside it
    bytes.at(kWriteVersion) = bytes.at(kWriteVersion + 1) = kWithLog;
    return bytes;
}

bool hasWholeRuns(SqliteDatabase& database)
{
    const SessionTables tables(database);
    for (const std::int64_t run : tables.runIds()) {
        try {
            tables.journal(run, {});
        } catch (const SessionDamage&) {
            return false;
        } catch (const Error&) {
            continue; // another version's settings, as the digests are right
        }
    }
    return true;
}

bool hasSessionTables(const SqliteDatabase& database)
{
    SqliteDatabase fresh(":memory:");
    fresh.execute(kTables);
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

std::vector<std::int64_t> SessionTables::runIds() const
{
    std::vector<std::int64_t> ids;
    SqliteStatement rows = m_database.query("SELECT id FROM run ORDER BY id");
    while (rows.next())
        ids.push_back(rows.integer(0));
    return ids;
}

StoredRun SessionTables::run(std::int64_t id) const
{
    RunRow row = readRun(m_database, id);
    row.run.start = startOf(row);
    row.run.script = recipeFromJson(row.script, "a run");
    return row.run;
}

std::int64_t SessionTables::addRun(const StoredRun& run, const Journal& journal)
{
    RunRow row;
    row.run = run;
    DreamRecipe start;
    start.settings = journal.entries().at(0).settings;
    start.origin = journal.origin();
    row.start = recipeToJson(start);
    row.output = run.start.settings.outputFile;
    row.script = recipeToJson(run.script);
    SqliteStatement last = m_database.query("SELECT max(id) FROM run");
    if (run.id == 0)
        row.run.id = last.next() ? last.integer(0) + 1 : 1;
    writeRun(m_database, row);
    for (std::size_t place = 0; place < journal.entries().size(); ++place)
        addEntry(row.run.id, place, journal.entries()[place]);
    return row.run.id;
}

void SessionTables::changeRun(const StoredRun& run)
{
    RunRow row = readRun(m_database, run.id);
    row.run.parent = run.parent;
    row.run.name = run.name;
    row.run.isStarred = run.isStarred;
    row.run.end = run.end;
    writeRun(m_database, row);
}

void SessionTables::removeRun(std::int64_t id)
{
    readRun(m_database, id); // or there is none
    for (const std::int64_t other : runIds()) {
        StoredRun child = run(other);
        if (child.parent != id)
            continue;
        child.parent.reset();
        changeRun(child);
    }
    m_database.run("DELETE FROM run WHERE id = ?", id); // and with it all that refers to it
    removeUnusedChunks();
}

void SessionTables::removeUnusedChunks()
{
    m_database.run("DELETE FROM chunk WHERE hash NOT IN (SELECT hash FROM state_chunk)");
}

void SessionTables::addEntry(std::int64_t run, std::size_t place, const JournalEntry& entry)
{
    const auto number = static_cast<std::int64_t>(place);
    const std::string settings = documentText(settingsToJson(entry.change), JsonLetters::Escaped, JsonLayout::Compact);
    const std::string seal = sealOfChange(run, number, entry.after, settings);
    SqliteStatement there = m_database.query("SELECT seal FROM change WHERE run = ? AND place = ?", run, number);
    if (there.next() && there.text(0) == seal)
        return;
    m_database.run("DELETE FROM change WHERE run = ? AND place >= ?", run, number);
    m_database.run("INSERT INTO change VALUES(?, ?, ?, ?, ?, ?, ?)", run, number, entry.after.sizeIndex,
        entry.after.steps, entry.after.batches, settings, seal);
    RunRow row = readRun(m_database, run);
    row.changes = number + 1;
    writeRun(m_database, row);
}

Journal SessionTables::journal(std::int64_t run, const std::optional<RunPosition>& position) const
{
    const RunRow row = readRun(m_database, run);
    Journal journal(startOf(row).origin);
    readEntries(m_database, row, position, journal);
    return journal;
}

Journal SessionTables::readableJournal(std::int64_t run, bool& isCut) const
{
    const RunRow row = readRun(m_database, run);
    Journal journal(startOf(row).origin);
    try {
        readEntries(m_database, row, {}, journal);
    } catch (const SqliteError&) {
        isCut = true;
    } catch (const Error&) {
        isCut = true;
    }
    if (journal.entries().empty())
        journal.add({{}, {}, startOf(row).settings});
    return journal;
}

std::vector<RunPosition> SessionTables::states(std::int64_t run) const
{
    return positionsOf(
        m_database.query("SELECT size, step, batches FROM state WHERE run = ? ORDER BY size, step, batches", run));
}

void SessionTables::addState(
    std::int64_t run, const RunPosition& position, const DreamState& state, std::size_t entries)
{
    StateRow row;
    row.header = stateHeader(state);
    row.changes = entries == 0 ? readRun(m_database, run).changes : static_cast<std::int64_t>(entries);
    m_database.run("DELETE FROM state WHERE run = ? AND size = ? AND step = ? AND batches = ?", run, position.sizeIndex,
        position.steps, position.batches);
    m_database.run("INSERT INTO state(run, size, step, batches, changes, header, seal) VALUES(?, ?, ?, ?, ?, ?, '')",
        run, position.sizeIndex, position.steps, position.batches, row.changes, row.header);
    row.id = m_database.lastId();
    addChunks(row.id, state, row.hashes);
    m_database.run("UPDATE state SET seal = ? WHERE id = ?", row.seal(run, position), row.id);
}

std::size_t SessionTables::entriesOfState(std::int64_t run, const RunPosition& position) const
{
    const std::optional<StateRow> row = readState(m_database, run, position);
    return row ? static_cast<std::size_t>(row->changes) : 0;
}

void SessionTables::addChunks(std::int64_t state, const DreamState& values, std::string& hashes)
{
    SqliteStatement find = m_database.prepare("SELECT 1 FROM chunk WHERE hash = ?");
    SqliteStatement keep = m_database.prepare("INSERT INTO chunk VALUES(?, ?, ?)");
    SqliteStatement refer = m_database.prepare("INSERT INTO state_chunk VALUES(?, ?, ?, ?)");
    int plane = 0;
    for (const StatePlane<const char>& numbers : planesOf(values)) {
        int number = 0;
        for (std::size_t from = 0; from < numbers.bytes; from += kChunkBytes) {
            const std::string_view piece(numbers.data + from, std::min(kChunkBytes, numbers.bytes - from));
            const std::string hash = chunkHash(piece, numbers.bytesOfEach);
            if (!find.with(hash).next()) {
                const std::string data = packed(piece, numbers.bytesOfEach);
                keep.with(hash, static_cast<std::int64_t>(piece.size()), SqliteBytes{data}).run();
            }
            refer.with(state, plane, number++, hash).run();
            hashes += hash;
        }
        ++plane;
    }
}

DreamState SessionTables::state(std::int64_t run, const RunPosition& position, std::int64_t mostBytes) const
{
    const std::optional<StateRow> row = readState(m_database, run, position);
    if (!row)
        throw SessionDamage("there is no such state in it");

    // What there is, before memory is taken for it.
    std::map<std::int64_t, std::int64_t> bytes; // by plane
    std::int64_t all = 0;
    SqliteStatement chunks =
        m_database.query("SELECT plane, state_chunk.hash, length, data FROM state_chunk JOIN chunk "
                         "ON chunk.hash = state_chunk.hash WHERE state = ? ORDER BY plane, number",
            row->id);
    while (chunks.next()) {
        const std::int64_t length = chunks.integer(2);
        all += length;
        if (length < 1 || length > static_cast<std::int64_t>(kChunkBytes) || all > kMostStateBytes)
            damaged("a state of the dream");
        bytes[chunks.integer(0)] += length;
    }
    DreamState state = stateOfHeader(row->header, [&](const std::vector<std::size_t>& planes) {
        for (std::size_t plane = 0; plane < planes.size(); ++plane) {
            if (planes[plane] != static_cast<std::size_t>(bytes[static_cast<std::int64_t>(plane)]))
                damaged("a state of the dream");
        }
        // One piece may stand for many that are equal: a small file can ask for any memory.
        if (all > mostBytes)
            throw StateTooLarge("a state of the dream in it takes " + std::to_string(all >> 20U)
                + " MiB of memory, but only " + std::to_string(mostBytes >> 20U)
                + " MiB are free; close other programs");
    });

    const std::vector<StatePlane<char>> planes = planesOf(state);
    std::vector<std::size_t> filled(planes.size());
    chunks.with(row->id);
    while (chunks.next()) {
        const auto plane = static_cast<std::size_t>(chunks.integer(0));
        const auto length = static_cast<std::size_t>(chunks.integer(2));
        if (plane >= planes.size() || length > planes[plane].bytes - filled[plane])
            damaged("a state of the dream");
        char* const to = planes[plane].data + filled[plane];
        const std::size_t each = planes[plane].bytesOfEach;
        if (!unpack(chunks.bytes(3), each, to, length) || chunkHash({to, length}, each) != chunks.bytes(1))
            damaged("a state of the dream");
        filled[plane] += length;
    }
    return state;
}

void SessionTables::thin(std::int64_t run, double widest)
{
    const std::vector<RunPosition> positions = states(run);
    for (const std::size_t place : statesToLeaveOut(positions, widest)) {
        const RunPosition& position = positions[place];
        m_database.run("DELETE FROM state WHERE run = ? AND size = ? AND step = ? AND batches = ?", run,
            position.sizeIndex, position.steps, position.batches);
    }
    removeUnusedChunks();
}

void SessionTables::addSmallPicture(std::int64_t run, const RunPosition& position, const std::string& bytes)
{
    m_database.run("INSERT OR REPLACE INTO small_picture VALUES(?, ?, ?, ?, ?, ?)", run, position.sizeIndex,
        position.steps, position.batches, SqliteBytes{bytes}, Seal().with(run).with(position).with(bytes).digits());
}

std::vector<RunPosition> SessionTables::smallPictures(std::int64_t run) const
{
    return positionsOf(m_database.query(
        "SELECT size, step, batches FROM small_picture WHERE run = ? ORDER BY size, step, batches", run));
}

std::string SessionTables::smallPicture(std::int64_t run, const RunPosition& position) const
{
    SqliteStatement row =
        m_database.query("SELECT data, seal FROM small_picture WHERE run = ? AND size = ? AND step = ? AND batches = ?",
            run, position.sizeIndex, position.steps, position.batches);
    if (!row.next())
        throw SessionDamage("there is no such picture in it");
    std::string bytes = row.text(0);
    if (row.text(1) != Seal().with(run).with(position).with(bytes).digits())
        damaged("a small picture");
    return bytes;
}

} // namespace cnnvis
