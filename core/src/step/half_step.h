// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/step_report.h"
#include "gradient/target_gradient.h"
#include "picture/real_image.h"
#include "step/step_recipe.h"
#include "step/tile_step.h"
#include "step/tiles.h"

#include <cstddef>
#include <functional>
#include <vector>

namespace cnnvis {

/// The tiles of a half-step, and what is true for all of them.
struct HalfStepJob {
    const std::vector<TileOrigin>& tiles; ///< at least one
    const std::vector<int>& seenBefore; ///< see TileCover
    int batchSize;
    bool isReported; ///< whether the step's report is of this half
    bool isFirstOfSize; ///< whether the step is; then gradients are looked at in both halves
    Figures figures; ///< that the report has
    const StepRecipe& recipe;
    TileStepContext context; ///< of the same recipe
};

/// Does half-steps: gathers tiles in batches, asks the network for their gradients, and steps each tile as soon as it
/// can be.
///
/// All gradients of a half are of the image as it stood before it, and the tiles are stepped one after the other, each
/// on the image as the ones before have left it. As the tiles of a half overlap at the corners of diagonal neighbours
/// alone, a tile waits for the next column of tiles and no longer, and about as many gradients are kept. To be
/// normalised, they must all be known first, and are all kept.
class HalfStep {
public:
    enum class Outcome { Done, Interrupted, Diverged };

    /// @throws ModelError, DeviceError, SettingsError  as TargetGradient.
    HalfStep(const GradientRequest& request, const Network& network);

    const RunnerAttributes& runner() const { return m_network.attributes(); }

    /// Goes on with the half that is open, or begins one.
    /// @param memory   the optimiser's, of the tiles of this half, in their order.
    /// @param mayGoOn  asked before each batch; where it answers false, the half stays open.
    /// @return  Diverged: a tile could not be stepped; the half is closed, and the image as the tiles before left it.
    /// @throws DeviceError  when memory runs out; the half stays open.
    Outcome advance(const HalfStepJob& job, RealImage& image, MemoryPlanes memory, const std::function<bool()>& mayGoOn,
        StepReport& report);

    bool isOpen() const { return m_computed > 0; }
    /// Of the open half-step.
    int batchesDone(int batchSize) const { return (static_cast<int>(m_computed) + batchSize - 1) / batchSize; }
    /// What has to be kept of the open half-step, if any.
    OpenHalf open() const;
    /// Goes on from there with the next call of advance(). @param open  one that fits().
    void reopen(const OpenHalf& open, const std::vector<int>& seenBefore, int batchSize);
    /// Forgets the open half-step, and gives back the memory that it took.
    void close();
    /// Whether open() can have answered that in the middle of such a half, or before it.
    bool fits(const OpenHalf& open, const std::vector<int>& seenBefore, int batchSize) const;

private:
    void begin(bool isNormalised, const std::vector<int>& seenBefore, int batchSize);
    void computeBatch(const HalfStepJob& job, const RealImage& image, StepReport& report);
    bool stepSeenTiles(const HalfStepJob& job, RealImage& image, MemoryPlanes memory, StepReport& report);
    float* gradientOf(std::size_t tile) { return m_gradients.data() + tile % m_room * m_tileValues; }

    PictureSize m_tileSize;
    std::size_t m_tileValues;
    TargetGradient m_network;
    TileStep m_tileStep;

    // The open half; at its beginning all of them are zero.
    bool m_isNormalised = false;
    std::size_t m_computed = 0; ///< tiles whose gradients are known
    std::size_t m_stepped = 0;
    double m_gradientSum = 0.0;
    std::vector<float> m_gradients; ///< a ring of whole batches, which holds the tiles computed and not stepped
    std::size_t m_room = 0; ///< of the ring, in tiles
};

} // namespace cnnvis
