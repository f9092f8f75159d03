// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/hinted_list_view.h"

#include <QKeyEvent>
#include <QPainter>

namespace cnnvis::ui {

HintedListView::HintedListView(QWidget* parent)
    : QListView(parent)
{
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
}

void HintedListView::setHint(const QString& hint)
{
    m_hint = hint;
    viewport()->update();
}

void HintedListView::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid()) {
        Q_EMIT itemEntered(currentIndex());
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void HintedListView::paintEvent(QPaintEvent* event)
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
