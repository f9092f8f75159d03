// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"

#include <QTableWidget>

namespace cnnvis::ui {

/// The figures of the newest step, names at the left, figures aligned at the right.
class FiguresTable : public QTableWidget {
    Q_OBJECT

public:
    explicit FiguresTable(QWidget* parent = nullptr);
    void setReport(qint64 globalStep, const StepReport& report);
    /// Dashes, as before the first step.
    void clearFigures();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void setFigure(int row, const QString& figure);
    void fitRows();
};

} // namespace cnnvis::ui
