// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace cnnvis::ui {

/// A grid of cards that fill the width, with headings that take a whole line. Arrow keys walk over the cards.
class PresetGrid : public QListView {
    Q_OBJECT
    Q_PROPERTY(QString hint READ hint WRITE setHint)

public:
    explicit PresetGrid(QWidget* parent = nullptr);

    /// What the grid says while it has no cards.
    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }

Q_SIGNALS:
    /// Enter on a card or a double-click with the left button, but not on its star.
    void cardConfirmed(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    QModelIndex neighbour(int step) const;

    QString m_hint;
};

} // namespace cnnvis::ui
