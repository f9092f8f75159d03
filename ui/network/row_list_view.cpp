// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/row_list_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace cnnvis::ui {

RowListView::RowListView(QWidget* parent)
    : QListView(parent)
{
    setUniformItemSizes(true);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    // The rows lie on the panel itself.
    viewport()->setAutoFillBackground(false);
}

void RowListView::setHint(const QString& hint)
{
    m_hint = hint;
    viewport()->update();
}

void RowListView::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid()) {
        Q_EMIT rowEntered(currentIndex());
        Q_EMIT rowConfirmed(currentIndex());
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void RowListView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    QListView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid())
        Q_EMIT rowConfirmed(index);
}

void RowListView::paintEvent(QPaintEvent* event)
{
    QListView::paintEvent(event);
    if (m_hint.isEmpty() || (model() != nullptr && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int padding = qRound(fontMetrics().height() * 0.6);
    painter.drawText(viewport()->rect().adjusted(padding, padding / 2, -padding, 0),
        Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, m_hint);
}

} // namespace cnnvis::ui
