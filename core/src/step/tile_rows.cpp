// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tile_rows.h"

#include "util/processor_clones.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <variant>

namespace cnnvis {
namespace {

std::size_t offsetOf(int row, std::size_t rowLength)
{
    return static_cast<std::size_t>(row) * rowLength;
}

/// Rounded to single precision, as the network's gradient itself is.
CNNVIS_PROCESSOR_CLONES void takeGradient(const float* gradient, double divisor, double* to, std::size_t count)
{
    if (divisor == 1.0) {
        for (std::size_t i = 0; i < count; ++i)
            to[i] = gradient[i];
        return;
    }
    for (std::size_t i = 0; i < count; ++i)
        to[i] = static_cast<float>(gradient[i] / divisor);
}

/// after = before + step. @return  whether all values are finite, in single precision too.
CNNVIS_PROCESSOR_CLONES bool addStep(const double* before, const double* step, double* after, std::size_t count)
{
    constexpr double kLargest = std::numeric_limits<float>::max();
    std::uint64_t bad = 0;
    for (std::size_t i = 0; i < count; ++i) {
        after[i] = before[i] + step[i];
        bad |= std::abs(after[i]) <= kLargest ? 0U : 1U; // true for NaN
    }
    return bad == 0;
}

/// By which the steps of a row's values are multiplied, so that pixels in several tiles move no further than others.
void fillRates(const TileStepContext& context, TileOrigin origin, int row, std::vector<double>& rates)
{
    const int* const rowTiles = context.tilesOverRow.data() + origin.row + row;
    const int* columnTiles = context.tilesOverColumn.data() + origin.column;
    for (std::size_t i = 0; i < rates.size(); i += kChannels)
        std::fill_n(rates.data() + i, kChannels, 1.0 / (*rowTiles * *columnTiles++));
}

/// Rows of a tile lie far from each other in the image: a processor does not see by itself which memory comes next.
void prefetch(const double* values, std::size_t count)
{
    constexpr std::size_t kCacheLine = 64 / sizeof(double);
    for (std::size_t i = 0; i < count; i += kCacheLine)
        CNNVIS_PREFETCH(values + i);
}

template <typename Value>
void gather(const RealImage& image, TileOrigin origin, TileShape shape, int firstRow, int endRow, Value* tile)
{
    constexpr int kRowsAhead = 4;
    for (int row = firstRow; row < endRow; ++row) {
        const double* const from = image.values.data() + image.offset(origin.row + row, origin.column);
        if (row + kRowsAhead < endRow)
            prefetch(from + kRowsAhead * image.rowLength(), shape.rowLength);
        std::copy_n(from, shape.rowLength, tile + offsetOf(row, shape.rowLength));
    }
}

/// A term at work, and whether it looks at the start picture.
struct ActingTerm {
    std::unique_ptr<TermRows> rows;
    bool hasReference;
};

std::vector<ActingTerm> actingTerms(const PixelRecipe& recipe, const TileInStep& tile, int firstRow)
{
    std::vector<ActingTerm> terms;
    for (const Term& term : recipe.terms) {
        if (!doesAct(term))
            continue;
        terms.push_back({rowsOf(term, tile.shape), hasReference(term)});
        terms.back().rows->begin(tile.before, firstRow);
    }
    return terms;
}

} // namespace

void gatherRows(const RealImage& image, TileOrigin origin, TileShape shape, int firstRow, int endRow, float* tile)
{
    gather(image, origin, shape, firstRow, endRow, tile);
}

void gatherRows(const RealImage& image, TileOrigin origin, TileShape shape, int firstRow, int endRow, double* tile)
{
    gather(image, origin, shape, firstRow, endRow, tile);
}

void copyReferenceRow(const TileStepContext& context, TileOrigin origin, int row, std::size_t rowLength, double* to)
{
    const ReferencePixels& reference = context.reference;
    const std::uint8_t* const from = reference.pixels
        + offsetOf(origin.row + row - reference.origin.row, reference.rowLength)
        + static_cast<std::size_t>(origin.column - reference.origin.column) * kChannels;
    for (std::size_t i = 0; i < rowLength; i += kChannels) {
        to[i] = from[i + 2] - context.mean;
        to[i + 1] = from[i + 1] - context.mean;
        to[i + 2] = from[i] - context.mean;
    }
}

bool stepRows(const TileStepContext& context, const TileInStep& tile, int firstRow, int endRow, RealImage& image)
{
    const PixelRecipe& recipe = context.recipe;
    const std::size_t count = tile.shape.rowLength;
    std::vector<ActingTerm> terms = actingTerms(recipe, tile, firstRow);
    std::vector<double> step(count); // at first the gradient
    std::vector<double> reference(context.reference.pixels != nullptr && needsReference(recipe) ? count : 0);
    std::vector<double> rates(recipe.evensOutOverlaps ? count : 0);
    bool isFinite = true;
    for (int row = firstRow; row < endRow; ++row) {
        const std::size_t first = offsetOf(row, count);
        const double* const before = tile.before + first;
        takeGradient(tile.gradient.values + first, tile.gradient.divisor, step.data(), count);
        if (!reference.empty())
            copyReferenceRow(context, tile.origin, row, count, reference.data());
        for (ActingTerm& term : terms)
            term.rows->addNext(
                tile.before, term.hasReference && !reference.empty() ? reference.data() : nullptr, step.data());
        if (!rates.empty())
            fillRates(context, tile.origin, row, rates);
        std::visit(
            [&](const auto& optimiser) {
                optimiser.step(step.data(), tile.memory.from(first), rates.empty() ? nullptr : rates.data(), count);
            },
            recipe.optimiser);
        double* const after = image.values.data() + image.offset(tile.origin.row + row, tile.origin.column);
        isFinite = addStep(before, step.data(), after, count) && isFinite;
        if (tile.steps != nullptr)
            std::copy(step.begin(), step.end(), tile.steps + first);
    }
    return isFinite;
}

} // namespace cnnvis
