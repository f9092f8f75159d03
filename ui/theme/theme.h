// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QApplication;

namespace cnnvis::ui {

/// How the studio looks. System follows the desktop, also when that changes.
enum class ThemeChoice { System, Dark, Light };

/// Gives the whole program its look: style, palette, font and style sheet. On the ui thread, before the first window is
/// shown; later again to change the theme.
///
/// Widgets get the look without doing anything. What they may ask for, by a dynamic property set before they are shown:
/// - QPushButton or QToolButton, `primary` true: filled with the accent colour; its icon wants
///   themedIcon(name, QPalette::HighlightedText).
/// - QLabel, `role` "heading", "quiet", "error" or "warning": its colour.
/// - QLineEdit, QComboBox or QAbstractSpinBox, `invalid` true: outlined as wrong.
/// - QToolButton, `role` "link": text alone, quiet, in the accent's colour when checked.
/// - QFrame, `role` "bar": a slim bar with a raised ground, for messages.
/// Colours for one's own painting: the palette's, or coloursOf() in theme_colours.h. Icons: themedIcon().
void applyTheme(QApplication& app, ThemeChoice choice);

/// The choice that was applied last; System before the first.
ThemeChoice appliedTheme();

/// "system", "dark" or "light", for the session's file.
QString themeChoiceText(ThemeChoice choice);
/// The choice of that text; System for any other.
ThemeChoice themeChoiceFromText(const QString& text);

} // namespace cnnvis::ui
