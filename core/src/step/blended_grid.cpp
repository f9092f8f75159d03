// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/blended_grid.h"

#include "picture/real_image.h"
#include "util/random_stream.h"

#include <algorithm>
#include <cmath>

namespace cnnvis {
namespace {

/// How far each tile reaches into the next one: shares of the room to spare, none of them too short to go over in.
std::vector<int> overlapsOf(int spare, int count, RandomStream& random)
{
    constexpr double kFixed = 1.0 / 3.0; // of the room
    std::vector<double> shares;
    double all = 0.0;
    for (int i = 0; i < count; ++i) {
        shares.push_back(-std::log(1.0 - random.uniform()));
        all += shares.back();
    }
    std::vector<int> overlaps;
    double end = 0.0;
    int given = 0;
    for (const double share : shares) {
        end += spare * (kFixed / count + (1.0 - kFixed) * (all > 0.0 ? share / all : 1.0 / count));
        overlaps.push_back(static_cast<int>(std::lround(end)) - given);
        given += overlaps.back();
    }
    return overlaps;
}

/// From 0 to 1 across an overlap, at its pixels' middles; level at both ends, as the first and the last tile lie still.
float ramp(int position, int overlap)
{
    if (position >= overlap)
        return 1.0F;
    const float way = (static_cast<float>(position) + 0.5F) / static_cast<float>(overlap);
    return way * way * (3.0F - 2.0F * way);
}

} // namespace

int BlendedGrid::tilesAlong(int length, int tileLength)
{
    // Below, a border shows however it is gone over.
    const int leastOverlap = std::max(tileLength / 20, 1);
    int count = (length + tileLength - 1) / tileLength;
    while (count > 1 && count * tileLength - length < leastOverlap * (count - 1))
        ++count;
    return count;
}

BlendedGrid::Axis BlendedGrid::layAxis(int length, int tileLength, std::uint64_t seed, std::uint64_t stream)
{
    const int count = tilesAlong(length, tileLength);
    RandomStream random(seed, stream);
    const std::vector<int> overlaps = overlapsOf(count * tileLength - length, count - 1, random);
    Axis axis;
    std::vector<float> sums(static_cast<std::size_t>(length));
    for (int tile = 0, start = 0; tile < count; ++tile) {
        const int before = tile > 0 ? overlaps[static_cast<std::size_t>(tile) - 1] : 0;
        const int after = tile + 1 < count ? overlaps[static_cast<std::size_t>(tile)] : 0;
        std::vector<float>& weights = axis.weights.emplace_back();
        for (int i = 0; i < tileLength; ++i) {
            weights.push_back(ramp(i, before) * ramp(tileLength - 1 - i, after));
            sums[static_cast<std::size_t>(start + i)] += weights.back();
        }
        axis.starts.push_back(start);
        start += tileLength - after;
    }
    for (std::size_t tile = 0; tile < axis.starts.size(); ++tile) {
        for (std::size_t i = 0; i < axis.weights[tile].size(); ++i)
            axis.weights[tile][i] /= sums[static_cast<std::size_t>(axis.starts[tile]) + i];
    }
    return axis;
}

BlendedGrid::BlendedGrid(PictureSize size, PictureSize tileSize, std::uint64_t seed, std::uint64_t step)
    : m_size(size)
    , m_tileSize(tileSize)
    , m_rows(layAxis(size.height, tileSize.height, seed, 2 * step))
    , m_columns(layAxis(size.width, tileSize.width, seed, 2 * step + 1))
{
    for (const int column : m_columns.starts) {
        for (const int row : m_rows.starts)
            m_tiles.push_back({row, column});
    }
}

void BlendedGrid::addRows(std::size_t tile, int firstRow, int endRow, const float* values, float* picture) const
{
    const std::vector<float>& rows = m_rows.weights[tile % m_rows.starts.size()];
    const std::vector<float>& columns = m_columns.weights[tile / m_rows.starts.size()];
    const TileOrigin origin = m_tiles[tile];
    const auto rowLength = static_cast<std::size_t>(m_size.width) * kChannels;
    for (int row = firstRow; row < endRow; ++row) {
        const float rowWeight = rows[static_cast<std::size_t>(row)];
        const float* from = values + static_cast<std::size_t>(row) * columns.size() * kChannels;
        float* to = picture + static_cast<std::size_t>(origin.row + row) * rowLength
            + static_cast<std::size_t>(origin.column) * kChannels;
        for (const float columnWeight : columns) {
            const float weight = rowWeight * columnWeight;
            for (int channel = 0; channel < kChannels; ++channel)
                *to++ += weight * *from++;
        }
    }
}

} // namespace cnnvis
