// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSlider>

#include <optional>

namespace cnnvis::ui {

/// A slider that moves a tenth as far while Shift is held, by mouse, wheel and arrow keys.
class FineSlider : public QSlider {
    Q_OBJECT

public:
    explicit FineSlider(QWidget* parent = nullptr);

protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Anchor {
        double x = 0.0;
        int position = 0;
    };
    std::optional<Anchor> m_anchor; ///< where the fine part of a drag began
};

} // namespace cnnvis::ui
