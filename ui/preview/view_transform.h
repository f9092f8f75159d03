// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSize>
#include <QSizeF>

#include <optional>

namespace cnnvis::ui {

/// Where a picture lies in a view, and how positions map between the two. A plain value that knows no widget.
///
/// Positions in the view are in device-independent pixels from its top left, positions in the picture in its pixels
/// (the pixel in row 0, column 0 reaches from 0 to 1). The zoom is in device pixels a picture pixel: 1 is sharp on
/// every display.
class ViewTransform {
public:
    static constexpr double kMinimumZoom = 1.0 / 32.0;
    static constexpr double kMaximumZoom = 64.0;

    /// A picture of the same shape keeps its place on the screen, so that a dream grows without a jump; one of another
    /// shape is fitted.
    void setPictureSize(QSize size);
    void setView(QSizeF size, double devicePixelRatio);

    QSize pictureSize() const { return m_pictureSize; }
    double devicePixelRatio() const { return m_devicePixelRatio; }
    double zoom() const { return m_zoom; }
    /// Whether the zoom follows the view, so that the whole picture is seen.
    bool isFit() const { return m_isFit; }
    /// What lies in the middle of the view, 0 to 1 of the picture's width and height.
    QPointF centre() const { return m_centre; }

    void fit();
    /// Zooms within the limits, so that what lies at `anchor` in the view stays there.
    void setZoom(double zoom, QPointF anchor);
    /// Moves the picture with the hand; its middle of view stays in the picture.
    void panBy(QPointF delta);

    QPointF toView(QPointF picture) const;
    QPointF toPicture(QPointF view) const;
    /// The whole picture, in the view; its corners lie on device pixels where the zoom is whole.
    QRectF pictureRect() const;
    /// The part of pictureRect() that is in the view.
    QRectF visibleRect() const;
    QPointF viewCentre() const { return {m_viewSize.width() / 2.0, m_viewSize.height() / 2.0}; }

    /// The pixel at that place of the view, as (column, row); nothing outside the picture.
    std::optional<QPoint> pixelAt(QPointF view) const;
    /// The pixel's middle in the view.
    QPointF pixelCentre(QPoint pixel) const { return toView(QPointF(pixel) + QPointF(0.5, 0.5)); }

private:
    double scale() const { return m_zoom / m_devicePixelRatio; }
    double fitZoom() const;
    QPointF origin() const;
    void setCentre(QPointF picture);

    QSize m_pictureSize;
    QSizeF m_viewSize;
    double m_devicePixelRatio = 1.0;
    double m_zoom = 1.0;
    QPointF m_centre{0.5, 0.5};
    bool m_isFit = true;
};

} // namespace cnnvis::ui
