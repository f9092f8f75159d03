// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/plot_marks.h"
#include "plots/plot_series.h"

#include <QByteArray>

namespace cnnvis::ui {

/// The curves as a table: a column for the step, one for each curve, and one for what was changed there. Values with a
/// point and all their digits, whatever the locale; empty where nothing was measured. Quoted as in RFC 4180, in UTF-8.
QByteArray plotCsv(const PlotSeriesList& series, const PlotMarks& marks);

} // namespace cnnvis::ui
