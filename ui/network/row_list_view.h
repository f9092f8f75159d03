// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/hinted_list_view.h"

namespace cnnvis::ui {

/// A list of rows of one height, with a heading above them if one is given.
class RowListView : public HintedListView {
    Q_OBJECT

public:
    explicit RowListView(QWidget* parent = nullptr);

    /// Stands above the rows, as wide as they are, and does not scroll. The list takes it over.
    void setHeading(QWidget* heading);

Q_SIGNALS:
    /// Enter on a row, or a double-click with the left button.
    void rowConfirmed(const QModelIndex& index);

protected:
    void updateGeometries() override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    QWidget* m_heading = nullptr;
};

} // namespace cnnvis::ui
