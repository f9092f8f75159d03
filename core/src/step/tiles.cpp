// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace cnnvis {
namespace {

std::vector<int> evenStarts(int length, int tileLength, int count)
{
    std::vector<int> starts;
    const double spacing = count > 1 ? static_cast<double>(length - tileLength) / (count - 1) : 0.0;
    for (int i = 0; i < count; ++i)
        starts.push_back(static_cast<int>(std::round(i * spacing)));
    return starts;
}

bool isCover(const std::vector<int>& starts, int length, int tileLength)
{
    if (starts.back() + tileLength < length)
        return false;
    for (std::size_t i = 1; i < starts.size(); ++i) {
        const bool hasGap = starts[i - 1] + tileLength < starts[i];
        const bool isSame = starts[i - 1] == starts[i];
        const bool reachesSecond = i >= 2 && starts[i - 2] + tileLength >= starts[i];
        if (hasGap || isSame || reachesSecond)
            return false;
    }
    return true;
}

bool overlaps(TileOrigin one, TileOrigin other, PictureSize tileSize)
{
    return std::abs(one.row - other.row) < tileSize.height && std::abs(one.column - other.column) < tileSize.width;
}

/// See TileCover::seenBefore.
std::vector<int> countSeenBefore(const std::vector<TileOrigin>& tiles, PictureSize tileSize)
{
    std::vector<int> counts;
    counts.reserve(tiles.size());
    int seen = 0;
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        // Columns are in order, so that no tile beyond the first one to its right can reach it.
        for (std::size_t later = tile; later < tiles.size(); ++later) {
            if (tiles[later].column - tiles[tile].column >= tileSize.width)
                break;
            if (overlaps(tiles[tile], tiles[later], tileSize))
                seen = std::max(seen, static_cast<int>(later) + 1);
        }
        counts.push_back(seen);
    }
    return counts;
}

} // namespace

std::optional<std::vector<int>> tileStarts(int length, int tileLength)
{
    if (length < tileLength)
        return std::nullopt;
    // With twice the tiles that lie side by side each one reaches its second neighbour, so that more don't help.
    const int least = static_cast<int>((static_cast<std::int64_t>(length) + tileLength - 1) / tileLength);
    for (int count = least; count <= 2 * least + 2; ++count) {
        std::vector<int> starts = evenStarts(length, tileLength, count);
        if (isCover(starts, length, tileLength))
            return starts;
    }
    return std::nullopt;
}

std::optional<TileCover> coverWithTiles(PictureSize size, PictureSize tileSize)
{
    std::optional<std::vector<int>> rows = tileStarts(size.height, tileSize.height);
    std::optional<std::vector<int>> columns = tileStarts(size.width, tileSize.width);
    if (!rows || !columns)
        return std::nullopt;
    TileCover cover;
    cover.tileSize = tileSize;
    for (std::size_t column = 0; column < columns->size(); ++column) {
        for (std::size_t row = 0; row < rows->size(); ++row)
            cover.halves[(column + row) % 2].push_back({(*rows)[row], (*columns)[column]});
    }
    for (std::size_t half = 0; half < cover.halves.size(); ++half)
        cover.seenBefore[half] = countSeenBefore(cover.halves[half], tileSize);
    cover.rowStarts = std::move(*rows);
    cover.columnStarts = std::move(*columns);
    return cover;
}

std::vector<int> tilesOver(int length, const std::vector<int>& starts, int tileLength)
{
    std::vector<int> counts(static_cast<std::size_t>(length), 0);
    for (const int start : starts) {
        for (int i = start; i < start + tileLength; ++i)
            ++counts[static_cast<std::size_t>(i)];
    }
    return counts;
}

} // namespace cnnvis
