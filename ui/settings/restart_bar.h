// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace cnnvis::ui {

/// "3 changes act after a restart", with the button that does it. Hidden while there are none.
class RestartBar : public QFrame {
    Q_OBJECT

public:
    explicit RestartBar(QWidget* parent = nullptr);

    void setCount(int count);

Q_SIGNALS:
    void restartRequested();

private:
    QLabel* m_text;
};

} // namespace cnnvis::ui
