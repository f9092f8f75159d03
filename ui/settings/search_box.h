// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <QLineEdit>

class QLabel;
class QToolButton;

namespace cnnvis::ui {

/// The line to search settings in, with the switch between the simple ones and all at its end. While something is
/// searched for, which is done in all, the number of settings found stands there instead.
class SearchBox : public QLineEdit {
    Q_OBJECT

public:
    explicit SearchBox(QWidget* parent = nullptr);

    SettingTier tier() const;
    void setTier(SettingTier tier);
    /// Tells how many settings have the words that are searched for.
    void setFound(int count);

Q_SIGNALS:
    void tierChanged(cnnvis::SettingTier tier);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Places what stands at the end of the line.
    void placeEnd();
    QToolButton* addTierButton(const QString& text, const QString& name, const QString& toolTip);

    QWidget* m_switch;
    QLabel* m_found;
    QToolButton* m_simple;
    QToolButton* m_all;
};

} // namespace cnnvis::ui
