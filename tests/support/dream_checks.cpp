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

QString difference(const char* name, const std::vector<TermFigures>& left, const std::vector<TermFigures>& right)
{
    if (left.size() != right.size())
        return difference(name, left.size(), right.size());
    for (std::size_t i = 0; i < left.size(); ++i) {
        const QString text = difference("loss", left[i].loss, right[i].loss)
            + difference("meanGradient", left[i].meanGradient, right[i].meanGradient);
        if (!text.isEmpty())
            return text + QStringLiteral(" of ") + QString::fromUtf8(left[i].info.key.data());
    }
    return {};
}

QString difference(const std::vector<std::vector<float>>& left, const std::vector<std::vector<float>>& right)
{
    if (left.size() != right.size())
        return difference("planes of memory", left.size(), right.size());
    QString text;
    for (std::size_t i = 0; i < left.size() && text.isEmpty(); ++i)
        text = difference("memory", left[i], right[i]);
    return text;
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
            difference("image", left.image, right.image), difference(left.memory, right.memory),
            difference(left.openHalf, right.openHalf), difference(left.settings, right.settings),
            difference("batchSize", left.batchSize, right.batchSize),
            difference("givenBatch", left.givenBatch, right.givenBatch)});
}

QString differenceOf(const StepReport& left, const StepReport& right)
{
    return firstOf({difference("sizeIndex", left.sizeIndex, right.sizeIndex), difference("size", left.size, right.size),
        difference("step", left.step, right.step), difference("learningRate", left.learningRate, right.learningRate),
        difference("tvStrength", left.tvStrength, right.tvStrength),
        difference("objective", left.objective, right.objective), difference("terms", left.terms, right.terms),
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
