// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/state_history.h"

#include <algorithm>
#include <utility>

namespace cnnvis {
namespace {

RunPosition positionOf(const StateHistory::State& state)
{
    return {state->state.sizeIndex, state->state.steps, 0};
}

} // namespace

std::int64_t bytesOf(const SessionResume& resume)
{
    const DreamState& state = resume.state;
    std::size_t floats = state.openHalf.gradients.size();
    for (const std::vector<float>& plane : state.memory)
        floats += plane.size();
    return static_cast<std::int64_t>(state.image.size() * sizeof(double) + floats * sizeof(float)
        + resume.journal.entries().size() * sizeof(JournalEntry));
}

void StateHistory::add(State state)
{
    const RunPosition position = positionOf(state);
    if (!m_entries.empty() && position <= positionOf(m_entries.back().state))
        return;
    // A size's steps come behind those of the size before, however many it had.
    std::int64_t number = position.steps;
    if (!m_entries.empty()) {
        const RunPosition last = positionOf(m_entries.back().state);
        const bool isSameSize = last.sizeIndex == position.sizeIndex;
        number = m_entries.back().number + (isSameSize ? position.steps - last.steps : std::max(1, position.steps));
    }
    m_bytes += bytesOf(*state);
    m_entries.push_back({std::move(state), number});
    thinOut();
}

/// The state whose loss is felt least goes first: that which leaves the smallest gap for how long ago it was. So the
/// gaps grow in proportion to their age.
void StateHistory::thinOut()
{
    while (m_bytes > m_mostBytes && m_entries.size() > m_least) {
        if (m_entries.size() < 3) {
            m_bytes -= bytesOf(*m_entries.front().state);
            m_entries.erase(m_entries.begin());
            continue;
        }
        const std::int64_t now = m_entries.back().number;
        const auto loss = [&](std::size_t i) {
            const double gap = static_cast<double>(m_entries[i + 1].number - m_entries[i - 1].number);
            return gap / static_cast<double>(now - m_entries[i].number);
        };
        std::size_t least = 1;
        for (std::size_t i = 2; i + 1 < m_entries.size(); ++i) {
            if (loss(i) < loss(least))
                least = i;
        }
        m_bytes -= bytesOf(*m_entries[least].state);
        m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(least));
    }
}

void StateHistory::addBefore(const StateHistory& earlier)
{
    StateHistory all = earlier;
    all.m_mostBytes = m_mostBytes;
    all.m_least = m_least;
    for (const Entry& entry : m_entries)
        all.add(entry.state);
    *this = std::move(all);
}

void StateHistory::setLimits(std::int64_t mostBytes, std::size_t least)
{
    m_mostBytes = mostBytes;
    m_least = least;
    thinOut();
}

StateHistory StateHistory::upTo(const RunPosition& position) const
{
    StateHistory part(m_mostBytes, m_least);
    for (const Entry& entry : m_entries) {
        if (positionOf(entry.state) <= position)
            part.add(entry.state);
    }
    return part;
}

StateHistory::State StateHistory::atOrBefore(const RunPosition& position) const
{
    State found;
    for (const Entry& entry : m_entries) {
        if (positionOf(entry.state) <= position)
            found = entry.state;
    }
    return found;
}

std::vector<RunPosition> StateHistory::positions() const
{
    std::vector<RunPosition> positions;
    for (const Entry& entry : m_entries)
        positions.push_back(positionOf(entry.state));
    return positions;
}

} // namespace cnnvis
