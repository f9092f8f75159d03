// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plots/decimated_series.h"

#include <QColor>
#include <QString>

#include <memory>
#include <vector>

namespace cnnvis::ui {

/// A curve of a plot: its data and how it looks.
struct PlotSeries {
    QString key; ///< under which it is switched on and off; curves may share one
    QString name; ///< in the legend
    QString detail; ///< what tells apart curves of the same name; may be empty
    QColor colour;
    bool usesRightAxis = false;
    bool isOptional = false; ///< not in the legend before it has data
    bool isSelected = true; ///< by the plot's own choice of curves
    bool isSwitchedOn = true; ///< by the legend
    DecimatedSeries data;

    bool isDrawn() const { return isSelected && isSwitchedOn; }
    QString fullName() const { return detail.isEmpty() ? name : name + QLatin1Char(' ') + detail; }
};

using PlotSeriesList = std::vector<std::unique_ptr<PlotSeries>>;

enum class ValueScale { Linear, Logarithmic };

} // namespace cnnvis::ui
