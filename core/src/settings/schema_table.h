// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace cnnvis {

/// What a setting may hold, and how a panel shows it; made by the functions below.
struct ValueKind {
    double minimum = 0.0, maximum = 0.0, step = 0.0;
    std::string_view lowestName;
    std::string_view unit;
    SettingScale scale = SettingScale::Linear;
    std::vector<std::string_view> choices;
    TextKind textKind = TextKind::Plain;
};

inline ValueKind linear(double minimum, double maximum, double step, std::string_view unit = {})
{
    ValueKind kind;
    kind.minimum = minimum;
    kind.maximum = maximum;
    kind.step = step;
    kind.unit = unit;
    return kind;
}

/// Numbers from 1 on, or the word, which stands for 0.
inline ValueKind countOr(std::string_view word, double maximum, std::string_view unit)
{
    ValueKind kind = linear(0, maximum, 1, unit);
    kind.lowestName = word;
    return kind;
}

inline ValueKind logarithmic(double minimum, double maximum, double step, std::string_view unit = {})
{
    ValueKind kind = linear(minimum, maximum, step, unit);
    kind.scale = SettingScale::Logarithmic;
    return kind;
}

inline ValueKind oneOf(std::initializer_list<std::string_view> choices)
{
    ValueKind kind;
    kind.choices = choices;
    return kind;
}

inline ValueKind text(TextKind textKind)
{
    ValueKind kind;
    kind.textKind = textKind;
    return kind;
}

inline ValueKind onOff()
{
    return {};
}

/// Collects the entries in their order. A group is that of the entries that follow.
class SchemaTable {
public:
    void beginGroup(std::string_view name)
    {
        m_group = name;
        m_shapesDream = true;
    }
    /// A group of settings that leave the dream what it is.
    void beginGroupBesideDream(std::string_view name)
    {
        m_group = name;
        m_shapesDream = false;
    }

    void add(std::string_view key, SettingField field, std::string_view label, SettingTier tier,
        TakesEffect takesEffect, ValueKind kind, std::string_view help)
    {
        SettingEntry entry;
        entry.key = key;
        entry.field = field;
        entry.group = m_group;
        entry.label = label;
        entry.unit = kind.unit;
        entry.minimum = kind.minimum;
        entry.maximum = kind.maximum;
        entry.lowestName = kind.lowestName;
        entry.step = kind.step;
        entry.scale = kind.scale;
        entry.choices = std::move(kind.choices);
        entry.help = help;
        entry.tier = tier;
        entry.takesEffect = takesEffect;
        entry.textKind = kind.textKind;
        entry.shapesDream = m_shapesDream;
        m_entries.push_back(std::move(entry));
    }

    /// The useful values of the entry that was added last, far fewer than the accepted ones: where sliders end, and
    /// beyond which a picture that is being dreamt breaks.
    void useful(double softMinimum, double softMaximum)
    {
        m_entries.back().softMinimum = softMinimum;
        m_entries.back().softMaximum = softMaximum;
    }

    /// The entry that was added last is heeded by cnn-vis-render alone.
    void forRenderOnly() { m_entries.back().isForRenderOnly = true; }

    /// Another spelling of the entry that was added last.
    void alias(std::string_view spelling) { m_entries.back().aliases.push_back(spelling); }

    std::vector<SettingEntry> take() { return std::move(m_entries); }

private:
    std::string_view m_group;
    bool m_shapesDream = true;
    std::vector<SettingEntry> m_entries;
};

/// @{ The groups, in their order. The first four say what is dreamt, the next four how each step is taken.
void addModelSettings(SchemaTable& table);
void addObjectiveSettings(SchemaTable& table);
void addStartImageSettings(SchemaTable& table);
void addSizeSettings(SchemaTable& table);

void addOptimiserSettings(SchemaTable& table);
void addPNormSettings(SchemaTable& table);
void addAuxiliaryPNormSettings(SchemaTable& table);
void addTotalVariationSettings(SchemaTable& table);

void addOutputSettings(SchemaTable& table);
void addMachineSettings(SchemaTable& table);
/// @}

} // namespace cnnvis
