// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/step_count.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>

namespace cnnvis {

int stepsUpTo(const std::vector<int>& stepsOfSizes, const RunPosition& position)
{
    constexpr std::int64_t kMost = std::numeric_limits<int>::max() / 2;
    const auto before = std::min(static_cast<std::size_t>(position.sizeIndex), stepsOfSizes.size());
    const std::int64_t count = std::accumulate(
        stepsOfSizes.begin(), stepsOfSizes.begin() + static_cast<std::ptrdiff_t>(before), std::int64_t{position.steps});
    return static_cast<int>(std::min(count, kMost));
}

RunPosition placeAfter(const std::vector<int>& stepsOfSizes, int count)
{
    RunPosition place{0, count, 0};
    for (std::size_t size = 0; size + 1 < stepsOfSizes.size() && place.steps >= stepsOfSizes[size]; ++size)
        place = {place.sizeIndex + 1, place.steps - stepsOfSizes[size], 0};
    return place;
}

} // namespace cnnvis
