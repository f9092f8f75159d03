// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QVector>

namespace cnnvis::ui {

/// A picture with its halvings, each made when it is first painted.
///
/// Setting a picture costs nothing: those that come faster than the screen is painted are never converted. Zooming and
/// panning a large picture cost as much as the view has pixels.
class PicturePyramid {
public:
    void setPicture(const QImage& picture);
    bool isEmpty() const { return m_picture.isNull(); }
    QSize size() const { return m_picture.size(); }
    const QImage& picture() const { return m_picture; }

    /// The picture itself, or the smallest halving that need not be enlarged for that zoom; ready to paint.
    const QImage& levelFor(double zoom);

private:
    QImage m_picture;
    QVector<QImage> m_levels;
};

} // namespace cnnvis::ui
