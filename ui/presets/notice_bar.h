// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;

namespace cnnvis::ui {

/// Tells in a line what happened, with a way back where there is one. Hidden while there is nothing to tell.
class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    /// @param undo  taken back by a button; none: nothing to take back.
    void tell(const QString& text, std::function<void()> undo = {});
    void dismiss();

private:
    QLabel* m_text;
    QPushButton* m_undo;
    QPushButton* m_close;
    std::function<void()> m_takeBack;
};

} // namespace cnnvis::ui
