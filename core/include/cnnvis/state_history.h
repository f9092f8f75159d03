// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_position.h"
#include "cnnvis/session_input.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace cnnvis {

/// Bytes that the state takes in memory, with its journal.
std::int64_t bytesOf(const SessionResume& state);

/// States of a run to go back to: dense near its newest step, thinning out behind, within a budget of memory.
class StateHistory {
public:
    using State = std::shared_ptr<const SessionResume>;

    /// @param least  that stay, whatever they take: of two, the first and the newest, of one the newest.
    explicit StateHistory(std::int64_t mostBytes, std::size_t least = 2)
        : m_mostBytes(mostBytes)
        , m_least(least)
    { }

    /// @param state  of a later position than those that are there; of one that is there, nothing happens.
    void add(State state);
    /// Takes those of a run in that is left by this one, all before its first.
    void addBefore(const StateHistory& earlier);
    void setLimits(std::int64_t mostBytes, std::size_t least);
    /// Those up to that position, e.g. for a branch; they share what is in them.
    StateHistory upTo(const RunPosition& position) const;
    /// The last one at that position or before; nullptr: there is none.
    State atOrBefore(const RunPosition& position) const;
    std::vector<RunPosition> positions() const;
    std::int64_t bytes() const { return m_bytes; }

private:
    struct Entry {
        State state;
        std::int64_t number; ///< of the step it stands behind, counted over all sizes as they came
    };
    void thinOut();

    std::int64_t m_mostBytes;
    std::size_t m_least;
    std::int64_t m_bytes = 0;
    std::vector<Entry> m_entries; ///< in the order of their positions
};

} // namespace cnnvis
