// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/hinted_list_view.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

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

int HintedListView::hintPadding() const
{
    return qRound(fontMetrics().height() * 0.6);
}

int HintedListView::hintHeight(int width) const
{
    const int padding = hintPadding();
    const QRect room(0, 0, std::max(1, width - 2 * padding), QWIDGETSIZE_MAX);
    return fontMetrics().boundingRect(room, Qt::TextWordWrap, m_hint).height() + padding / 2 + padding;
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
    const int padding = hintPadding();
    painter.drawText(viewport()->rect().adjusted(padding, padding / 2, -padding, 0),
        Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, m_hint);
}

} // namespace cnnvis::ui
