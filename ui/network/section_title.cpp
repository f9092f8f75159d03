// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/section_title.h"

#include "widgets/scaled_font.h"

#include <QFontMetrics>
#include <QPainter>

namespace cnnvis::ui {

QFont SectionTitle::capitals() const
{
    constexpr qreal kShare = 0.84;
    constexpr qreal kSpacing = 106.0; // per cent
    QFont small = scaledFont(font(), kShare);
    small.setWeight(QFont::DemiBold);
    small.setLetterSpacing(QFont::PercentageSpacing, kSpacing);
    return small;
}

QSize SectionTitle::sizeHint() const
{
    return {QFontMetrics(capitals()).horizontalAdvance(text().toUpper()), qRound(fontMetrics().height() * 1.7)};
}

QSize SectionTitle::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, sizeHint().height()};
}

void SectionTitle::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setFont(capitals());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QString shown = painter.fontMetrics().elidedText(text().toUpper(), Qt::ElideRight, width());
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, shown);
}

} // namespace cnnvis::ui
