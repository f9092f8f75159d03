// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/legend_bar.h"

#include "plots/plot_colours.h"

#include <QEvent>
#include <QPainter>

namespace cnnvis::ui {

LegendChip::LegendChip(const LegendEntry& entry, QWidget* parent)
    : QAbstractButton(parent)
    , m_key(entry.key)
    , m_colour(entry.colour)
{
    setObjectName(QStringLiteral("legend.") + entry.key);
    setText(entry.name);
    setCheckable(true);
    setChecked(entry.isOn);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Show or hide “%1”").arg(entry.name));
    setAccessibleName(tr("Curve %1").arg(entry.name));
    setAttribute(Qt::WA_Hover);
}

QSize LegendChip::sizeHint() const
{
    const int height = fontMetrics().height();
    return {fontMetrics().horizontalAdvance(text()) + 2 * height, height + height / 3};
}

void LegendChip::paintEvent(QPaintEvent* /*event*/)
{
    const PlotColours colours = PlotColours::fromPalette(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(colours.accent, 1.0) : QPen(Qt::NoPen));
        painter.setBrush(mixed(colours.background, colours.text, 0.08));
        painter.drawRoundedRect(body, 4.0, 4.0);
    }
    const double line = fontMetrics().height();
    const QRectF swatch(line * 0.5, height() / 2.0 - 1.5, line * 0.75, 3.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isChecked() ? legibleOn(colours.background, m_colour) : colours.boundary);
    painter.drawRoundedRect(swatch, 1.5, 1.5);
    QFont textFont = font();
    textFont.setStrikeOut(!isChecked());
    painter.setFont(textFont);
    painter.setPen(isChecked() ? colours.text : colours.mutedText);
    painter.drawText(rect().adjusted(int(line * 1.5), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

LegendBar::LegendBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("legendBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LegendBar::setEntries(const QVector<LegendEntry>& entries)
{
    if (entries == m_entries)
        return;
    m_entries = entries;
    const QWidget* focused = focusWidget();
    const auto* focusedChip =
        focused != nullptr && focused->hasFocus() ? qobject_cast<const LegendChip*>(focused) : nullptr;
    const QString focusedKey = focusedChip != nullptr ? focusedChip->key() : QString();
    for (LegendChip* chip : std::as_const(m_chips)) {
        chip->hide();
        chip->deleteLater();
    }
    m_chips.clear();
    for (const LegendEntry& entry : entries) {
        auto* chip = new LegendChip(entry, this);
        connect(chip, &LegendChip::toggled, this, [this, chip](bool isOn) { Q_EMIT toggled(chip->key(), isOn); });
        m_chips.append(chip);
    }
    placeChips();
    for (LegendChip* chip : std::as_const(m_chips)) {
        if (!focusedKey.isEmpty() && chip->key() == focusedKey)
            chip->setFocus(Qt::OtherFocusReason);
    }
}

QSize LegendBar::sizeHint() const
{
    int width = 0;
    for (const LegendChip* chip : m_chips)
        width += chip->sizeHint().width();
    return {width, minimumSizeHint().height()};
}

QSize LegendBar::minimumSizeHint() const
{
    return {0, fontMetrics().height() + fontMetrics().height() / 3};
}

void LegendBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeChips();
}

void LegendBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
        placeChips();
    }
}

void LegendBar::placeChips()
{
    int left = 0;
    for (LegendChip* chip : std::as_const(m_chips)) {
        const QSize size = chip->sizeHint();
        chip->setGeometry(left, (height() - size.height()) / 2, size.width(), size.height());
        chip->setVisible(left + size.width() <= width());
        left += size.width();
    }
}

} // namespace cnnvis::ui
