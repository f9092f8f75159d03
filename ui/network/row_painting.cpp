// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/row_painting.h"

#include "widgets/scaled_font.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionViewItem>

namespace cnnvis::ui::row_painting {
namespace {

QColor faint(QColor colour, qreal opacity)
{
    colour.setAlphaF(static_cast<float>(opacity));
    return colour;
}

} // namespace

int rowHeight(const QFontMetrics& metrics)
{
    return qRound(metrics.height() * 1.35);
}

int sidePadding(const QFontMetrics& metrics)
{
    return qRound(metrics.height() * 0.6);
}

QFont quietFont(const QFont& font)
{
    constexpr qreal kShare = 0.88;
    return scaledFont(font, kShare);
}

void paintGround(QPainter& painter, const QStyleOptionViewItem& option, bool isTarget)
{
    constexpr qreal kTarget = 0.16;
    constexpr qreal kSelected = 0.10;
    constexpr qreal kHovered = 0.05;
    const QColor text = option.palette.color(QPalette::Text);
    const QColor accent = option.palette.color(QPalette::Highlight);
    if (isTarget)
        painter.fillRect(option.rect, faint(accent, kTarget));
    if ((option.state & QStyle::State_Selected) != 0)
        painter.fillRect(option.rect, faint(text, kSelected));
    else if ((option.state & QStyle::State_MouseOver) != 0)
        painter.fillRect(option.rect, faint(text, kHovered));
    if ((option.state & QStyle::State_HasFocus) != 0) {
        painter.setPen(QPen(accent, 1.0));
        painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

int targetMarkWidth(const QStyleOptionViewItem& option, const QString& text)
{
    return option.fontMetrics.height() + QFontMetrics(quietFont(option.font)).horizontalAdvance(text);
}

int paintTargetMark(QPainter& painter, const QStyleOptionViewItem& option, const QRect& area, const QString& text)
{
    const qreal unit = option.fontMetrics.height();
    const QPointF tip(area.left() + 0.25 * unit, area.center().y() + 0.5);
    QPainterPath arrow(tip);
    arrow.lineTo(tip + QPointF(0.45 * unit, -0.26 * unit));
    arrow.lineTo(tip + QPointF(0.45 * unit, 0.26 * unit));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(arrow, option.palette.color(QPalette::Highlight));
    painter.setFont(quietFont(option.font));
    painter.setPen(option.palette.color(QPalette::Link));
    painter.drawText(area.adjusted(qRound(0.9 * unit), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    return targetMarkWidth(option, text);
}

} // namespace cnnvis::ui::row_painting
