// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;

namespace cnnvis::ui {

/// The slim bar at the top of a dock: a handle to move it by, and a double-click floats it. While the dock has its
/// place in the window it is a few pixels high and says nothing, as the panels speak for themselves; floating, it has
/// the title and a button that puts it back.
class DockTitle : public QWidget {
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget& dock);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QDockWidget& m_dock;
};

} // namespace cnnvis::ui
