// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/hinted_list_view.h"

namespace cnnvis::ui {

/// A list of rows of one height.
class RowListView : public HintedListView {
    Q_OBJECT

public:
    explicit RowListView(QWidget* parent = nullptr);

Q_SIGNALS:
    /// Enter on a row, or a double-click with the left button.
    void rowConfirmed(const QModelIndex& index);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;
};

} // namespace cnnvis::ui
