// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"
#include "store/sqlite_database.h"
#include "util/sha256.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace cnnvis {

/// @throws SessionDamage  that says what it is of.
[[noreturn]] void damaged(const std::string& what);

/// Of a file that nobody has to be trusted to have made: more than any run has.
/// @{
inline constexpr int kMostSizes = 1000;
inline constexpr int kMostSteps = 1'000'000'000;
inline constexpr std::size_t kMostRuns = 4096;
/// @}

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

/// Three columns from that one on.
RunPosition positionAt(const SqliteStatement& row, int column);

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

/// @throws SessionDamage  when it is not as it was written, or not there.
RunRow readRun(const SqliteDatabase& database, std::int64_t id);
/// A new one, or what may change of one that is there.
void writeRun(SqliteDatabase& database, const RunRow& row);

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

/// Nothing: there is none. @throws SessionDamage  when it is not as it was written.
std::optional<StateRow> readState(const SqliteDatabase& database, std::int64_t run, const RunPosition& position);

} // namespace cnnvis
