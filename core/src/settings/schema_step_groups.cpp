// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema_table.h"

namespace cnnvis {

namespace {

constexpr auto kSimple = SettingTier::Simple;
constexpr auto kAdvanced = SettingTier::Advanced;
constexpr auto kLive = TakesEffect::Live;

constexpr double kMostSteps = 1e9;
constexpr double kStrongest = 1e12;

} // namespace

void addOptimiserSettings(SchemaTable& table)
{
    table.beginGroup("Optimiser");
    table.add("num_steps", &RunSettings::numSteps, "Steps per size", kSimple, kLive,
        logarithmic(1, kMostSteps, 10, "steps"),
        "How many steps are taken at each size. Too few leave a faint dream; many more than needed let the "
        "strongest motif spread over everything, and take longer.");
    table.useful(5, 2000);
    table.add("learning_rate", &RunSettings::learningRate, "Learning rate", kSimple, kLive,
        logarithmic(1e-6, 1e6, 0.5, "grey levels"),
        "How far a pixel moves in one step. Too high and the picture breaks into harsh speckles and burnt "
        "colours; too low and hardly anything happens.");
    table.useful(0.05, 50);
    table.add("learning_rate_decay_iter", &RunSettings::learningRateDecayIter, "Learning rate changes every", kAdvanced,
        kLive, logarithmic(1, kMostSteps, 10, "steps"),
        "After how many steps the learning rate is multiplied by the factor below. Each size starts afresh. "
        "Without effect while that factor is 1.");
    table.useful(1, 1000);
    table.add("learning_rate_decay_fraction", &RunSettings::learningRateDecayFraction, "Learning rate factor",
        kAdvanced, kLive, logarithmic(1e-6, 1000, 0.05),
        "What the learning rate is multiplied by each time. Below 1 the picture settles into clean detail; too "
        "low and it freezes early. Above 1 it grows ever wilder.");
    table.useful(0.2, 2);
    table.alias("learning_rate_decay_factor");
    table.add("decay_rate", &RunSettings::decayRate, "Memory of steps", kAdvanced, kLive, linear(0, 0.999999, 0.05),
        "How long each pixel remembers how hard it was pushed, which evens out its steps. Near 1 it starts "
        "with large, bold steps and then calms down; near 0 all pixels move alike in each step, which is "
        "restless and grainy.");
    table.useful(0, 0.99);
    table.add("use_pixel_learning_rates", &RunSettings::usePixelLearningRates, "Even out overlaps", kAdvanced, kLive,
        onOff(),
        "Large pictures are worked on in overlapping tiles. On: a pixel in several tiles moves less in each, "
        "so that the overlaps don't stand out. Off: they change faster, and may show as a grid of richer "
        "stripes.");
    table.add("tiling", &RunSettings::tiling, "Tiling", kAdvanced, TakesEffect::Restart, oneOf({"original", "even"}),
        "How a large picture is cut into tiles. original: on a grid that stays, each tile by itself, as the original "
        "does; its borders may show as lines. even: on a grid that lies elsewhere in each step, blended where tiles "
        "overlap, so that no borders show; a few sizes take more tiles.");
}

void addPNormSettings(SchemaTable& table)
{
    table.beginGroup("P-norm");
    table.add("alpha", &RunSettings::alpha, "Power of the pull", kAdvanced, kLive, linear(1, 100, 0.5),
        "How much more the pull acts on far pixels than on near ones. At 2 it grows evenly, for photos; around "
        "6 it lets pixels play freely and only stops extremes, for noise. When you raise it, lower the pull a "
        "great deal.");
    table.useful(1, 12);
    table.add("p_scale", &RunSettings::pScale, "Reach of the pull", kAdvanced, kLive,
        logarithmic(1e-6, 1e6, 0.5, "grey levels"),
        "How far a pixel may move before the pull is felt in full. Higher allows stronger colours; too low "
        "pins the picture to its start.");
    table.useful(0.1, 500);
    table.add("p_reg", &RunSettings::pReg, "Pull to the start", kSimple, kLive, logarithmic(0, kStrongest, 0.1),
        "Holds the picture to the photo it started from, or to even grey after a noise start. Too high and the "
        "dream hardly leaves the photo; too low and the photo is lost and the colours burn out. It depends "
        "much on the power.");
    table.useful(0, 100);
}

void addAuxiliaryPNormSettings(SchemaTable& table)
{
    table.beginGroup("Auxiliary p-norm");
    table.add("alpha_aux", &RunSettings::alphaAux, "Power of the second pull", kAdvanced, kLive, linear(1, 100, 0.5),
        "As the power of the first pull. Around 8 it leaves most of the picture alone and stops only extreme "
        "pixels; when you raise it, lower the second pull a great deal.");
    table.useful(1, 12);
    table.add("p_scale_aux", &RunSettings::pScaleAux, "Reach of the second pull", kAdvanced, kLive,
        logarithmic(1e-6, 1e6, 0.5, "grey levels"),
        "How far a pixel may move before the second pull is felt in full. Higher allows stronger colours; too "
        "low pins the picture to its start.");
    table.useful(0.1, 500);
    table.add("p_reg_aux", &RunSettings::pRegAux, "Second pull", kAdvanced, kLive, logarithmic(0, kStrongest, 0.1),
        "A second pull to the start beside the first, usually with a high power to catch single pixels that "
        "burn out. Too high dulls the colours; 0 turns it off.");
    table.useful(0, 100);
}

void addTotalVariationSettings(SchemaTable& table)
{
    table.beginGroup("Total variation");
    table.add("beta", &RunSettings::beta, "Softness of edges", kAdvanced, kLive, linear(1e-3, 20, 0.1),
        "How much more the smoothing acts on strong edges than on faint ones. Below 2 gives flat areas with "
        "crisp edges; 2.5 and more gives soft, painted transitions; too high blurs every edge and can burst "
        "into speckles.");
    table.useful(1, 4);
    table.add("tv_reg", &RunSettings::tvReg, "Smoothness", kSimple, kLive, logarithmic(0, kStrongest, 0.1),
        "Smooths differences between neighbouring pixels. Too high and the picture turns into soft blots "
        "without detail; too low and it is covered with coloured speckles.");
    table.useful(0, 200);
    table.add("tv_reg_scale", &RunSettings::tvRegScale, "Scale of smoothing", kAdvanced, kLive,
        logarithmic(1e-6, 1e6, 0.5, "grey levels"),
        "The difference between neighbours that the smoothing takes as one unit. Higher weakens it, most of "
        "all on strong edges; too low blurs everything.");
    table.useful(0.1, 100);
    table.add("tv_reg_step", &RunSettings::tvRegStep, "Smoothness changes by", kAdvanced, kLive,
        linear(-kStrongest, kStrongest, 0.1),
        "What is added to the smoothness as the steps go on; each size starts afresh. Above 0 cleans up "
        "towards the end, and too much washes the detail away again. Below 0 lets ever finer detail in, and "
        "then speckles.");
    table.useful(-1, 1);
    table.add("tv_reg_step_iter", &RunSettings::tvRegStepIter, "Smoothness changes every", kAdvanced, kLive,
        logarithmic(1, kMostSteps, 10, "steps"),
        "After how many steps the smoothness changes by the amount above. Without effect while that is 0.");
    table.useful(5, 500);
    table.add("tv_grad_operator", &RunSettings::tvGradOperator, "Way of smoothing", kAdvanced, kLive,
        oneOf({"naive", "sobel", "sobel_squish"}),
        "How differences between neighbours are measured. naive: between direct neighbours, which removes fine "
        "grain best. sobel: over a wider patch, smoother but may leave a fine checkerboard. sobel_squish: "
        "between the two.");
}

} // namespace cnnvis
