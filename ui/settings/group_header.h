// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace cnnvis::ui {

/// The heading of a group of settings, which opens and closes it: checked is open.
class GroupHeader : public QAbstractButton {
    Q_OBJECT

public:
    explicit GroupHeader(const QString& title, QWidget* parent = nullptr);

    /// How many settings of the group differ from their defaults; shown while it is closed.
    void setChangedCount(int count);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QFont titleFont() const;

    int m_changedCount = 0;
};

} // namespace cnnvis::ui
