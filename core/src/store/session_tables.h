// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"
#include "store/sqlite_database.h"

#include <string>

namespace cnnvis {

/// What a session's file says is not what it once was. One sentence, without the path.
class SessionDamage : public Error {
public:
    using Error::Error;
};

/// There is not enough memory for a state. One sentence, without the path, but with a remedy.
class StateTooLarge : public Error {
public:
    using Error::Error;
};

/// Whether what leads to its states can be read: the runs, and what was changed in them.
bool hasWholeRuns(SqliteDatabase& database);

/// A session's rows. Each has a digest of what is in it, so that what is read is what was written. What changes
/// anything belongs in a transaction. Throws SqliteError and SessionDamage; for what it says see SessionStore.
class SessionTables {
public:
    /// @param database  outlives this.
    explicit SessionTables(SqliteDatabase& database)
        : m_database(database)
    { }

    std::vector<std::int64_t> runIds() const;
    StoredRun run(std::int64_t id) const;
    Journal journal(std::int64_t run, const std::optional<RunPosition>& position) const;
    /// All of it that can be read, at least its first entry. @param isCut  becomes true where that is not all.
    Journal readableJournal(std::int64_t run, bool& isCut) const;
    std::vector<RunPosition> states(std::int64_t run) const;
    /// @param mostBytes  of memory that it may take. @throws StateTooLarge
    DreamState state(std::int64_t run, const RunPosition& position, std::int64_t mostBytes) const;
    std::vector<RunPosition> smallPictures(std::int64_t run) const;
    std::string smallPicture(std::int64_t run, const RunPosition& position) const;

    /// @param run  an id of 0: it gets one.
    std::int64_t addRun(const StoredRun& run, const Journal& journal);
    /// Its parent, its name, its star and its end.
    void changeRun(const StoredRun& run);
    void setScript(std::int64_t run, const DreamRecipe& script);
    void removeRun(std::int64_t id);
    void addEntry(std::int64_t run, std::size_t place, const JournalEntry& entry);
    /// @param entries  of the journal that it was changed by; 0: all.
    void addState(std::int64_t run, const RunPosition& position, const DreamState& state, std::size_t entries);
    std::size_t entriesOfState(std::int64_t run, const RunPosition& position) const;
    void addSmallPicture(std::int64_t run, const RunPosition& position, const std::string& bytes);
    void thin(std::int64_t run, double widest);

private:
    void removeUnusedChunks();
    void addChunks(std::int64_t state, const DreamState& values, std::string& hashes);

    SqliteDatabase& m_database;
};

} // namespace cnnvis
