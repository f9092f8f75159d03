// SPDX-License-Identifier: GPL-3.0-or-later
#include "recipe/recipe.h"

#include "cnnvis/step_report.h"
#include "network/network_contents.h"

namespace cnnvis {
namespace {

constexpr TermInfo kPull{"p-norm", "p-norm", "p_loss", "p_grad"};
constexpr TermInfo kAuxiliaryPull{"auxiliary", "auxiliary", "", "p_grad_aux"};
constexpr TermInfo kVariation{"tv", "total variation", "tv_loss", "tv_grad"};

std::vector<Term> termsOf(const RunSettings& settings, const Schedule& now, const Schedule& next)
{
    return {PNorm{kPull, settings.pReg, settings.alpha, settings.pScale, true, true},
        PNorm{kAuxiliaryPull, settings.pRegAux, settings.alphaAux, settings.pScaleAux, false, false},
        TotalVariation{
            kVariation, now.tvStrength, next.tvStrength, settings.beta, settings.tvRegScale, settings.tvGradOperator}};
}

} // namespace

Schedule Schedule::start(const RunSettings& settings)
{
    return {settings.learningRate, settings.tvReg};
}

Schedule Schedule::after(int steps, const RunSettings& settings) const
{
    Schedule next = *this;
    if (steps % settings.tvRegStepIter == 0)
        next.tvStrength += settings.tvRegStep;
    if (steps % settings.learningRateDecayIter == 0)
        next.learningRate *= settings.learningRateDecayFraction;
    return next;
}

Objective objectiveOf(const RunSettings& settings)
{
    if (settings.imageType == ImageType::AmplifyNeuron)
        return NeuronObjective{settings.targetNeuron};
    return LayerObjective{settings.amplifyL1Weight, settings.amplifyL2Weight, settings.amplifyGradClip};
}

Sums sumsOf(const RunSettings& settings, int givenBatch)
{
    if (settings.arithmetic == Arithmetic::Fast)
        return Sums::Fastest;
    return givenBatch == 1 ? Sums::DefinitionOfOne : Sums::Definition;
}

StepRecipe recipeOf(const RunSettings& settings, int givenBatch, const Schedule& now, const Schedule& next)
{
    StepRecipe recipe;
    recipe.objective = objectiveOf(settings);
    recipe.sums = sumsOf(settings, givenBatch);
    recipe.isNormalised = settings.normalizeGradient == NormalizeGradient::Mean;
    recipe.pixels.terms = termsOf(settings, now, next);
    recipe.pixels.optimiser = RmsProp{now.learningRate, settings.decayRate};
    recipe.pixels.evensOutOverlaps = settings.usePixelLearningRates;
    return recipe;
}

GradientRequest gradientRequestOf(const RunSettings& settings, const Network& network)
{
    return {NetworkContents::of(network).target(settings), settings.gpu, settings.precision,
        sumsOf(settings, settings.batchSize), settings.batchSize};
}

const std::vector<TermInfo>& stepTerms()
{
    static const std::vector<TermInfo> infos = [] {
        std::vector<TermInfo> all;
        for (const Term& term : termsOf({}, {}, {}))
            all.push_back(infoOf(term));
        return all;
    }();
    return infos;
}

} // namespace cnnvis
