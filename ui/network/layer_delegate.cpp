// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_delegate.h"

#include "network/row_painting.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cstddef>

namespace cnnvis::ui {

using namespace row_painting;

namespace {

/// From the right edge to the left, and from the most to the least wanted.
constexpr std::array<LayerColumn, kLayerColumns> kFromTheRight{
    LayerColumn::Field, LayerColumn::Stride, LayerColumn::Channels, LayerColumn::Type};
/// Of a row's width, what the columns leave to the name at least.
constexpr double kLeastNameShare = 0.45;

} // namespace

QSize LayerDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {option.fontMetrics.averageCharWidth(), rowHeight(option)};
}

void LayerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString target = index.data(LayerListModel::TargetTextRole).toString();
    const bool isSupported = index.data(LayerListModel::IsSupportedRole).toBool();
    painter->save();
    paintGround(*painter, item, !target.isEmpty());
    const int right = paintColumns(*painter, item, index);

    const int left = item.rect.left() + sidePadding(item);
    const int markWidth = target.isEmpty() ? 0 : targetMarkWidth(item, target);
    const int room = right - left - markWidth;
    // Names in a row mostly differ at their ends.
    const QString name = item.fontMetrics.elidedText(item.text, Qt::ElideLeft, room);
    const bool isMinor = index.data(LayerListModel::IsMinorRole).toBool();
    const QPalette::ColorRole role =
        !target.isEmpty() ? QPalette::Link : (isMinor ? QPalette::PlaceholderText : QPalette::Text);
    painter->setFont(item.font);
    painter->setPen(item.palette.color(isSupported ? QPalette::Active : QPalette::Disabled, role));
    painter->drawText(QRect(left, item.rect.top(), room, item.rect.height()), Qt::AlignVCenter | Qt::AlignLeft, name);
    if (!target.isEmpty()) {
        const int nameWidth = item.fontMetrics.horizontalAdvance(name);
        paintTargetMark(
            *painter, item, QRect(left + nameWidth, item.rect.top(), markWidth, item.rect.height()), target);
    }
    painter->restore();
}

int LayerDelegate::paintColumns(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFont font = quietFont(option);
    const QFontMetrics metrics(font);
    const int gap = metrics.horizontalAdvance(QStringLiteral(" · "));
    const int least = option.rect.left() + static_cast<int>(option.rect.width() * kLeastNameShare);
    int right = option.rect.right() - sidePadding(option);
    painter.setFont(font);
    painter.setPen(option.palette.color(QPalette::PlaceholderText));
    bool hasNeighbour = false;
    for (const LayerColumn column : kFromTheRight) {
        const auto number = static_cast<std::size_t>(column);
        const QString text = index.data(LayerListModel::FirstColumnRole + static_cast<int>(column)).toString();
        const int columnWidth = metrics.horizontalAdvance(m_model.longestTexts()[number]);
        const int width = std::max(columnWidth, metrics.horizontalAdvance(text));
        if (width == 0)
            continue;
        if (right - width < least)
            break;
        const QRect area(right - width, option.rect.top(), width, option.rect.height());
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, text);
        if (hasNeighbour && !text.isEmpty())
            painter.drawText(QRect(right, area.top(), gap, area.height()), Qt::AlignCenter, QStringLiteral("·"));
        hasNeighbour = !text.isEmpty();
        right -= width + gap;
    }
    return right;
}

} // namespace cnnvis::ui
