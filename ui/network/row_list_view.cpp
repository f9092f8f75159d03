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

void RowListView::setHeading(QWidget* heading)
{
    m_heading = heading;
    m_heading->setParent(this);
    updateGeometries();
}

void RowListView::updateGeometries()
{
    HintedListView::updateGeometries();
    if (m_heading == nullptr)
        return;
    const int height = m_heading->sizeHint().height();
    if (viewportMargins().top() != height)
        setViewportMargins(0, height, 0, 0);
    const QRect rows = viewport()->geometry();
    m_heading->setGeometry(rows.left(), rows.top() - height, rows.width(), height);
}

void RowListView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    HintedListView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT rowConfirmed(index);
}

} // namespace cnnvis::ui
