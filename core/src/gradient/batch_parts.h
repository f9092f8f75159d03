// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace cnnvis {

/// Does batches of tiles in parts that fit into a device's memory: whole as long as they do; where memory runs out half
/// as many at a time, from then on.
class BatchParts {
public:
    /// @tparam OutOfMemory  what work throws when memory runs out.
    /// @param work     called with the first tile of a part, and how many it has.
    /// @param tidyUp   called after it threw, before the next try.
    /// @throws OutOfMemory  when a single tile does not fit.
    template <typename OutOfMemory, typename Work, typename TidyUp>
    void run(int count, const Work& work, const TidyUp& tidyUp)
    {
        for (int first = 0; first < count;) {
            const int part = std::min(count - first, m_most > 0 ? m_most : count);
            try {
                work(first, part);
                first += part;
            } catch (const OutOfMemory&) {
                if (part == 1)
                    throw;
                tidyUp();
                m_most = part / 2;
            }
        }
    }

    /// Tiles that are done together, as more did not fit; 0: all fitted.
    int most() const { return m_most; }

private:
    int m_most = 0;
};

} // namespace cnnvis
