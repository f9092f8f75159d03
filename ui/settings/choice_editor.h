// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

class QComboBox;

namespace cnnvis::ui {

/// One of the entry's choices: a combo box.
class ChoiceEditor : public SettingEditor {
    Q_OBJECT

public:
    ChoiceEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;
    bool takesLetter(QChar letter) const override;

private:
    QComboBox* m_box;
};

} // namespace cnnvis::ui
