// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/dream_checks.h"

#include <QStringList>

#include <cstring>

namespace cnnvis::test {
namespace {

template <typename Value>
QString difference(const char* name, const Value& left, const Value& right)
{
    // By bits, so that NaN is equal to itself.
    const bool isSame = std::memcmp(&left, &right, sizeof left) == 0;
    return isSame ? QString() : QStringLiteral("%1: %2 and %3").arg(QLatin1String(name)).arg(left).arg(right);
}

template <typename Value>
QString difference(const char* name, const std::vector<Value>& left, const std::vector<Value>& right)
{
    if (left.size() != right.size())
        return difference(name, left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        const QString text = difference(name, left[i], right[i]);
        if (!text.isEmpty())
            return text + QStringLiteral(" at %1").arg(i);
    }
    return {};
}

QString difference(const char* name, PictureSize left, PictureSize right)
{
    return difference(name, left.height, right.height) + difference(name, left.width, right.width);
}

QString difference(const OpenHalf& left, const OpenHalf& right)
{
    return difference("isNormalised", static_cast<int>(left.isNormalised), static_cast<int>(right.isNormalised))
        + difference("computed", left.computed, right.computed)
        + difference("gradientSum", left.gradientSum, right.gradientSum)
        + difference("gradients", left.gradients, right.gradients);
}

QString difference(const RunSettings& left, const RunSettings& right)
{
    const SettingsChange change = settingsDifference(left, right);
    return change.empty() ? QString() : QStringLiteral("setting ") + QString::fromStdString(change.front().key);
}

QString firstOf(const QStringList& differences)
{
    for (const QString& text : differences) {
        if (!text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

QString differenceOf(const DreamState& left, const DreamState& right)
{
    return firstOf(
        {difference("sizeIndex", left.sizeIndex, right.sizeIndex), difference("steps", left.steps, right.steps),
            difference("isHalfDone", static_cast<int>(left.isHalfDone), static_cast<int>(right.isHalfDone)),
            difference("learningRate", left.learningRate, right.learningRate),
            difference("tvStrength", left.tvStrength, right.tvStrength), difference("size", left.size, right.size),
            difference("image", left.image, right.image), difference("caches", left.caches, right.caches),
            difference("cacheTails", left.cacheTails, right.cacheTails), difference(left.openHalf, right.openHalf),
            difference(left.settings, right.settings), difference("batchSize", left.batchSize, right.batchSize),
            difference("givenBatch", left.givenBatch, right.givenBatch)});
}

QString differenceOf(const StepReport& left, const StepReport& right)
{
    return firstOf({difference("sizeIndex", left.sizeIndex, right.sizeIndex), difference("size", left.size, right.size),
        difference("step", left.step, right.step), difference("learningRate", left.learningRate, right.learningRate),
        difference("tvStrength", left.tvStrength, right.tvStrength),
        difference("objective", left.objective, right.objective), difference("pLoss", left.pLoss, right.pLoss),
        difference("tvLoss", left.tvLoss, right.tvLoss),
        difference("meanPGradient", left.meanPGradient, right.meanPGradient),
        difference("meanPGradientAux", left.meanPGradientAux, right.meanPGradientAux),
        difference("meanTvGradient", left.meanTvGradient, right.meanTvGradient),
        difference("meanNetworkGradient", left.meanNetworkGradient, right.meanNetworkGradient),
        difference("meanStep", left.meanStep, right.meanStep),
        difference("medianStep", left.medianStep, right.medianStep),
        difference("meanStepRatio", left.meanStepRatio, right.meanStepRatio),
        difference("imageMean", left.imageMean, right.imageMean),
        difference("imageDeviation", left.imageDeviation, right.imageDeviation),
        difference("neuronMean", left.neuronMean.value_or(-1e300), right.neuronMean.value_or(-1e300))});
}

std::vector<StepReport> stepToEnd(Dream& dream)
{
    std::vector<StepReport> reports;
    while (!dream.isFinished())
        reports.push_back(dream.step().value());
    return reports;
}

std::vector<StepReport> stepTimes(Dream& dream, int count)
{
    std::vector<StepReport> reports;
    for (int i = 0; i < count; ++i)
        reports.push_back(dream.step().value());
    return reports;
}

} // namespace cnnvis::test
