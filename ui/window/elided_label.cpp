// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/elided_label.h"

#include <QPainter>

namespace cnnvis::ui {

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const QRect area = contentsRect();
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(area, static_cast<int>(alignment() | Qt::TextSingleLine),
        fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
}

} // namespace cnnvis::ui
