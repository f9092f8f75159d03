// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/fine_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

namespace {

constexpr double kFineShare = 0.1;

} // namespace

FineSlider::FineSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
{ }

void FineSlider::mouseMoveEvent(QMouseEvent* event)
{
    if (!isSliderDown() || !event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_anchor.reset();
        QSlider::mouseMoveEvent(event);
        return;
    }
    if (!m_anchor)
        m_anchor = Anchor{event->position().x(), sliderPosition()};
    const double perPixel = static_cast<double>(maximum() - minimum()) / std::max(1, width());
    const double moved = (event->position().x() - m_anchor->x) * perPixel * kFineShare;
    setSliderPosition(m_anchor->position + static_cast<int>(std::lround(moved)));
    event->accept();
}

void FineSlider::mouseReleaseEvent(QMouseEvent* event)
{
    m_anchor.reset();
    QSlider::mouseReleaseEvent(event);
}

void FineSlider::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        QSlider::wheelEvent(event);
        return;
    }
    const QPoint turned = event->angleDelta(); // some systems turn the wheel with Shift sideways
    const int direction = turned.y() + turned.x() > 0 ? 1 : -1;
    const int fine = std::max(1, static_cast<int>(singleStep() * kFineShare));
    setSliderPosition(sliderPosition() + direction * fine);
    event->accept();
}

void FineSlider::keyPressEvent(QKeyEvent* event)
{
    const bool isUp = event->key() == Qt::Key_Right || event->key() == Qt::Key_Up;
    const bool isDown = event->key() == Qt::Key_Left || event->key() == Qt::Key_Down;
    if (!event->modifiers().testFlag(Qt::ShiftModifier) || (!isUp && !isDown)) {
        QSlider::keyPressEvent(event);
        return;
    }
    const int fine = std::max(1, static_cast<int>(singleStep() * kFineShare));
    setSliderPosition(sliderPosition() + (isUp ? fine : -fine));
    event->accept();
}

} // namespace cnnvis::ui
