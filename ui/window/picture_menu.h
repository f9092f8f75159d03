// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace cnnvis::ui {

/// A menu whose actions have pictures, which are larger than icons: an action's icon is one. Lives on the ui thread.
class PictureMenu : public QMenu {
    Q_OBJECT

public:
    /// @param side  of the room for a picture, in pixels of the screen's scaling.
    PictureMenu(const QString& title, int side, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_side;
};

} // namespace cnnvis::ui
