// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/hinted_list_view.h"

namespace cnnvis::ui {

/// A grid of cards that fill the width, with headings that take a whole line. Arrow keys walk over the cards.
class PresetGrid : public HintedListView {
    Q_OBJECT

public:
    explicit PresetGrid(QWidget* parent = nullptr);

Q_SIGNALS:
    /// Enter on a card or a double-click with the left button, but not on its star.
    void cardConfirmed(const QModelIndex& index);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    QModelIndex neighbour(int step) const;
};

} // namespace cnnvis::ui
