// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/row_list_view.h"

#include <QMouseEvent>

namespace cnnvis::ui {

RowListView::RowListView(QWidget* parent)
    : HintedListView(parent)
{
    setUniformItemSizes(true);
    connect(this, &RowListView::itemEntered, this, &RowListView::rowConfirmed);
}

void RowListView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    HintedListView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT rowConfirmed(index);
}

} // namespace cnnvis::ui
