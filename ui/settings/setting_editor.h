// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"
#include "settings/settings_store.h"

#include <QWidget>

class QKeyEvent;
class QLineEdit;

namespace cnnvis::ui {

/// What edits one setting; base of the editors of each kind. It knows texts in the schema's spelling and nothing of
/// the store. Its objectName is the key.
class SettingEditor : public QWidget {
    Q_OBJECT

public:
    const SettingEntry& entry() const { return m_entry; }

    /// Shows a value and drops what was typed.
    virtual void showText(const QString& text) = 0;
    /// What is typed or chosen now; it may not be usable.
    virtual QString inputText() const = 0;
    virtual void setInvalid(bool isInvalid);
    /// Whether a letter may be the next of what is typed; others go to the window, for which they may be shortcuts.
    virtual bool takesLetter(QChar letter) const;
    /// Whether what is typed is too little to be meant: it is dropped when the field is left, and hinders no start.
    virtual bool isStray() const;

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// While typing: to be checked, not taken. It may be only the start of what is meant.
    void typed(const QString& text);
    /// A value to be taken.
    void edited(const QString& text, cnnvis::ui::EditKind kind);
    void dragFinished();
    /// Return was pressed, and what was typed has been told by edited(): the field may be left.
    void entered();
    /// What was typed and not taken yet is to be dropped.
    void givenUp();

protected:
    SettingEditor(const SettingEntry& entry, QWidget* parent);
    /// Names a part, e.g. "seed_field", tells it to assistive programs, lets the wheel scroll the panel while the part
    /// has no focus, and keys that mean nothing to it reach the window.
    void adopt(QWidget& part, const char* suffix, const QString& role = {});
    /// A part that shows `invalid`.
    void setFieldWidget(QWidget& field) { m_field = &field; }

private:
    /// @return  whether the key is dealt with: it is not the part's.
    bool filterKey(QWidget& part, QKeyEvent& event);

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    QWidget* m_field = nullptr;
};

/// The editor for the entry's type.
SettingEditor* createSettingEditor(const SettingEntry& entry, QWidget* parent);

} // namespace cnnvis::ui
