// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace cnnvis::ui {

/// What the plots are painted with, taken from a palette, so that they belong to the theme.
struct PlotColours {
    QColor background;
    QColor text;
    QColor mutedText;
    QColor grid;
    QColor boundary; ///< where another size began
    QColor accent;

    static PlotColours fromPalette(const QPalette& palette);
    /// Dark on white, for paper.
    static PlotColours forPaper();
};

/// Between two colours; share 0 is the first, 1 the second.
QColor mixed(const QColor& first, const QColor& second, double share);
/// The contrast of two colours after WCAG 2, 1 to 21.
double contrast(const QColor& first, const QColor& second);
/// The colour itself, or where it would not stand out a darker or lighter one of the same hue with a contrast of 3.6.
QColor legibleOn(const QColor& background, const QColor& colour);

/// The colours of the curves, before legibleOn().
namespace series_colours {
inline const QColor kBlue(0x6c, 0xb0, 0xf5);
inline const QColor kYellow(0xf5, 0xc9, 0x5c);
inline const QColor kRed(0xf0, 0x6a, 0x66);
inline const QColor kGreen(0x5c, 0xc9, 0x8c);
inline const QColor kViolet(0xb7, 0x94, 0xf4);
inline const QColor kCyan(0x5c, 0xcb, 0xd6);
/// For any number of curves; they repeat after six.
QColor at(int index);
} // namespace series_colours

} // namespace cnnvis::ui
