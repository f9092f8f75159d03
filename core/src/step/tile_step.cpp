// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tile_step.h"

#include "step/magnitudes.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace cnnvis {

TileStep::TileStep(PictureSize tileSize)
    : m_shape{tileSize.height, static_cast<std::size_t>(tileSize.width) * kChannels}
    , m_before(m_shape.count())
{
    // Blocks that are much lower do a good part of their work twice, at their upper border.
    constexpr int kLeastRows = 16;
    constexpr int kMostBlocks = 8;
    const int rows = std::max(kLeastRows, (tileSize.height + kMostBlocks - 1) / kMostBlocks);
    for (int row = 0; row < tileSize.height; row += rows)
        m_blocks.push_back({row, std::min(row + rows, tileSize.height), true});
}

bool TileStep::take(const TileStepContext& context, TileOrigin origin, RealImage& image, NetworkGradient gradient,
    MemoryPlanes memory, StepReport* report)
{
    TileInStep tile{origin, m_shape, m_before.data(), gradient, memory, nullptr};
    if (report != nullptr) {
        m_steps.resize(m_shape.count());
        tile.steps = m_steps.data();
    }
    for (std::size_t plane = 0; plane < m_memoryBefore.size(); ++plane)
        m_memoryBefore[plane].resize(memory.planes[plane] != nullptr ? m_shape.count() : 0);
    const int reach = reachOf(context.recipe);
    gatherBorders(image, origin, reach);
    at::parallel_for(0, static_cast<std::int64_t>(m_blocks.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t block = begin; block < end; ++block)
            step(context, tile, reach, image, m_blocks[static_cast<std::size_t>(block)]);
    });
    if (!std::all_of(m_blocks.begin(), m_blocks.end(), [](const Block& block) { return block.isFinite; })) {
        putBack(tile, image);
        return false;
    }
    if (report != nullptr)
        fillReport(context, tile, *report);
    return true;
}

/// The rows that two blocks read, before either of them changes them in the image.
void TileStep::gatherBorders(const RealImage& image, TileOrigin origin, int reach)
{
    for (const Block& block : m_blocks) {
        if (block.firstRow > 0)
            gatherRows(image, origin, m_shape, block.firstRow - reach, std::min(block.firstRow + reach, m_shape.height),
                m_before.data());
    }
}

void TileStep::step(const TileStepContext& context, const TileInStep& tile, int reach, RealImage& image, Block& block)
{
    const int firstInside = block.firstRow > 0 ? block.firstRow + reach : 0;
    const int endInside = block.endRow < m_shape.height ? block.endRow - reach : m_shape.height;
    gatherRows(image, tile.origin, m_shape, firstInside, endInside, m_before.data());
    const auto first = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(block.firstRow) * m_shape.rowLength);
    const auto end = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(block.endRow) * m_shape.rowLength);
    for (std::size_t plane = 0; plane < m_memoryBefore.size(); ++plane) {
        if (const float* const memory = tile.memory.planes[plane]; memory != nullptr)
            std::copy(memory + first, memory + end, m_memoryBefore[plane].begin() + first);
    }
    block.isFinite = stepRows(context, tile, block.firstRow, block.endRow, image);
}

/// An infinite memory would hold the tile for ever, however gentle the settings become.
void TileStep::putBack(const TileInStep& tile, RealImage& image) const
{
    for (std::size_t plane = 0; plane < m_memoryBefore.size(); ++plane)
        std::copy(m_memoryBefore[plane].begin(), m_memoryBefore[plane].end(), tile.memory.planes[plane]);
    for (int row = 0; row < m_shape.height; ++row)
        std::copy_n(m_before.data() + static_cast<std::size_t>(row) * m_shape.rowLength, m_shape.rowLength,
            image.values.data() + image.offset(tile.origin.row + row, tile.origin.column));
}

/// Each term, and the steps, on figures of its own.
void TileStep::fillReport(const TileStepContext& context, const TileInStep& tile, StepReport& report) const
{
    const std::vector<Term>& terms = context.recipe.terms;
    report.terms.resize(terms.size());
    at::parallel_for(0, static_cast<std::int64_t>(terms.size()) + 1, 1, [&](std::int64_t begin, std::int64_t end) {
        for (auto part = static_cast<std::size_t>(begin); part < static_cast<std::size_t>(end); ++part) {
            if (part < terms.size())
                report.terms[part] = figuresOf(context, tile, terms[part]);
            else
                reportSteps(tile, report);
        }
    });
}

TermFigures TileStep::figuresOf(const TileStepContext& context, const TileInStep& tile, const Term& term) const
{
    const std::size_t rowLength = m_shape.rowLength;
    std::vector<double> reference(context.reference.pixels != nullptr && hasReference(term) ? m_shape.count() : 0);
    for (int row = 0; row < m_shape.height && !reference.empty(); ++row)
        copyReferenceRow(
            context, tile.origin, row, rowLength, reference.data() + static_cast<std::size_t>(row) * rowLength);
    return rowsOf(term, m_shape)->figures(tile.before, reference.empty() ? nullptr : reference.data());
}

void TileStep::reportSteps(const TileInStep& tile, StepReport& report) const
{
    const std::size_t count = m_shape.count();
    report.meanStep = meanMagnitude(tile.steps, count);
    report.medianStep = medianMagnitude(tile.steps, count);
    double ratios = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const double after = tile.before[i] + tile.steps[i];
        ratios += after != 0.0 ? std::abs(tile.steps[i] / after) : 0.0;
    }
    report.meanStepRatio = ratios / static_cast<double>(count);
}

} // namespace cnnvis
