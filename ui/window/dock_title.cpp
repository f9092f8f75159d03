// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/dock_title.h"

#include <QDockWidget>
#include <QPainter>

#include <algorithm>

namespace cnnvis::ui {

DockTitle::DockTitle(QDockWidget& dock)
    : QWidget(&dock)
    , m_dock(dock)
{
    setObjectName(dock.objectName() + QStringLiteral("Title"));
    setToolTip(tr("Drag to move this panel; a double-click takes it out of the window, or puts it back"));
    setCursor(Qt::SizeAllCursor);
    connect(&dock, &QDockWidget::topLevelChanged, this, [this] {
        updateGeometry();
        update();
    });
}

QSize DockTitle::sizeHint() const
{
    const int em = fontMetrics().height();
    return {em * 4, m_dock.isFloating() ? em * 3 / 2 : std::max(4, em * 2 / 5)};
}

QSize DockTitle::minimumSizeHint() const
{
    return sizeHint();
}

void DockTitle::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double em = fontMetrics().height();
    if (m_dock.isFloating()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(
            rect().adjusted(qRound(em * 0.6), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_dock.windowTitle());
    } else if (underMouse()) {
        const QSizeF grip(em * 2.5, std::max(2.0, em / 6.0));
        const QRectF bar(QRectF(rect()).center() - QPointF(grip.width(), grip.height()) / 2.0, grip);
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().color(QPalette::Dark));
        painter.drawRoundedRect(bar, grip.height() / 2.0, grip.height() / 2.0);
    }
}

void DockTitle::enterEvent(QEnterEvent* event)
{
    QWidget::enterEvent(event);
    update();
}

void DockTitle::leaveEvent(QEvent* event)
{
    QWidget::leaveEvent(event);
    update();
}

} // namespace cnnvis::ui
