// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace cnnvis::ui {

/// The named colours of one theme: all that the chrome is painted with.
///
/// Most are in the palette too (the role is given); who paints by the palette needs this only for the rest.
struct ThemeColours {
    QColor window; ///< the chrome: QPalette::Window
    QColor base; ///< fields, lists, plots: QPalette::Base
    QColor raised; ///< every other row, selected tabs, menus: QPalette::AlternateBase
    QColor button; ///< QPalette::Button
    QColor buttonHover; ///< QPalette::Midlight
    QColor line; ///< hairlines between panels: QPalette::Mid
    QColor fieldLine; ///< around fields: QPalette::Dark
    QColor text; ///< QPalette::WindowText, Text and ButtonText
    QColor quietText; ///< headings, units, hints: QPalette::PlaceholderText
    QColor disabledText;
    QColor accent; ///< QPalette::Highlight
    QColor accentHover;
    QColor accentText; ///< text in the accent's hue on window or base: QPalette::Link
    QColor accentSoft; ///< ground of selected rows and checked buttons
    QColor onAccent; ///< text on accent: QPalette::HighlightedText
    QColor handle; ///< of sliders
    QColor error; ///< text: QPalette::BrightText
    QColor warning; ///< text
    QColor good; ///< text
};

const ThemeColours& darkColours();
const ThemeColours& lightColours();
/// Those of the theme that the palette belongs to, e.g. of a widget's own palette.
const ThemeColours& coloursOf(const QPalette& palette);

QPalette paletteOf(const ThemeColours& colours);

} // namespace cnnvis::ui
