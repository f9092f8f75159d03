// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tuple>

namespace cnnvis {

/// Where a run stands. A plain value.
struct RunPosition {
    int sizeIndex = 0; ///< from 0
    int steps = 0; ///< whole steps done at that size
    int batches = 0; ///< of tiles, done of the step that is open; 0 between steps

    friend bool operator==(const RunPosition& a, const RunPosition& b) { return tie(a) == tie(b); }
    friend bool operator!=(const RunPosition& a, const RunPosition& b) { return tie(a) != tie(b); }
    friend bool operator<(const RunPosition& a, const RunPosition& b) { return tie(a) < tie(b); }
    friend bool operator<=(const RunPosition& a, const RunPosition& b) { return tie(a) <= tie(b); }

private:
    static std::tuple<int, int, int> tie(const RunPosition& position)
    {
        return {position.sizeIndex, position.steps, position.batches};
    }
};

} // namespace cnnvis
