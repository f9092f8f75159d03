// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_grid.h"

#include "presets/preset_delegate.h"

#include <QMetaObject>
#include <QMouseEvent>

namespace cnnvis::ui {

PresetGrid::PresetGrid(QWidget* parent)
    : HintedListView(parent)
{
    setFlow(LeftToRight);
    setWrapping(true);
    setResizeMode(Adjust);
    // A bar that came and went would change the width of the cards, and with it whether it is needed.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    // The pictures in the cards begin where the panel's other contents do.
    const int margin = qRound(fontMetrics().height() * 0.25);
    setViewportMargins(margin, 0, 0, 0);
    connect(this, &PresetGrid::itemEntered, this, &PresetGrid::cardConfirmed);
}

void PresetGrid::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const QModelIndex index = indexAt(position);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    const bool isOnStar = PresetDelegate::starRect(option).contains(position);
    HintedListView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid() && (index.flags() & Qt::ItemIsEnabled) != 0 && !isOnStar)
        Q_EMIT cardConfirmed(index);
}

void PresetGrid::resizeEvent(QResizeEvent* event)
{
    HintedListView::resizeEvent(event);
    // The cards' sizes follow the width.
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout();
    // The details below grow with what is selected; that must not cover it.
    const bool wasShown = QRect(QPoint(), event->oldSize()).intersects(visualRect(currentIndex()));
    if (wasShown && event->size().height() < event->oldSize().height())
        QMetaObject::invokeMethod(
            this, [this] { scrollTo(currentIndex()); }, Qt::QueuedConnection);
}

QModelIndex PresetGrid::neighbour(int step) const
{
    for (int row = currentIndex().row() + step; row >= 0 && row < model()->rowCount(); row += step) {
        const QModelIndex index = model()->index(row, 0);
        if ((index.flags() & Qt::ItemIsEnabled) != 0)
            return index;
    }
    return currentIndex();
}

QModelIndex PresetGrid::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // Along a line the list stops at its end; here one goes on to the next.
    if (action == MoveRight || action == MoveNext)
        return neighbour(1);
    if ((action == MoveLeft || action == MovePrevious) && currentIndex().isValid())
        return neighbour(-1);
    return HintedListView::moveCursor(action, modifiers);
}

} // namespace cnnvis::ui
