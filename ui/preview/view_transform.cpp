// SPDX-License-Identifier: GPL-3.0-or-later
#include "preview/view_transform.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

constexpr double kSameShape = 0.02;

double area(QSize size)
{
    return static_cast<double>(size.width()) * size.height();
}

/// Whether two sizes are of one shape but for the rounding to whole pixels.
bool isSameShape(QSize left, QSize right)
{
    const double ratio =
        (static_cast<double>(left.width()) * right.height()) / (static_cast<double>(left.height()) * right.width());
    return std::abs(ratio - 1.0) < kSameShape;
}

} // namespace

void ViewTransform::setPictureSize(QSize size)
{
    if (size == m_pictureSize)
        return;
    const QSize before = m_pictureSize;
    m_pictureSize = size;
    if (before.isEmpty() || size.isEmpty() || !isSameShape(before, size))
        m_isFit = true;
    if (m_isFit)
        fit();
    else
        m_zoom = std::clamp(m_zoom * std::sqrt(area(before) / area(size)), kMinimumZoom, kMaximumZoom);
}

void ViewTransform::setView(QSizeF size, double devicePixelRatio)
{
    m_viewSize = size;
    m_devicePixelRatio = devicePixelRatio;
    if (m_isFit)
        fit();
}

void ViewTransform::fit()
{
    m_isFit = true;
    m_centre = {0.5, 0.5};
    m_zoom = fitZoom();
}

double ViewTransform::fitZoom() const
{
    if (m_pictureSize.isEmpty() || m_viewSize.isEmpty())
        return 1.0;
    const double zoom =
        std::min(m_viewSize.width() / m_pictureSize.width(), m_viewSize.height() / m_pictureSize.height())
        * m_devicePixelRatio;
    return std::clamp(zoom, kMinimumZoom, kMaximumZoom);
}

void ViewTransform::setZoom(double zoom, QPointF anchor)
{
    if (m_pictureSize.isEmpty())
        return;
    const QPointF kept = toPicture(anchor);
    m_isFit = false;
    m_zoom = std::clamp(zoom, kMinimumZoom, kMaximumZoom);
    setCentre(kept + (viewCentre() - anchor) / scale());
}

void ViewTransform::panBy(QPointF delta)
{
    if (m_pictureSize.isEmpty())
        return;
    m_isFit = false;
    setCentre(QPointF(m_centre.x() * m_pictureSize.width(), m_centre.y() * m_pictureSize.height()) - delta / scale());
}

void ViewTransform::setCentre(QPointF picture)
{
    m_centre = {std::clamp(picture.x() / m_pictureSize.width(), 0.0, 1.0),
        std::clamp(picture.y() / m_pictureSize.height(), 0.0, 1.0)};
}

QPointF ViewTransform::origin() const
{
    // On whole device pixels: else a picture at 1:1 would be blurred.
    const QPointF inDevice = viewCentre() * m_devicePixelRatio
        - QPointF(m_centre.x() * m_pictureSize.width(), m_centre.y() * m_pictureSize.height()) * m_zoom;
    return QPointF(std::round(inDevice.x()), std::round(inDevice.y())) / m_devicePixelRatio;
}

QPointF ViewTransform::toView(QPointF picture) const
{
    return origin() + picture * scale();
}

QPointF ViewTransform::toPicture(QPointF view) const
{
    return (view - origin()) / scale();
}

QRectF ViewTransform::pictureRect() const
{
    return {origin(), QSizeF(m_pictureSize) * scale()};
}

QRectF ViewTransform::visibleRect() const
{
    return pictureRect() & QRectF(QPointF(), m_viewSize);
}

std::optional<QPoint> ViewTransform::pixelAt(QPointF view) const
{
    const QPointF picture = toPicture(view);
    const QPoint pixel(static_cast<int>(std::floor(picture.x())), static_cast<int>(std::floor(picture.y())));
    return QRect(QPoint(), m_pictureSize).contains(pixel) ? std::optional(pixel) : std::nullopt;
}

} // namespace cnnvis::ui
