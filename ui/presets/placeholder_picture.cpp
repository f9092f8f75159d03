// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/placeholder_picture.h"

#include <QLinearGradient>
#include <QPainter>

#include <cstdint>

namespace cnnvis::ui {
namespace {

/// The same numbers for the same name, on every machine and in every version of Qt.
class NameNumbers {
public:
    explicit NameNumbers(const QString& name)
    {
        constexpr std::uint64_t kPrime = 1099511628211ULL; // FNV-1a
        for (const char byte : name.toUtf8())
            m_state = (m_state ^ static_cast<unsigned char>(byte)) * kPrime;
        next(); // spreads the last letters, which have touched the low bits only
        next();
    }
    /// From 0 to 1.
    qreal next()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<qreal>(m_state >> 40U) / static_cast<qreal>(1U << 24U);
    }

private:
    std::uint64_t m_state = 14695981039346656037ULL;
};

} // namespace

void paintPlaceholder(QPainter& painter, const QRectF& area, const QString& name, const QPalette& palette)
{
    constexpr int kEyes = 4;
    constexpr int kRings = 4;
    NameNumbers numbers(name);
    const bool isDark = palette.color(QPalette::Base).lightnessF() < 0.5F;
    const auto hue = static_cast<float>(numbers.next());
    const QColor top = QColor::fromHslF(hue, 0.22F, isDark ? 0.24F : 0.82F);
    const QColor bottom = QColor::fromHslF(hue, 0.16F, isDark ? 0.14F : 0.70F);
    QColor line = palette.color(QPalette::Text);
    line.setAlphaF(isDark ? 0.16F : 0.22F);

    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    QLinearGradient ground(area.topLeft(), area.bottomLeft());
    ground.setColorAt(0.0, top);
    ground.setColorAt(1.0, bottom);
    painter.fillRect(area, ground);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(line, area.height() * 0.02));
    for (int eye = 0; eye < kEyes; ++eye) {
        const QPointF centre(area.left() + numbers.next() * area.width(), area.top() + numbers.next() * area.height());
        const qreal radius = area.height() * (0.18 + 0.35 * numbers.next());
        for (int ring = 1; ring <= kRings; ++ring)
            painter.drawEllipse(centre, radius * ring / kRings, 0.75 * radius * ring / kRings);
    }
    painter.restore();
}

} // namespace cnnvis::ui
