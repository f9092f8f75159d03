// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"
#include "settings/row_label.h"
#include "settings/settings_store.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;

namespace cnnvis::ui {

class SettingEditor;

/// One setting in the panel: its label, its editor, and beneath them what is wrong with it, or may go wrong.
///
/// Text that cannot be used stays in the editor and is marked, once the typing rests; the store keeps the last value
/// that could. Letters where a number belongs are dropped, when the field is left and at a start.
class SettingRow : public QWidget {
    Q_OBJECT

public:
    /// @param store  outlives the row.
    SettingRow(const SettingEntry& entry, SettingsStore& store, QWidget* parent);

    const SettingEntry& entry() const { return m_entry; }
    SettingEditor& editor() const { return *m_editor; }
    RowLabel& label() const { return *m_label; }

    /// Shows the store's value and drops what was typed.
    void showStoredValue();
    /// The same, but for a field in which somebody types: a setting may turn by itself meanwhile.
    void showTurnedValue();
    /// Marks the row for what the store says of it; empty: nothing.
    void setStoredProblem(const QString& message);
    /// What the numbers from 0 on stand for, to be seen and typed; empty: nothing.
    void setValueNames(const QStringList& names);
    /// Remembers from which value on a run has broken; nothing: from none.
    void setBrokenFrom(std::optional<double> value);
    /// What the row warns of; it hinders no start.
    QString warningText() const;
    /// What the row says is wrong.
    QString problemText() const;
    bool hasInvalidInput() const { return !m_inputProblem.isEmpty(); }
    /// Takes what is typed but not finished yet.
    void commitInput();
    void reset();

Q_SIGNALS:
    void inputValidityChanged();

private:
    void take(const QString& text, EditKind kind);
    void noteTyped(const QString& text);
    void checkInput();
    void setInputProblem(const QString& message);
    void refreshProblem();
    void refreshWarning();
    void leaveField();
    void openMenu(QPoint place);
    QLabel* addNote(const char* suffix, const char* role);

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    SettingsStore& m_store;
    RowLabel* m_label;
    SettingEditor* m_editor;
    QLabel* m_problem;
    QLabel* m_warning;
    QStringList m_valueNames;
    std::optional<double> m_brokenFrom;
    QString m_inputProblem;
    bool m_isTyping = false; ///< something is typed that was not taken yet
    QTimer m_typingRest; ///< runs while what is typed cannot be used as far as it goes, "0" of "0.5"
    QString m_storedProblem;
};

} // namespace cnnvis::ui
