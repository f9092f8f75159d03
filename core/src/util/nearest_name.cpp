// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace cnnvis {

namespace {

/// The name as it is compared: in lower case (ASCII), without the dashes around it.
std::string comparableName(std::string_view name)
{
    const std::size_t first = name.find_first_not_of('-');
    if (first == std::string_view::npos)
        return {};
    std::string result(name.substr(first, name.find_last_not_of('-') - first + 1));
    for (char& letter : result) {
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
    }
    return result;
}

/// Insertions, deletions and replacements that turn one text into the other.
std::size_t editDistance(std::string_view from, std::string_view to)
{
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < from.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < to.size(); ++j) {
            const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(std::string_view name, const std::vector<std::string>& candidates)
{
    constexpr std::size_t kLongest = 200; // nobody misspells such a name, and comparing takes time by its square
    if (name.size() > kLongest)
        return {};
    const std::string wanted = comparableName(name);
    const std::size_t farthest = wanted.size() / 2;
    std::size_t smallest = farthest + 1;
    std::string nearest;
    for (const std::string& candidate : candidates) {
        const std::string offered = comparableName(candidate);
        // The distance is at least the difference of the lengths. Looking at that first keeps huge names cheap.
        const std::size_t difference =
            std::max(offered.size(), wanted.size()) - std::min(offered.size(), wanted.size());
        if (difference >= smallest)
            continue;
        const std::size_t distance = editDistance(wanted, offered);
        if (distance < smallest) {
            smallest = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace cnnvis
