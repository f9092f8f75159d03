// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/picture.h"
#include "dream/tiles.h"
#include "picture/real_image.h"

#include <vector>

namespace cnnvis {

/// What a tile's step needs beside the tile: the same for all tiles of a step.
struct TileStepContext {
    const RunSettings& settings;
    double learningRate; ///< as scheduled
    double tvStrength; ///< as scheduled
    const Picture& reference; ///< what the p-norm pulls to, of the image's size; empty: zero
    double mean; ///< of the network, in grey levels
    const std::vector<int>& tilesOverRow; ///< see tilesOver()
    const std::vector<int>& tilesOverColumn;
};

/// Takes one tile of the image through one step: regularisers on the image as it stands, RMSProp, and back into the
/// image.
///
/// The arithmetic is in double precision, as the original's: single precision would break ties between equal
/// neighbours, which the network's pooling layers make visible.
class TileStep {
public:
    explicit TileStep(PictureSize tileSize);

    /// @param gradient  the network's, of the tile.
    /// @param cache     RMSProp's, of the tile.
    /// @param report    filled in with the figures of this tile where it is given, which takes longer.
    /// @return  false when a pixel would become NaN or infinite; image and cache are then not changed.
    bool take(const TileStepContext& context, TileOrigin origin, RealImage& image, const float* gradient, double* cache,
        StepReport* report);

private:
    void copyTile(const RealImage& image, TileOrigin origin);
    void copyReference(const TileStepContext& context, TileOrigin origin);
    void addRegularisers(const TileStepContext& context, StepReport* report);
    const double* pixelRates(const TileStepContext& context, TileOrigin origin);

    PictureSize m_tileSize;
    std::vector<double> m_tile, m_reference, m_rates, m_cacheBefore;
    std::vector<double> m_step; ///< at first the gradient
};

} // namespace cnnvis
