// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <string>

namespace cnnvis::render {

/// What the value of a setting is, for a line of usage: "FILE", "NUMBER", "HEIGHTxWIDTH|xFACTOR"; empty for a switch.
std::string valueName(const SettingEntry& entry);

/// What a setting does, what it can be and what it is without the flag.
std::string settingHelp(const SettingEntry& entry);

/// Breaks text at spaces into lines of at most `width` columns, each indented.
std::string wrapped(const std::string& text, int indent, int width);

} // namespace cnnvis::render
