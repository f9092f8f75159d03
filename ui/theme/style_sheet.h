// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFont;

namespace cnnvis::ui {

struct ThemeColours;

/// What is plain boxes, for the whole application: menus, tool tips, tabs, docks, scroll bars, tables' headings,
/// progress bars. All lengths grow with the font.
QString styleSheetOf(const ThemeColours& colours, const QFont& font);

} // namespace cnnvis::ui
