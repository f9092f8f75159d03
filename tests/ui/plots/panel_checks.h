// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plots_panel.h"

namespace cnnvis::ui {

using Plot = PlotsPanel::Plot;

/// A report with plausible figures; the auxiliary gradient is zero, that of TV at every other step.
StepReport report(int step, int sizeIndex = 0);
QVector<StepReport> reports(int first, int last, int sizeIndex = 0);

/// A panel in dark colours, shown.
std::unique_ptr<PlotsPanel> shownPanel();
const DecimatedSeries& curve(const PlotsPanel& panel, Plot plot, std::size_t index);
QStringList legendNames(const PlotsPanel& panel, Plot plot);
/// Where the curves are drawn.
QWidget* surface(const PlotsPanel& panel, Plot plot);

QPalette palette(const QColor& base, const QColor& text, const QColor& accent);
/// Pixels of about that colour.
/// @param farthest  sum over the channels; a curve's pixels are mixed with the ground.
int pixelsOf(const QColor& colour, QWidget& widget, int farthest = 18);

constexpr int kMixed = 90;
inline const QColor kDark(0x12, 0x14, 0x18);
inline const QColor kBlue(0x6c, 0xb0, 0xf5);
inline const QColor kOrange(0xee, 0x8a, 0x3a);

} // namespace cnnvis::ui
