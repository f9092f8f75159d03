// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_tables.h"

#include "settings/settings_json.h"
#include "store/chunk_codec.h"
#include "store/dream_state_text.h"
#include "store/session_rows.h"
#include "store/state_thinning.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

namespace cnnvis {
namespace {

constexpr std::int64_t kMostStateBytes = std::int64_t{1} << 34U;

std::vector<RunPosition> positionsOf(SqliteStatement rows)
{
    std::vector<RunPosition> positions;
    while (rows.next())
        positions.push_back(positionAt(rows, 0));
    return positions;
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

std::vector<std::int64_t> SessionTables::runIds() const
{
    std::vector<std::int64_t> ids;
    SqliteStatement rows = m_database.query("SELECT id FROM run ORDER BY id");
    while (rows.next()) {
        ids.push_back(rows.integer(0));
        if (ids.size() > kMostRuns)
            damaged("the list of runs");
    }
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
    DreamRecipe script = run.script;
    script.ramps = journal.ramps();
    row.script = recipeToJson(script);
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

void SessionTables::setScript(std::int64_t run, const DreamRecipe& script)
{
    RunRow row = readRun(m_database, run);
    row.script = recipeToJson(script);
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
    journal.setRamps(recipeFromJson(row.script, "a run").ramps);
    readEntries(m_database, row, position, journal);
    return journal;
}

Journal SessionTables::readableJournal(std::int64_t run, bool& isCut) const
{
    const RunRow row = readRun(m_database, run);
    Journal journal(startOf(row).origin);
    journal.setRamps(recipeFromJson(row.script, "a run").ramps);
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
