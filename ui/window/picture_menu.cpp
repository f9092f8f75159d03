// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/picture_menu.h"

#include <QPainter>
#include <QStyle>

namespace cnnvis::ui {

PictureMenu::PictureMenu(const QString& title, int side, QWidget* parent)
    : QMenu(title, parent)
    , m_side(side)
{
    setProperty("iconSide", side); // the room that the style leaves
}

/// The style makes the room, but draws icons no larger than others.
void PictureMenu::paintEvent(QPaintEvent* event)
{
    QMenu::paintEvent(event);
    QPainter painter(this);
    for (QAction* const action : actions()) {
        const QRect row = actionGeometry(action);
        const QPixmap picture = action->icon().pixmap(QSize(m_side, m_side), devicePixelRatioF());
        if (picture.isNull() || !row.intersects(event->rect()))
            continue;
        const QRect room = QStyle::visualRect(
            layoutDirection(), row, QRect(row.left() + fontMetrics().height() / 2, row.top(), m_side, row.height()));
        const QSize size = picture.deviceIndependentSize().toSize();
        painter.drawPixmap(
            QStyle::alignedRect(layoutDirection(), Qt::AlignVCenter | Qt::AlignLeft, size, room), picture);
    }
}

} // namespace cnnvis::ui
