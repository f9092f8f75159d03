// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/picture.h"
#include "cnnvis/run_plan.h"
#include "cnnvis/run_position.h"
#include "cnnvis/run_settings.h"
#include "cnnvis/settings_text.h"
#include "cnnvis/step_report.h"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace cnnvis {

class RunChange;

/// Where a dream stands: all that step() changes, as a plain value.
///
/// Put back into a dream of the same settings, network and start picture, it goes on bit-identically (same build
/// and device, any number of threads).
struct DreamState {
    int sizeIndex = 0;
    int steps = 0; ///< whole steps done at this size
    bool isHalfDone = false; ///< the even tiles of the next step are done
    double learningRate = 0.0;
    double tvStrength = 0.0;
    PictureSize size;
    std::vector<double> image; ///< height · width · 3, BGR, grey levels less the mean
    /// The optimiser's memory, plane by plane; in each, one block of the tile's size for each tile, the even ones
    /// first. Empty: it remembers nothing.
    std::vector<std::vector<float>> memory;
    OpenHalf openHalf; ///< of the half-step that comes next
    RunSettings settings; ///< as changed so far
    int batchSize = 1; ///< tiles at a time at this size; a changed setting acts from the next
    int givenBatch = 0; ///< what the setting said when this size began; 0: auto
};

/// The picture of a state as it would be saved, opaque. @param mean  of its network.
Picture pictureOf(const DreamState& state, double mean, int bitsPerChannel = 8);

/// A picture being dreamt: constructed from settings, network and start picture, advanced by step().
///
/// Knows no thread: it lives on whichever thread calls it, one at a time.
class Dream {
public:
    /// @param startPicture  8 bits a channel; empty for a start from noise.
    /// @throws SettingsError, ModelError, DeviceError  as planRun(), and when the weights cannot be read.
    Dream(const RunSettings& settings, const Network& network, const Picture& startPicture);
    ~Dream();
    Dream(Dream&&) noexcept;
    Dream& operator=(Dream&&) noexcept;

    const RunPlan& plan() const;
    const RunSettings& settings() const;
    /// The same, with what the rates that change by themselves have come to.
    RunSettings settingsOfNextStep() const;

    /// Whether all steps of all sizes are done.
    bool isFinished() const;

    /// The size whose step comes next, or was the last one.
    int sizeIndex() const;
    /// Whole steps done at that size.
    int stepsDone() const;
    /// Batches of tiles computed of the step that is open, or was the last one.
    int batchesDone() const;
    /// All of it: also tells an open step from a whole one.
    RunPosition position() const;

    /// Goes on to the next size where all steps of this one are done; else does nothing. step() does it itself, but who
    /// wants to see the picture as the step finds it calls this first.
    void beginNextSizeIfDue();

    /// Does one step; at the end of a size it first goes on to the next.
    /// @param mayGoOn  asked before each batch of tiles; when it answers false, the step stays open, with a part of its
    ///                 tiles stepped, and a later step() goes on from there as if nothing had happened.
    /// @param figures  of the report; of a step that was interrupted, as the call says that ends it.
    /// @return  nothing when it was interrupted.
    /// @throws DivergenceError  when a pixel would become NaN or infinite; picture() is then the last one that was not.
    /// @throws DeviceError      when memory runs out.
    std::optional<StepReport> step(const std::function<bool()>& mayGoOn = {}, Figures figures = Figures::All);

    /// Changes settings that take effect Live (from the next step) or at the NextSize. All of it or nothing. Between
    /// steps only, i.e. not in mayGoOn; what is left of an interrupted step is done with the new ones.
    /// @throws SettingsError  when a key is unknown, a value does not fit, or it takes effect in a new run only.
    void change(const SettingsChange& change);
    /// The same, read already.
    void change(const RunChange& change);

    /// The picture as it would be saved: 1.2 · image + mean, or stretched to the full range with `rescale_image`.
    /// @param bitsPerChannel  8 or 16.
    Picture picture(int bitsPerChannel = 8) const;

    /// The pixel's blue, green and red in grey levels less the mean; nothing outside the picture.
    std::optional<std::array<double, 3>> pixel(int row, int column) const;

    DreamState state() const;
    /// The same, in memory that an earlier state took; several times as fast, as memory that was just taken is slow.
    void copyState(DreamState& state) const;
    /// @throws SettingsError  when the state is not one of this run. Nothing is changed then.
    void restore(const DreamState& state);
    /// Goes on from a state of another run, with this dream's settings where they take effect in a new run only, and
    /// the state's where they may change on the way. The optimiser remembers what it did, if that fits; an open step
    /// that does not fit begins anew.
    /// @throws SettingsError  when there is no such size here. Nothing is changed then.
    void goOnFrom(const DreamState& state);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
