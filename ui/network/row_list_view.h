// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace cnnvis::ui {

/// A list of rows of one height, with a hint in its place while it is empty.
class RowListView : public QListView {
    Q_OBJECT
    Q_PROPERTY(QString hint READ hint WRITE setHint)

public:
    explicit RowListView(QWidget* parent = nullptr);

    /// What the list says while it has no rows.
    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }

Q_SIGNALS:
    /// Enter on a row, whatever the desktop takes for an activation.
    void rowEntered(const QModelIndex& index);
    /// That, or a double-click with the left button.
    void rowConfirmed(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_hint;
};

} // namespace cnnvis::ui
