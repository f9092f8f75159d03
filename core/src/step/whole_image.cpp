// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/blended_grid.h"
#include "step/magnitudes.h"
#include "step/step_scheme.h"
#include "step/tile_batch.h"
#include "step/tile_step.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace cnnvis {
namespace {

class WholeImage final : public StepScheme {
public:
    WholeImage(const GradientRequest& request, const Network& network, std::uint64_t seed)
        : m_tileSize(network.inputSize())
        , m_seed(seed)
        , m_network(request, network)
    { }

    const RunnerAttributes& runner() const override { return m_network.attributes(); }

    void begin(PictureSize size, int batchSize, const Optimiser& optimiser) override
    {
        end();
        m_size = size;
        m_batchSize = batchSize;
        m_computed = 0;
        m_isInStep = false;
        m_tileStep.emplace(size);
        m_onesOverRow.assign(static_cast<std::size_t>(size.height), 1);
        m_onesOverColumn.assign(static_cast<std::size_t>(size.width), 1);
        m_memory = emptyMemory(planesOf(optimiser, size), valueCount(size));
    }

    void end() override
    {
        m_tileStep.reset();
        m_gradient = {};
        m_memory = {};
    }

    Outcome advance(
        const StepInput& input, RealImage& image, const std::function<bool()>& mayGoOn, StepReport& report) override
    {
        m_isInStep = true;
        m_grid = BlendedGrid(m_size, m_tileSize, m_seed, static_cast<std::uint64_t>(input.step));
        if (m_computed == 0)
            m_gradient.assign(valueCount(m_size), 0.0F);
        while (m_computed < m_grid.tiles().size()) {
            if (mayGoOn && !mayGoOn())
                return Outcome::Interrupted;
            computeBatch(input.recipe, image, report);
        }
        const Outcome outcome = stepImage(input, image, report);
        m_computed = 0;
        m_isInStep = false;
        return outcome;
    }

    bool isOpen() const override { return m_computed > 0; }

    int batchesDone() const override
    {
        const auto tiles = static_cast<int>(m_isInStep ? m_computed : m_grid.tiles().size());
        return (tiles + m_batchSize - 1) / m_batchSize;
    }

    PicturePart reportedPart() const override { return {{}, m_size}; }

    void copyState(SchemeState& state) const override
    {
        state.isHalfDone = false;
        state.memory = m_memory;
        state.open.isNormalised = false;
        state.open.computed = static_cast<int>(m_computed);
        state.open.gradientSum = 0.0;
        if (m_computed > 0)
            state.open.gradients = m_gradient;
        else
            state.open.gradients.clear();
    }

    bool fits(const SchemeState& state, PictureSize size, int /*batchSize*/, const Optimiser& optimiser) const override
    {
        const std::size_t values = valueCount(size);
        const bool isOpenGood = state.open.computed == 0
            ? state.open.gradients.empty()
            : state.open.computed > 0 && state.open.gradients.size() == values
                && static_cast<std::size_t>(state.open.computed) <= BlendedGrid(size, m_tileSize, 0, 0).tiles().size();
        return isOpenGood && !state.isHalfDone && isOfShape(state.memory, planesOf(optimiser, size), values);
    }

    void setState(const SchemeState& state) override
    {
        m_memory = state.memory;
        m_computed = static_cast<std::size_t>(state.open.computed);
        m_isInStep = m_computed > 0;
        m_gradient = state.open.gradients;
    }

private:
    void computeBatch(const StepRecipe& recipe, const RealImage& image, StepReport& report)
    {
        const std::vector<TileOrigin>& tiles = m_grid.tiles();
        const std::size_t count = std::min(static_cast<std::size_t>(m_batchSize), tiles.size() - m_computed);
        const std::size_t tileValues = valueCount(m_tileSize);
        m_batch.resize(count * tileValues);
        computeTiles(m_network, image, m_tileSize, tiles, m_computed, count, recipe, m_batch.data(), report);
        // Tile after tile, so that sums are the same on any number of threads.
        for (std::size_t tile = 0; tile < count; ++tile) {
            at::parallel_for(0, m_tileSize.height, 16, [&](std::int64_t begin, std::int64_t end) {
                m_grid.addRows(m_computed + tile, static_cast<int>(begin), static_cast<int>(end),
                    m_batch.data() + tile * tileValues, m_gradient.data());
            });
        }
        m_computed += count;
    }

    Outcome stepImage(const StepInput& input, RealImage& image, StepReport& report)
    {
        report.meanNetworkGradient =
            sumOfMagnitudes(m_gradient.data(), m_gradient.size()) / static_cast<double>(m_gradient.size());
        report.isTargetSilent = report.meanNetworkGradient == 0.0;
        const bool isDivided = input.recipe.isNormalised && report.meanNetworkGradient > 0.0;
        const TileStepContext context{
            input.recipe.pixels, input.reference, input.mean, m_onesOverRow, m_onesOverColumn};
        const bool isGood =
            m_tileStep->take(context, {}, image, {m_gradient.data(), isDivided ? report.meanNetworkGradient : 1.0},
                planesIn(m_memory), input.figures == Figures::All ? &report : nullptr);
        return isGood ? Outcome::Done : Outcome::Diverged;
    }

    PictureSize m_tileSize;
    std::uint64_t m_seed;
    TargetGradient m_network;
    PictureSize m_size;
    int m_batchSize = 1;
    BlendedGrid m_grid; ///< of the step
    std::optional<TileStep> m_tileStep; ///< of the image as one tile
    std::vector<int> m_onesOverRow, m_onesOverColumn;
    std::vector<float> m_batch; ///< gradients of its tiles
    std::vector<float> m_gradient; ///< of the image, as far as it is known
    OptimiserMemory m_memory;
    std::size_t m_computed = 0; ///< tiles of the step
    bool m_isInStep = false; ///< or interrupted in it
};

} // namespace

std::unique_ptr<StepScheme> makeWholeImage(const GradientRequest& request, const Network& network, std::uint64_t seed)
{
    return std::make_unique<WholeImage>(request, network, seed);
}

std::optional<int> tilesOfWholeImage(PictureSize size, PictureSize tileSize)
{
    const auto tiles = std::int64_t{BlendedGrid::tilesAlong(size.height, tileSize.height)}
        * BlendedGrid::tilesAlong(size.width, tileSize.width);
    return static_cast<int>(std::min<std::int64_t>(tiles, 1U << 30U));
}

std::int64_t bytesOfWholeImage(PictureSize size, PictureSize tileSize, int batchSize, const StepRecipe& recipe)
{
    constexpr std::int64_t kDoubles = 3; // of the image: as it was, its step, the reference
    const auto values = static_cast<std::int64_t>(valueCount(size));
    const auto floats = static_cast<std::int64_t>(sizeof(float));
    const std::int64_t planes = 2 * std::int64_t{planesOf(recipe.pixels.optimiser, size)}; // and as they were
    return values * (floats * (planes + 1) + static_cast<std::int64_t>(sizeof(double)) * kDoubles)
        + floats * batchSize * static_cast<std::int64_t>(valueCount(tileSize));
}

} // namespace cnnvis
