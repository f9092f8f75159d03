// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/read_out.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace cnnvis::ui {

ReadOut::ReadOut(QWidget* plot)
    : QWidget(plot)
{
    setObjectName(QStringLiteral("plotReadOut"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    plot->installEventFilter(this);
    setGeometry(plot->rect());
}

bool ReadOut::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        resize(parentWidget()->size());
    return QWidget::eventFilter(watched, event);
}

void ReadOut::setStyle(const PlotColours& colours, const QFont& font)
{
    m_colours = colours;
    setFont(font);
    update();
}

void ReadOut::showContent(const ReadOutContent& content, const QRect& area)
{
    m_content = content;
    m_area = area;
    m_hasContent = true;
    update();
}

void ReadOut::hideContent()
{
    if (m_hasContent) {
        m_hasContent = false;
        update();
    }
}

void ReadOut::setHint(const QString& hint)
{
    if (m_hint != hint) {
        m_hint = hint;
        update();
    }
}

void ReadOut::setFocusFrameShown(bool isShown)
{
    m_isFocusFrameShown = isShown;
    update();
}

void ReadOut::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_hint.isEmpty()) {
        painter.setPen(m_colours.mutedText);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_hint);
    }
    if (m_hasContent) {
        paintCrosshair(painter);
        paintBox(painter);
    }
    if (m_isFocusFrameShown) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(m_colours.accent, 1.0));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void ReadOut::paintCrosshair(QPainter& painter) const
{
    painter.setPen(QPen(m_colours.boundary, 1.0));
    painter.drawLine(QPointF(m_content.x, m_area.top()), QPointF(m_content.x, m_area.bottom()));
    const double radius = fontMetrics().height() / 5.0;
    for (const ReadOutContent::Row& row : m_content.rows) {
        if (!row.place.isNull() && m_area.contains(row.place.toPoint())) {
            painter.setPen(QPen(m_colours.background, 1.5));
            painter.setBrush(row.colour);
            painter.drawEllipse(row.place, radius, radius);
        }
    }
}

QRectF ReadOut::boxRect(double nameWidth, double figureWidth, double lineHeight) const
{
    const double padding = lineHeight / 2.0;
    const double titleWidth = fontMetrics().horizontalAdvance(m_content.title);
    double width = std::max(titleWidth, nameWidth + figureWidth + 2.0 * lineHeight);
    for (const QString& note : m_content.notes)
        width = std::max(width, static_cast<double>(fontMetrics().horizontalAdvance(note)));
    const auto lines = static_cast<double>(1 + m_content.rows.size() + m_content.notes.size());
    const QSizeF size(
        std::min(width + 2.0 * padding, static_cast<double>(this->width())), lines * lineHeight + padding);
    const bool isOnTheRight = m_content.x + lineHeight + size.width() <= m_area.right();
    double left = isOnTheRight ? m_content.x + lineHeight : m_content.x - lineHeight - size.width();
    left = std::clamp(left, 0.0, std::max(0.0, this->width() - size.width()));
    const double top = std::clamp(m_area.top() + lineHeight, 0.0, std::max(0.0, height() - size.height()));
    return {QPointF(left, top), size};
}

void ReadOut::paintBox(QPainter& painter) const
{
    const QFontMetricsF metrics(font());
    const double lineHeight = metrics.height() * 1.15;
    double nameWidth = 0.0;
    double figureWidth = 0.0;
    for (const ReadOutContent::Row& row : m_content.rows) {
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(row.name));
        figureWidth = std::max(figureWidth, metrics.horizontalAdvance(row.figure));
    }
    const QRectF box = boxRect(nameWidth, figureWidth, lineHeight);
    QColor background = mixed(m_colours.background, m_colours.text, 0.07);
    background.setAlphaF(0.94F);
    painter.setPen(QPen(mixed(m_colours.background, m_colours.text, 0.2), 1.0));
    painter.setBrush(background);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);

    const double padding = lineHeight / 2.0;
    QRectF line(box.left() + padding, box.top() + padding / 2.0, box.width() - 2.0 * padding, lineHeight);
    painter.setPen(m_colours.mutedText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_content.title);
    for (const ReadOutContent::Row& row : m_content.rows) {
        line.translate(0.0, lineHeight);
        const double chip = lineHeight / 2.2;
        painter.fillRect(QRectF(line.left(), line.center().y() - 1.0, chip, 2.0), row.colour);
        painter.setPen(m_colours.text);
        painter.drawText(line.adjusted(chip * 1.6, 0.0, 0.0, 0.0), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.figure);
    }
    painter.setPen(m_colours.accent);
    for (const QString& note : m_content.notes) {
        line.translate(0.0, lineHeight);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
            fontMetrics().elidedText(note, Qt::ElideRight, int(line.width()) + 1));
    }
}

} // namespace cnnvis::ui
