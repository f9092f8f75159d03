// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/entry_text.h"

#include "cnnvis/settings_text.h"
#include "settings/number_format.h"
#include "settings/path_field.h"
#include "widgets/window_words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cstdint>

namespace cnnvis::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("SettingsPanel", text);
}

QString rangeText(const SettingEntry& entry)
{
    const bool isWhole = isWholeNumberEntry(entry);
    const QString maximum = shownBound(entry.maximum, isWhole);
    if (!entry.lowestName.empty()) {
        return translated("%1 to %2, or %3")
            .arg(shownBound(entry.minimum + 1.0, isWhole), maximum, toText(entry.lowestName));
    }
    return translated("%1 to %2").arg(shownBound(entry.minimum, isWhole), maximum);
}

QString effectSentence(TakesEffect takesEffect)
{
    switch (takesEffect) {
    case TakesEffect::Live:
        return translated("at the next step");
    case TakesEffect::NextSize:
        return translated("at the next size");
    case TakesEffect::Restart:
        break;
    }
    return translated("after a restart");
}

QString tableRow(const QString& name, const QString& value)
{
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(name, value.toHtmlEscaped());
}

} // namespace

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString keyOf(const SettingEntry& entry)
{
    return toText(entry.key);
}

QString labelOf(const SettingEntry& entry)
{
    return toText(entry.label);
}

QString helpOf(const SettingEntry& entry)
{
    QString text = inWindowWords(toText(entry.help));
    for (const SettingEntry& other : settingsSchema()) {
        for (const std::string_view choice : other.choices) {
            const QString name = QRegularExpression::escape(toText(choice));
            // "amplify_layer" means one thing everywhere; "mean" is a choice only where it is explained.
            const bool isUnlike = choice.find('_') != std::string_view::npos;
            if (isUnlike || &other == &entry)
                text.replace(QRegularExpression(isUnlike ? QStringLiteral("\\b%1\\b").arg(name)
                                                         : QStringLiteral("(?<=^|[.;] )%1(?=:)").arg(name)),
                    choiceLabel(choice));
        }
    }
    return text;
}

QString choiceLabel(std::string_view choice)
{
    QString label = toText(choice);
    label.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!label.isEmpty())
        label[0] = label[0].toUpper();
    return label;
}

QString shownValue(const SettingEntry& entry, const QString& text)
{
    if (isNumberEntry(entry))
        return shownNumber(text, isWholeNumberEntry(entry));
    if (std::holds_alternative<bool RunSettings::*>(entry.field))
        return text == QLatin1String("true") ? translated("on") : translated("off");
    if (!entry.choices.empty() && !text.isEmpty()) {
        QStringList chosen;
        for (const QString& choice : text.split(QLatin1Char('+')))
            chosen.append(choiceLabel(choice.toStdString()));
        return chosen.join(QStringLiteral(", "));
    }
    if (entry.textKind == TextKind::PictureSize)
        return text.isEmpty() ? translated("empty") : shownSize(text);
    if (!text.isEmpty() && entry.textKind == TextKind::InputFile)
        return QFileInfo(friendlyPath(text)).fileName();
    return text.isEmpty() ? translated("empty") : text;
}

QString effectWord(TakesEffect takesEffect)
{
    switch (takesEffect) {
    case TakesEffect::Live:
        return {};
    case TakesEffect::NextSize:
        return translated("next size");
    case TakesEffect::Restart:
        break;
    }
    return translated("restart");
}

QString toolTipOf(const SettingEntry& entry)
{
    QString text = QStringLiteral("<qt><p><b>%1</b></p><p>%2</p><table>")
                       .arg(labelOf(entry).toHtmlEscaped(), helpOf(entry).toHtmlEscaped());
    if (isNumberEntry(entry))
        text += tableRow(translated("Range"), rangeText(entry));
    if (entry.softMinimum < entry.softMaximum) {
        const QString ends = translated("%1 to %2").arg(plainNumber(entry.softMinimum), plainNumber(entry.softMaximum));
        text += tableRow(translated("Useful"), ends);
    }
    if (!entry.unit.empty())
        text += tableRow(translated("Unit"), toText(entry.unit));
    text +=
        tableRow(translated("Default"), shownValue(entry, QString::fromStdString(settingText(RunSettings(), entry))));
    text += tableRow(translated("Acts"), effectSentence(entry.takesEffect));
    text += tableRow(translated("Flag"), QStringLiteral("--") + keyOf(entry));
    return text + QStringLiteral("</table></qt>");
}

bool matchesSearch(const SettingEntry& entry, const QString& words)
{
    QStringList texts{labelOf(entry), keyOf(entry), toText(entry.group), toText(entry.help)};
    for (const std::string_view alias : entry.aliases)
        texts.append(toText(alias));
    const QString haystack = texts.join(QLatin1Char('\n'));
    const QStringList needles = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(needles.begin(), needles.end(),
        [&haystack](const QString& needle) { return haystack.contains(needle, Qt::CaseInsensitive); });
}

bool isWholeNumberEntry(const SettingEntry& entry)
{
    return std::holds_alternative<int RunSettings::*>(entry.field)
        || std::holds_alternative<std::int64_t RunSettings::*>(entry.field);
}

bool isNumberEntry(const SettingEntry& entry)
{
    return isWholeNumberEntry(entry) || std::holds_alternative<double RunSettings::*>(entry.field);
}

std::optional<double> numberOf(const SettingEntry& entry, const QString& text)
{
    const bool isLowest = !entry.lowestName.empty() && text == toText(entry.lowestName);
    return isLowest ? std::optional<double>(entry.minimum) : parseNumber(text);
}

QString withLowestNamed(const SettingEntry& entry, const QString& number)
{
    const bool isLowest = !entry.lowestName.empty() && parseNumber(number) == entry.minimum;
    return isLowest ? toText(entry.lowestName) : number;
}

} // namespace cnnvis::ui
