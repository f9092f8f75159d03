// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/group_header.h"

#include "theme/theme_colours.h"
#include "widgets/scaled_font.h"

#include <QPainter>
#include <QStyleOption>

namespace cnnvis::ui {
namespace {

constexpr qreal kSmallFont = 0.84;

} // namespace

GroupHeader::GroupHeader(const QString& title, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(title);
    setAccessibleName(title);
    setToolTip(tr("Show or hide the settings of '%1'").arg(title));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void GroupHeader::setChangedCount(int count)
{
    if (count != m_changedCount) {
        m_changedCount = count;
        update();
    }
}

QFont GroupHeader::titleFont() const
{
    QFont small = scaledFont(font(), kSmallFont);
    small.setWeight(QFont::DemiBold);
    small.setCapitalization(QFont::AllUppercase);
    small.setLetterSpacing(QFont::PercentageSpacing, 107);
    return small;
}

QSize GroupHeader::sizeHint() const
{
    const QFontMetrics metrics(titleFont());
    const int line = fontMetrics().height();
    return {metrics.horizontalAdvance(text()) + 3 * line, line * 2};
}

void GroupHeader::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const ThemeColours& colours = coloursOf(palette());
    const int line = fontMetrics().height();
    painter.fillRect(QRect(0, 0, width(), 1), colours.line);
    painter.setFont(titleFont());
    painter.setPen(underMouse() ? colours.text : colours.quietText);
    const int margin = line * 2 / 3;
    const QRect area = rect().adjusted(margin, 0, -margin, 0);
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, text());

    QStyleOption option;
    option.initFrom(this);
    option.rect = QRect(area.right() - line * 3 / 4, 0, line, height());
    style()->drawPrimitive(
        isChecked() ? QStyle::PE_IndicatorArrowDown : QStyle::PE_IndicatorArrowRight, &option, &painter, this);
    if (!isChecked() && m_changedCount > 0) {
        painter.setFont(scaledFont(font(), kSmallFont));
        painter.setPen(colours.accentText);
        const QRect count(area.left(), 0, area.width() - line, height());
        painter.drawText(count, Qt::AlignVCenter | Qt::AlignRight, tr("%1 changed").arg(m_changedCount));
    }
    if (hasFocus()) {
        option.rect = rect().adjusted(line / 4, line / 4, -line / 4, -line / 4);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

} // namespace cnnvis::ui
