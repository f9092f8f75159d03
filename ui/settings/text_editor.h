// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting_editor.h"

class QLineEdit;

namespace cnnvis::ui {

/// A line of text, such as a picture's size.
class TextEditor : public SettingEditor {
    Q_OBJECT

public:
    TextEditor(const SettingEntry& entry, QWidget* parent);

    void showText(const QString& text) override;
    QString inputText() const override;

private:
    QLineEdit* m_line;
};

} // namespace cnnvis::ui
