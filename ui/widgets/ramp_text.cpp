// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ramp_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("RampText", text);
}

QString numberText(double value)
{
    constexpr int kDigits = 6;
    return QString::number(value, 'g', kDigits);
}

QString percent(double share)
{
    constexpr double kPercent = 100.0;
    return QString::number(std::lround(share * kPercent));
}

} // namespace

QString placeText(const SettingRamp& ramp)
{
    const QString size = ramp.sizeIndex ? translated("size %1").arg(*ramp.sizeIndex + 1) : translated("each size");
    if (ramp.endSizeIndex && *ramp.endSizeIndex != *ramp.sizeIndex)
        return translated("from size %1 to size %2").arg(*ramp.sizeIndex + 1).arg(*ramp.endSizeIndex + 1);
    if (ramp.begin == 0.0 && ramp.end == 1.0)
        return translated("over %1").arg(size);
    if (ramp.begin == ramp.end)
        return translated("at %1 % of %2").arg(percent(ramp.begin), size);
    return translated("from %1 to %2 % of %3").arg(percent(ramp.begin), percent(ramp.end), size);
}

QString valueText(const SettingRamp& ramp)
{
    const QString to = numberText(ramp.to);
    const QString way =
        ramp.from ? translated("from %1 to %2").arg(numberText(*ramp.from), to) : translated("to %1").arg(to);
    return ramp.shape == RampShape::Eased ? translated("%1, slowly at both ends,").arg(way) : way;
}

QStringList rampTexts(const std::vector<SettingRamp>& ramps)
{
    QStringList texts;
    for (const SettingRamp& ramp : ramps) {
        const SettingEntry* const entry = findSetting(ramp.key);
        if (entry == nullptr || ramp.until)
            continue;
        QString label = QString::fromUtf8(entry->label.data(), static_cast<qsizetype>(entry->label.size()));
        label[0] = label[0].toLower();
        texts << translated("the %1 goes %2 %3").arg(label, valueText(ramp), placeText(ramp));
    }
    return texts;
}

} // namespace cnnvis::ui
