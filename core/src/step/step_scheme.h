// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/step_report.h"
#include "gradient/gradient_runner.h"
#include "picture/real_image.h"
#include "step/step_recipe.h"
#include "step/tile_rows.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cnnvis {

/// What a step is told beside the image; the same until it ends, unless somebody changed the settings.
struct StepInput {
    const StepRecipe& recipe;
    ReferencePixels reference; ///< that holds StepScheme::reportedPart(), and all of the picture where terms need it
    double mean = 0.0; ///< of the network, in grey levels
    int step = 0; ///< whole steps done at this size
    Figures figures = Figures::All; ///< that the report is to have
};

/// The part of a picture whose figures are told.
struct PicturePart {
    TileOrigin origin;
    PictureSize size;
};

/// What a scheme has to be given back to go on bit-identically.
struct SchemeState {
    bool isHalfDone = false; ///< see DreamState
    OptimiserMemory memory; ///< laid out as the scheme does
    OpenHalf open;
};

/// How a step gets from the image to the next: what is asked of the network, and what the optimiser remembers, of tiles
/// or of pixels. One picture size at a time.
class StepScheme {
public:
    enum class Outcome { Done, Interrupted, Diverged };

    virtual ~StepScheme() = default;

    /// Of what computes the gradients.
    virtual const RunnerAttributes& runner() const = 0;

    /// Makes ready for images of that size; the optimiser remembers nothing.
    /// @param batchSize  tiles that go through the network together.
    virtual void begin(PictureSize size, int batchSize, const Optimiser& optimiser) = 0;
    /// Gives back the memory of that size.
    virtual void end() = 0;

    /// Goes on with the step that is open, or begins one.
    /// @param mayGoOn  asked before each batch of tiles; where it answers false, the step stays open.
    /// @return  Diverged: a pixel became NaN or infinite; the image is the last one whose pixels were not.
    /// @throws DeviceError  when memory runs out; the step stays open.
    virtual Outcome advance(
        const StepInput& input, RealImage& image, const std::function<bool()>& mayGoOn, StepReport& report) = 0;

    /// Whether a step was interrupted.
    virtual bool isOpen() const = 0;
    /// Batches computed of the step that is open; of a whole step, where none is.
    virtual int batchesDone() const = 0;
    virtual PicturePart reportedPart() const = 0;

    /// @param state  takes what there is; memory that it has is used again.
    virtual void copyState(SchemeState& state) const = 0;
    /// Whether copyState() can have answered that for images of that size. @param batchSize  as begin() was given then.
    virtual bool fits(const SchemeState& state, PictureSize size, int batchSize, const Optimiser& optimiser) const = 0;
    /// Goes on from there. @param state  one that fits(), after begin().
    virtual void setState(const SchemeState& state) = 0;
};

/// The original's: tiles on a grid that is laid once per size, even ones first, then odd ones; each tile is stepped by
/// itself, with a memory of its own.
/// @throws ModelError, DeviceError, SettingsError  as TargetGradient.
std::unique_ptr<StepScheme> makeHalfSteps(const GradientRequest& request, const Network& network);

/// One step of the whole image: its gradient is put together from tiles on a grid that is laid anew for each step,
/// blended where they overlap, and the optimiser remembers pixels. Leaves no seams.
/// @param seed  of the grids.
/// @throws ModelError, DeviceError, SettingsError  as TargetGradient.
std::unique_ptr<StepScheme> makeWholeImage(const GradientRequest& request, const Network& network, std::uint64_t seed);

/// @{ The tiles of a step.
/// @return  nothing when such a picture cannot be covered; never of one that holds a tile, for whole images.
std::optional<int> tilesOfHalfSteps(PictureSize size, PictureSize tileSize);
std::optional<int> tilesOfWholeImage(PictureSize size, PictureSize tileSize);
/// @}

/// The bytes that the schemes take for images of that size, beside the image.
std::int64_t bytesOfHalfSteps(PictureSize size, PictureSize tileSize, int batchSize, const StepRecipe& recipe);
std::int64_t bytesOfWholeImage(PictureSize size, PictureSize tileSize, int batchSize, const StepRecipe& recipe);

} // namespace cnnvis
