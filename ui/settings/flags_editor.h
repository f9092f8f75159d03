// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

#include <vector>

class QCheckBox;

namespace cnnvis::ui {

/// Any of the entry's choices: a check box for each.
class FlagsEditor : public SettingEditor {
    Q_OBJECT

public:
    FlagsEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;

private:
    std::vector<QCheckBox*> m_boxes; ///< by bit
};

} // namespace cnnvis::ui
