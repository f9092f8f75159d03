// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace cnnvis::ui {

/// A line that says what is the matter, with a button that mends it and one that puts the line away.
class HintBar : public QFrame {
    Q_OBJECT

public:
    HintBar(const QString& text, const QString& actionText, const QString& actionHelp, QWidget* parent = nullptr);

Q_SIGNALS:
    void accepted();
    void dismissed();
};

} // namespace cnnvis::ui
