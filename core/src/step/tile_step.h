// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/step_report.h"
#include "step/tile_rows.h"

#include <array>
#include <vector>

namespace cnnvis {

/// Takes tiles of the image through one step, one after the other: terms of the image as it stands, the optimiser, and
/// back into the image. Blocks of rows are shared out among LibTorch's threads; they depend on the tile's height alone,
/// and the result does not depend on them.
class TileStep {
public:
    explicit TileStep(PictureSize tileSize);

    /// @param gradient  of the tile.
    /// @param memory    the optimiser's, of the tile.
    /// @param report    filled in with the figures of this tile where it is given, which takes longer.
    /// @return  false when a pixel would become NaN or infinite; image and memory are then not changed.
    bool take(const TileStepContext& context, TileOrigin origin, RealImage& image, NetworkGradient gradient,
        MemoryPlanes memory, StepReport* report);

private:
    struct Block {
        int firstRow, endRow;
        bool isFinite;
    };
    void gatherBorders(const RealImage& image, TileOrigin origin, int reach);
    void step(const TileStepContext& context, const TileInStep& tile, int reach, RealImage& image, Block& block);
    void putBack(const TileInStep& tile, RealImage& image) const;
    void fillReport(const TileStepContext& context, const TileInStep& tile, StepReport& report) const;
    TermFigures figuresOf(const TileStepContext& context, const TileInStep& tile, const Term& term) const;
    void reportSteps(const TileInStep& tile, StepReport& report) const;

    TileShape m_shape;
    std::vector<Block> m_blocks;
    std::vector<double> m_before;
    std::array<std::vector<float>, MemoryPlanes::kMost> m_memoryBefore;
    std::vector<double> m_steps; ///< of a reported tile
};

} // namespace cnnvis
