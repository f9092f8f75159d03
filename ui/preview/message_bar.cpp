// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace cnnvis::ui {
namespace {

QColor mixed(const QColor& ground, const QColor& colour, double share)
{
    const auto mix = [share](double from, double to) { return from + (to - from) * share; };
    return QColor::fromRgbF(static_cast<float>(mix(ground.redF(), colour.redF())),
        static_cast<float>(mix(ground.greenF(), colour.greenF())),
        static_cast<float>(mix(ground.blueF(), colour.blueF())));
}

QIcon crossIcon(const QColor& colour, int side, double ratio)
{
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, side / 9.0, Qt::SolidLine, Qt::RoundCap));
    const double low = side * 0.25;
    const double high = side * 0.75;
    painter.drawLine(QLineF(low, low, high, high));
    painter.drawLine(QLineF(low, high, high, low));
    return QIcon(pixmap);
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_label(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    setToolTip(tr("Escape closes the message"));
    m_label->setObjectName(QStringLiteral("messageText"));
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(QStringLiteral("messageAction"));
    m_action->setToolTip(tr("Do what the message offers"));
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close the message (Escape)"));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setFocusPolicy(Qt::StrongFocus);

    auto* layout = new QHBoxLayout(this);
    layout->addWidget(m_label, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, [this] {
        dismiss(); // first: what it does may show the next message
        Q_EMIT actionTriggered();
    });
    updateMetrics();
    hide();
}

void MessageBar::showMessage(Kind kind, const QString& text, const QString& actionText)
{
    m_kind = kind;
    m_label->setText(text);
    m_label->setAccessibleName(text);
    m_action->setText(actionText);
    m_action->setAccessibleName(actionText);
    m_action->setVisible(!actionText.isEmpty());
    show();
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::dismiss()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT dismissed();
}

QString MessageBar::text() const
{
    return m_label->text();
}

QColor MessageBar::kindColour() const
{
    const bool isDark = palette().color(QPalette::Window).lightnessF() < 0.5;
    switch (m_kind) {
    case Kind::Error:
        return isDark ? QColor(0xf0, 0x6a, 0x64) : QColor(0xc6, 0x2f, 0x2b);
    case Kind::Warning:
        return isDark ? QColor(0xf0, 0xc0, 0x4c) : QColor(0xb0, 0x7a, 0x00);
    case Kind::Info:
        break;
    }
    return isDark ? QColor(0x6c, 0xb2, 0xf5) : QColor(0x1f, 0x6f, 0xc4);
}

void MessageBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = kindColour();
    const double em = QFontMetricsF(font()).height();
    painter.fillRect(rect(), mixed(palette().color(QPalette::Window), colour, 0.14));
    painter.fillRect(QRectF(0.0, 0.0, em * 0.2, height()), colour);
    painter.fillRect(QRectF(0.0, height() - 1.0, width(), 1.0), mixed(palette().color(QPalette::Window), colour, 0.35));
    paintSign(painter, {em * 1.35, m_label->geometry().center().y() + 0.5}, em * 0.5);
}

void MessageBar::paintSign(QPainter& painter, QPointF centre, double radius) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(kindColour());
    painter.drawEllipse(centre, radius, radius);
    painter.setPen(QPen(palette().color(QPalette::Window), radius * 0.28, Qt::SolidLine, Qt::RoundCap));
    // An i, or an exclamation mark.
    const double sense = m_kind == Kind::Info ? -1.0 : 1.0;
    painter.drawLine(centre + QPointF(0.0, -0.5 * radius * sense), centre + QPointF(0.0, 0.08 * radius * sense));
    painter.drawPoint(centre + QPointF(0.0, 0.5 * radius * sense));
}

void MessageBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

void MessageBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        updateMetrics();
}

void MessageBar::updateMetrics()
{
    const int em = QFontMetrics(font()).height();
    layout()->setContentsMargins(em * 9 / 4, em / 3, em / 2, em / 3);
    layout()->setSpacing(em / 2);
    m_close->setIconSize({em, em});
    m_close->setIcon(crossIcon(palette().color(QPalette::WindowText), em, std::max(2.0, devicePixelRatioF())));
}

} // namespace cnnvis::ui
