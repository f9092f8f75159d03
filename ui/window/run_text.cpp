// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/run_text.h"

#include "settings/entry_text.h"

#include "cnnvis/settings_schema.h"
#include "widgets/window_words.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("RunText", text);
}

/// To whole fives beyond a short time, as nobody knows better.
qint64 roundedSeconds(double seconds)
{
    constexpr double kExact = 10.0;
    constexpr double kGrain = 5.0;
    return seconds < kExact ? std::llround(seconds) : std::llround(seconds / kGrain) * 5;
}

} // namespace

QString memoryText(std::int64_t bytes)
{
    constexpr double kGiga = 1e9;
    constexpr double kMega = 1e6;
    const auto amount = static_cast<double>(bytes);
    if (amount >= 0.1 * kGiga)
        return say("%1 GB").arg(QString::number(amount / kGiga, 'f', 1));
    return say("%1 MB").arg(std::llround(std::ceil(amount / kMega)));
}

QString timeLeftText(double seconds)
{
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 60 * kMinute;
    constexpr qint64 kDay = 24 * kHour;
    const qint64 left = roundedSeconds(seconds);
    if (left < 3)
        return say("a moment");
    if (left < 2 * kMinute)
        return say("%1 s").arg(left);
    if (left < kHour)
        return say("%1 min").arg((left + kMinute / 2) / kMinute);
    if (left < 2 * kDay)
        return say("%1 h %2 min").arg(left / kHour).arg(left % kHour / kMinute);
    return say("%1 days").arg((left + kDay / 2) / kDay);
}

QString planText(const RunPlan& plan, std::optional<double> seconds)
{
    if (plan.sizes.empty())
        return {};
    int tiles = 0;
    for (const PlannedSize& size : plan.sizes)
        tiles += size.tiles;
    const QString first = sizeText(plan.sizes.front().size);
    const QString sizes = plan.sizes.size() == 1
        ? say("1 size: %1").arg(first)
        : say("%1 sizes: %2 … %3").arg(plan.sizes.size()).arg(first, sizeText(plan.sizes.back().size));
    const QString tileText = tiles == 1 ? say("1 tile") : say("%1 tiles").arg(tiles);
    QStringList parts{sizes, tileText, memoryText(plan.memoryBytes)};
    if (seconds) {
        const QString time = timeLeftText(*seconds);
        parts << (time == timeLeftText(0.0) ? time : say("about %1").arg(time));
    }
    return parts.join(QStringLiteral(" · "));
}

QString raisedText(const RunPlan& plan)
{
    QStringList sentences;
    for (const RaisedSize& raised : plan.raised) {
        const SettingEntry* const entry = findSetting(raised.key);
        const std::string_view label = entry != nullptr ? entry->label : std::string_view(raised.key);
        sentences.append(say("“%1” would be %2 for this picture, less than the network needs; %3 is taken instead.")
                             .arg(QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())),
                                 sizeText(raised.asked), sizeText(raised.size)));
    }
    return sentences.join(QLatin1Char(' '));
}

QString planDetails(const RunPlan& plan)
{
    constexpr std::size_t kMost = 16;
    QString rows;
    for (std::size_t i = 0; i < plan.sizes.size() && i < kMost; ++i) {
        const PlannedSize& size = plan.sizes[i];
        const QString tiles = size.tiles == 1 ? say("1 tile") : say("%1 tiles").arg(size.tiles);
        rows += QStringLiteral("<tr><td>%1.&nbsp;&nbsp;</td><td>%2&nbsp;&nbsp;</td><td align='right'>%3</td></tr>")
                    .arg(i + 1)
                    .arg(sizeText(plan.sizes[i].size), tiles);
    }
    const QString more =
        plan.sizes.size() > kMost ? say("<p>and %1 more sizes</p>").arg(plan.sizes.size() - kMost) : QString();
    const QString heading =
        QStringLiteral("<tr><td></td><td>%1</td><td></td></tr>").arg(say("width × height").toHtmlEscaped());
    const QString raised =
        plan.raised.empty() ? QString() : QStringLiteral("<p>%1</p>").arg(raisedText(plan).toHtmlEscaped());
    return QStringLiteral("<table>%1%2</table>%3%4<p>%5</p>")
        .arg(heading, rows, more, raised, say("About %1 of memory at its peak.").arg(memoryText(plan.memoryBytes)));
}

QString paceText(double stepsPerSecond)
{
    if (stepsPerSecond <= 0.0)
        return {};
    if (stepsPerSecond < 0.1)
        return say("%1 s a step").arg(std::llround(1.0 / stepsPerSecond));
    const int decimals = stepsPerSecond < 10.0 ? (stepsPerSecond < 1.0 ? 2 : 1) : 0;
    return say("%1 steps/s").arg(QString::number(stepsPerSecond, 'f', decimals));
}

QString leavingText(int sizeIndex, int step)
{
    return say("From %1 · %2").arg(sizeIndex + 1).arg(step);
}

QString placeText(int sizeIndex, int step)
{
    return say("size %1 · step %2").arg(sizeIndex + 1).arg(step);
}

QString branchName(const BranchPoint& point, const RunSettings& wanted)
{
    const SettingsChange turned = settingsDifference(settingsAt(point), wanted);
    if (turned.empty())
        return leavingText(point.position.sizeIndex, point.position.steps);
    const SettingEntry& entry = *findSetting(turned.front().key);
    return labelOf(entry) + QLatin1Char(' ') + shownValue(entry, QString::fromStdString(turned.front().text));
}

QString standingText(const RunStanding& standing)
{
    QStringList parts;
    if (standing.sizes > 1)
        parts << say("Size %1 of %2").arg(standing.sizeIndex + 1).arg(standing.sizes);
    parts << sizeText(standing.size) << say("step %1 of %2").arg(standing.step).arg(standing.steps);
    if (standing.stepsPerSecond)
        parts << paceText(*standing.stepsPerSecond);
    if (standing.secondsLeft)
        parts << say("%1 left").arg(timeLeftText(*standing.secondsLeft));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace cnnvis::ui
