// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <QString>

#include <optional>

/// What the studio says of an entry of the schema.
namespace cnnvis::ui {

QString toText(std::string_view text);
QString keyOf(const SettingEntry& entry);
QString labelOf(const SettingEntry& entry);
/// The help as the window has it: sizes as they are typed here, choices as the box shows them.
QString helpOf(const SettingEntry& entry);
/// "amplify_layer" as people read it: "Amplify layer".
QString choiceLabel(std::string_view choice);
/// A value in the schema's spelling as people read it.
QString shownValue(const SettingEntry& entry, const QString& text);
/// "restart" or "next size"; empty for what acts at once.
QString effectWord(TakesEffect takesEffect);
/// Help, range, default and when it acts; rich text, so that Qt wraps it.
QString toolTipOf(const SettingEntry& entry);
/// Whether the words occur in label, key, other spellings, group or help; all of them, in any order and case.
bool matchesSearch(const SettingEntry& entry, const QString& words);
bool isWholeNumberEntry(const SettingEntry& entry);
bool isNumberEntry(const SettingEntry& entry);
/// The number that a text means, which may be the word for the lowest one.
std::optional<double> numberOf(const SettingEntry& entry, const QString& text);
/// The number as it is, or the word for it where it is the lowest and has one.
QString withLowestNamed(const SettingEntry& entry, const QString& number);

} // namespace cnnvis::ui
