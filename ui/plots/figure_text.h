// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cnnvis::ui {

/// Short scientific form of what spans many magnitudes: "1.9e4", "6.3e-1"; "0" for zero, "–" for what is not a number.
QString scientificFigure(double value);
/// Three significant digits where that is short ("36.4", "0.310", "1 240"), else the scientific form.
QString plainFigure(double value);
/// A number of steps or another label of an axis: "350", "12k", "1.25M".
QString axisFigure(double value);
/// A label of a logarithmic axis: "1e4", "2.5e-3".
QString logAxisFigure(double value);
/// All digits of a count, in groups of three: "1 234 567".
QString countFigure(qint64 count);

} // namespace cnnvis::ui
