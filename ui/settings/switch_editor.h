// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

class QCheckBox;

namespace cnnvis::ui {

/// On or off: a check box.
class SwitchEditor : public SettingEditor {
    Q_OBJECT

public:
    SwitchEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;

private:
    QCheckBox* m_box;
};

} // namespace cnnvis::ui
