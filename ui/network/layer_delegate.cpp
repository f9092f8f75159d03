// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_delegate.h"

#include "network/layer_columns.h"
#include "network/row_painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace cnnvis::ui {

using namespace row_painting;

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {option.fontMetrics.averageCharWidth(), rowHeight(option.fontMetrics)};
}

void LayerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    painter->save();
    paintGround(*painter, item, !index.data(LayerListModel::TargetTextRole).toString().isEmpty());
    paintName(*painter, item, index, paintColumns(*painter, item, index));
    painter->restore();
}

void LayerDelegate::paintName(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, QRect area) const
{
    QString target = index.data(LayerListModel::TargetTextRole).toString();
    const bool isTarget = !target.isEmpty();
    // The arrow alone says it too, where the name needs the room.
    if (isTarget && option.fontMetrics.horizontalAdvance(option.text) + targetMarkWidth(option, target) > area.width())
        target.clear();
    const int markWidth = isTarget ? targetMarkWidth(option, target) : 0;
    // Names in a row mostly differ at both ends.
    const QString name = option.fontMetrics.elidedText(option.text, Qt::ElideMiddle, area.width() - markWidth);
    const bool isSupported = index.data(LayerListModel::IsSupportedRole).toBool();
    const bool isMinor = index.data(LayerListModel::IsMinorRole).toBool();
    const QPalette::ColorRole role = isTarget ? QPalette::Link : (isMinor ? QPalette::PlaceholderText : QPalette::Text);
    painter.setFont(option.font);
    painter.setPen(option.palette.color(isSupported ? QPalette::Active : QPalette::Disabled, role));
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, name);
    if (isTarget) {
        area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(name));
        paintTargetMark(painter, option, area, target);
    }
}

QRect LayerDelegate::paintColumns(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const LayerColumns layout(m_model, option.font, option.rect);
    const QFontMetrics metrics(layout.font());
    QRect nameArea = layout.nameArea();
    painter.setFont(layout.font());
    painter.setPen(option.palette.color(QPalette::PlaceholderText));
    for (const LayerColumns::Column& column : layout.columns()) {
        const QString text = index.data(LayerListModel::FirstColumnRole + static_cast<int>(column.which)).toString();
        painter.drawText(column.area, Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, text);
        // Long names have what short figures leave; a number of classes may reach out of its column.
        if (!text.isEmpty())
            nameArea.setRight(column.area.right() - metrics.horizontalAdvance(text) - metrics.height() / 2);
    }
    return nameArea;
}

} // namespace cnnvis::ui
