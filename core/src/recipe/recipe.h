// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_settings.h"
#include "gradient/gradient_runner.h"
#include "step/step_recipe.h"

/// Where the settings become what the engine works with: nothing below knows RunSettings.
namespace cnnvis {

/// What changes from step to step without anybody's doing.
struct Schedule {
    double learningRate = 0.0;
    double tvStrength = 0.0;

    /// At the first step of a size.
    static Schedule start(const RunSettings& settings);
    /// After so many steps of a size.
    Schedule after(int steps, const RunSettings& settings) const;
};

/// What the next step does.
/// @param givenBatch  what the setting said when the size began; 0: auto.
/// @param next        the schedule after it, with whose strength the original tells the variation's.
StepRecipe recipeOf(const RunSettings& settings, int givenBatch, const Schedule& now, const Schedule& next);

/// What the settings climb.
Objective objectiveOf(const RunSettings& settings);

/// How the network adds up: in the original's arithmetic, runs with one tile at a time have sums of their own.
/// @param givenBatch  as above.
Sums sumsOf(const RunSettings& settings, int givenBatch);

/// What gradients the settings ask for.
/// @throws SettingsError  when the target layer is not there, or cannot be reached.
GradientRequest gradientRequestOf(const RunSettings& settings, const Network& network);

} // namespace cnnvis
