// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_list_model.h"

#include <QWidget>

namespace cnnvis::ui {

/// The words above the columns of the layer list, each with a tool tip that says what stands beneath it.
class LayerHeader : public QWidget {
    Q_OBJECT

public:
    /// @param model  whose longest texts align the columns; outlives this.
    LayerHeader(const LayerListModel& model, QWidget* parent);

    QSize sizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString explanationAt(QPoint place) const;

    const LayerListModel& m_model;
};

} // namespace cnnvis::ui
