// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/channel_delegate.h"

#include "network/row_painting.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

using namespace row_painting;

namespace {

/// Of a row's width, what labels get.
constexpr double kLabelShare = 0.4;

} // namespace

QSize ChannelDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& /*index*/) const
{
    return {option.fontMetrics.averageCharWidth(), rowHeight(option.fontMetrics)};
}

void ChannelDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    painter->save();
    paintGround(*painter, item, index.data(ChannelListModel::IsTargetRole).toBool());

    const int gap = item.fontMetrics.height() / 2;
    const QRect row = item.rect.adjusted(sidePadding(item.fontMetrics), 0, -sidePadding(item.fontMetrics), 0);
    const int valueWidth = item.fontMetrics.horizontalAdvance(m_model.longestValue());
    int nameWidth = item.fontMetrics.horizontalAdvance(m_model.longestNumber());
    if (m_model.hasLabels())
        nameWidth += gap + static_cast<int>(row.width() * kLabelShare);
    paintName(*painter, item, index, QRect(row.left(), row.top(), nameWidth, row.height()));

    const QRect bar = row.adjusted(nameWidth + gap, 0, -valueWidth - gap, 0);
    paintBar(*painter, item, index.data(ChannelListModel::ShareRole).toDouble(), bar);
    painter->setFont(item.font);
    painter->setPen(item.palette.color(QPalette::Text));
    painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, item.text);
    painter->restore();
}

void ChannelDelegate::paintName(
    QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, QRect area) const
{
    const bool isTarget = index.data(ChannelListModel::IsTargetRole).toBool();
    const QString number = QStringLiteral("#%1").arg(index.data(ChannelListModel::ChannelRole).toInt());
    const int numberWidth = option.fontMetrics.horizontalAdvance(m_model.longestNumber());
    painter.setFont(option.font);
    const bool isQuiet = m_model.hasLabels() && !isTarget;
    painter.setPen(
        option.palette.color(isTarget ? QPalette::Link : (isQuiet ? QPalette::PlaceholderText : QPalette::Text)));
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, number);
    if (!m_model.hasLabels())
        return;
    area.setLeft(area.left() + numberWidth + option.fontMetrics.height() / 2);
    painter.setPen(option.palette.color(isTarget ? QPalette::Link : QPalette::Text));
    const QString label = index.data(ChannelListModel::LabelRole).toString();
    painter.drawText(
        area, Qt::AlignVCenter | Qt::AlignLeft, option.fontMetrics.elidedText(label, Qt::ElideRight, area.width()));
}

void ChannelDelegate::paintBar(QPainter& painter, const QStyleOptionViewItem& option, double share, const QRect& area)
{
    const qreal thickness = std::max(3.0, option.fontMetrics.height() * 0.28);
    QRectF bar(area.left(), area.center().y() + 0.5 - thickness / 2, area.width(), thickness);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor ground = option.palette.color(QPalette::Text);
    ground.setAlphaF(0.07F);
    painter.setBrush(ground);
    painter.drawRoundedRect(bar, thickness / 2, thickness / 2);
    const qreal length = area.width() * std::abs(share);
    if (length < 0.5)
        return;
    bar.setWidth(std::max(length, thickness));
    const QColor accent = option.palette.color(QPalette::Highlight);
    if (share < 0.0) {
        painter.setPen(QPen(accent, 1.0));
        painter.setBrush(Qt::NoBrush);
        bar.adjust(0.5, 0.5, -0.5, -0.5);
    } else {
        painter.setBrush(accent);
    }
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2);
}

} // namespace cnnvis::ui
