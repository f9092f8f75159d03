// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace cnnvis::ui {

/// A list that lies on its panel's ground, with a hint in its place while it is empty.
class HintedListView : public QListView {
    Q_OBJECT
    Q_PROPERTY(QString hint READ hint WRITE setHint)

public:
    explicit HintedListView(QWidget* parent = nullptr);

    /// What the list says while it has no items.
    void setHint(const QString& hint);
    const QString& hint() const { return m_hint; }
    /// How high the list has to be for its hint, at that width.
    int hintHeight(int width) const;

Q_SIGNALS:
    /// Enter on an item, whatever the desktop takes for an activation.
    void itemEntered(const QModelIndex& index);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int hintPadding() const;

    QString m_hint;
};

} // namespace cnnvis::ui
