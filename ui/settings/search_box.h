// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <QLineEdit>

class QToolButton;

namespace cnnvis::ui {

/// The line to search settings in, with the switch between the simple ones and all at its end.
class SearchBox : public QLineEdit {
    Q_OBJECT

public:
    explicit SearchBox(QWidget* parent = nullptr);

    SettingTier tier() const;
    void setTier(SettingTier tier);

Q_SIGNALS:
    void tierChanged(cnnvis::SettingTier tier);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* addTierButton(const QString& text, const QString& name, const QString& toolTip);

    QWidget* m_switch;
    QToolButton* m_simple;
    QToolButton* m_all;
};

} // namespace cnnvis::ui
