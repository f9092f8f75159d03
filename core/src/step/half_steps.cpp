// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/half_step.h"
#include "step/step_scheme.h"
#include "step/tiles.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace cnnvis {
namespace {

std::size_t valuesOfTiles(const TileCover& cover)
{
    return static_cast<std::size_t>(cover.tileCount()) * valueCount(cover.tileSize);
}

/// The most tiles whose gradients are kept at a time, see HalfStep. @param column  tiles in a column.
std::int64_t tilesKept(std::int64_t tiles, std::int64_t column, int batchSize, bool isNormalised)
{
    const std::int64_t half = tiles / 2 + 1 + batchSize;
    return isNormalised ? half : std::min(half, column / 2 + 2 + 2 * std::int64_t{batchSize});
}

class HalfSteps final : public StepScheme {
public:
    HalfSteps(const GradientRequest& request, const Network& network)
        : m_tileSize(network.inputSize())
        , m_halfStep(request, network)
    { }

    const RunnerAttributes& runner() const override { return m_halfStep.runner(); }

    void begin(PictureSize size, int batchSize, const Optimiser& optimiser) override
    {
        end();
        m_isInStep = false;
        m_isHalfDone = false;
        m_batchSize = batchSize;
        m_cover = *coverWithTiles(size, m_tileSize);
        m_tilesOverRow = tilesOver(size.height, m_cover.rowStarts, m_tileSize.height);
        m_tilesOverColumn = tilesOver(size.width, m_cover.columnStarts, m_tileSize.width);
        m_memory = emptyMemory(planesOf(optimiser, size), valuesOfTiles(m_cover));
    }

    void end() override
    {
        m_halfStep.close();
        m_memory = {};
    }

    Outcome advance(
        const StepInput& input, RealImage& image, const std::function<bool()>& mayGoOn, StepReport& report) override
    {
        if (!std::exchange(m_isInStep, true))
            m_hasAnswered = false;
        for (std::size_t half = m_isHalfDone ? 1 : 0; half < 2; ++half) {
            if (m_cover.halves[half].empty())
                continue;
            const Outcome outcome = advanceHalf(half, input, image, mayGoOn, report);
            m_hasAnswered = m_hasAnswered || report.meanNetworkGradient != 0.0;
            if (outcome != Outcome::Done)
                return outcome;
            m_isHalfDone = true;
        }
        m_isInStep = false;
        m_isHalfDone = false;
        report.isTargetSilent = !m_hasAnswered;
        return Outcome::Done;
    }

    bool isOpen() const override { return m_isHalfDone || m_halfStep.isOpen(); }

    int batchesDone() const override
    {
        if (!m_isInStep)
            return batchesOf(m_cover.halves[0]) + batchesOf(m_cover.halves[1]);
        return (m_isHalfDone ? batchesOf(m_cover.halves[0]) : 0) + m_halfStep.batchesDone(m_batchSize);
    }

    /// The tile that a step ends with.
    PicturePart reportedPart() const override
    {
        const std::vector<TileOrigin>& odd = m_cover.halves[1];
        return {odd.empty() ? m_cover.halves[0].back() : odd.back(), m_tileSize};
    }

    void copyState(SchemeState& state) const override
    {
        state.isHalfDone = m_isHalfDone;
        state.memory = m_memory;
        state.open = m_halfStep.open();
    }

    bool fits(const SchemeState& state, PictureSize size, int batchSize, const Optimiser& optimiser) const override
    {
        const TileCover cover = *coverWithTiles(size, m_tileSize);
        return isOfShape(state.memory, planesOf(optimiser, size), valuesOfTiles(cover))
            && m_halfStep.fits(state.open, cover.seenBefore[state.isHalfDone ? 1 : 0], batchSize);
    }

    void setState(const SchemeState& state) override
    {
        m_isHalfDone = state.isHalfDone;
        m_isInStep = state.isHalfDone || state.open.computed > 0;
        m_hasAnswered = m_isInStep; // which nobody kept
        m_memory = state.memory;
        if (state.open.computed > 0)
            m_halfStep.reopen(state.open, m_cover.seenBefore[m_isHalfDone ? 1 : 0], m_batchSize);
    }

private:
    int batchesOf(const std::vector<TileOrigin>& tiles) const
    {
        return (static_cast<int>(tiles.size()) + m_batchSize - 1) / m_batchSize;
    }

    Outcome advanceHalf(std::size_t half, const StepInput& input, RealImage& image,
        const std::function<bool()>& mayGoOn, StepReport& report)
    {
        const std::size_t firstTile = half == 0 ? 0 : m_cover.halves[0].size();
        const bool isLastHalf = half == 1 || m_cover.halves[1].empty();
        const HalfStepJob job{m_cover.halves[half], m_cover.seenBefore[half], m_batchSize, isLastHalf, input.step == 0,
            input.figures, input.recipe,
            {input.recipe.pixels, input.reference, input.mean, m_tilesOverRow, m_tilesOverColumn}};
        switch (m_halfStep.advance(
            job, image, planesIn(m_memory).from(firstTile * valueCount(m_tileSize)), mayGoOn, report)) {
        case HalfStep::Outcome::Done:
            return Outcome::Done;
        case HalfStep::Outcome::Interrupted:
            return Outcome::Interrupted;
        case HalfStep::Outcome::Diverged:
            break;
        }
        return Outcome::Diverged;
    }

    PictureSize m_tileSize;
    HalfStep m_halfStep;
    int m_batchSize = 1;
    TileCover m_cover;
    std::vector<int> m_tilesOverRow, m_tilesOverColumn;
    bool m_isInStep = false; ///< or interrupted in it
    bool m_isHalfDone = false; ///< the even tiles are
    bool m_hasAnswered = false; ///< whether the target has had a gradient in this step
    OptimiserMemory m_memory; ///< tile after tile, the even ones first
};

} // namespace

std::unique_ptr<StepScheme> makeHalfSteps(const GradientRequest& request, const Network& network)
{
    return std::make_unique<HalfSteps>(request, network);
}

std::optional<int> tilesOfHalfSteps(PictureSize size, PictureSize tileSize)
{
    const auto rows = tileStarts(size.height, tileSize.height);
    const auto columns = tileStarts(size.width, tileSize.width);
    if (!rows || !columns)
        return std::nullopt;
    return static_cast<int>(std::min<std::size_t>(rows->size() * columns->size(), 1U << 30U));
}

/// Without laying the tiles, of which a size that is asked for by mistake has too many.
std::int64_t bytesOfHalfSteps(PictureSize size, PictureSize tileSize, int batchSize, const StepRecipe& recipe)
{
    constexpr std::int64_t kTileBuffers = 4; // of the tile that is stepped: itself, its memory, step and reference
    const auto column = static_cast<std::int64_t>(tileStarts(size.height, tileSize.height)->size());
    const auto row = static_cast<std::int64_t>(tileStarts(size.width, tileSize.width)->size());
    const std::int64_t remembered = planesOf(recipe.pixels.optimiser, size) * column * row;
    const std::int64_t kept = tilesKept(column * row, column, batchSize, recipe.isNormalised);
    const auto tileValues = static_cast<std::int64_t>(valueCount(tileSize));
    return tileValues
        * (static_cast<std::int64_t>(sizeof(float)) * (remembered + kept)
            + static_cast<std::int64_t>(sizeof(double)) * kTileBuffers);
}

} // namespace cnnvis
