// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"
#include "cnnvis/settings_schema.h"
#include "cnnvis/settings_text.h"

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QStringList>

#include <vector>

class QUndoStack;

namespace cnnvis::ui {

/// How an edit comes about. Those of one drag become one undo step; finishDrag() ends it, as does any other edit.
enum class EditKind { Single, Drag };

/// The preset that settings come from, and what they were then.
struct SettingsOrigin {
    QString title; ///< empty: none
    RunSettings settings;
    std::vector<SettingRamp> ramps = {}; ///< what turns by itself in a run that begins with them
};

/// The settings that the user has before him, with undo and redo of everything. Lives on the ui thread.
///
/// Values always fit their own entry; what does not fit together is told by problems().
class SettingsStore : public QObject {
    Q_OBJECT

public:
    explicit SettingsStore(QObject* parent = nullptr);

    const RunSettings& settings() const { return m_settings; }
    /// The value in the schema's spelling; empty for an unknown key.
    QString text(const QString& key) const;
    bool isDefault(const QString& key) const;
    /// What differs from the defaults, e.g. to save as a preset.
    SettingsChange changeFromDefaults() const;

    /// @return  why edit() would refuse the text; empty when it would not.
    QString check(const QString& key, const QString& text) const;
    /// Sets one value.
    /// @return  why the text cannot be used, and nothing was changed; empty when it is set.
    QString edit(const QString& key, const QString& text, EditKind kind = EditKind::Single);
    /// Sets some values on top of the others, as one undo step.
    /// @return  as edit(): all of it or nothing.
    QString apply(const SettingsChange& change, const QString& undoText);
    /// Sets all values, as one undo step, e.g. those of a picture; nothing turns by itself then.
    void replace(const RunSettings& settings, const QString& undoText);
    /// Sets all values to those of a preset, which undo and redo follow.
    void replace(const SettingsOrigin& origin, const QString& undoText);
    /// Shows settings that nobody chose: those of another moment, or of a run that turns them by itself. No undo step.
    void assume(const RunSettings& settings);
    /// Whether what changes just now is one setting that somebody turns, not many at once, nor undo.
    bool isTurned() const { return m_isTurned; }
    /// Back to the preset's value, and where it is that already, to the default.
    void reset(const QString& key);
    void resetToDefault(const QString& key);
    void resetAll();

    const SettingsOrigin& origin() const { return m_origin; }
    /// Says where the settings come from without a change of them, e.g. when they are saved as a preset.
    void setOrigin(const SettingsOrigin& origin);
    /// The value that the preset gave, in the schema's spelling.
    QString originText(const QString& key) const;

    /// For the actions of undo and redo.
    QUndoStack* undoStack() const { return m_undoStack; }

    /// What hinders a start: validate(), and what was found outside. At most one for a key, in the order of the schema.
    const std::vector<SettingsProblem>& problems() const { return m_problems; }
    /// Marks a setting for a reason that only others know, such as planRun(). It stays until that setting changes, or
    /// until it is set to an empty message.
    void setExternalProblem(const QString& key, const QString& message);
    void clearExternalProblems();

    /// The settings as the text of a preset, for the session.
    QByteArray toJson() const;
    /// Takes what toJson() wrote and forgets the undo steps.
    /// @return  why it cannot be used, and nothing was changed; empty when it is taken.
    QString restore(const QByteArray& json);

public Q_SLOTS:
    void finishDrag();

Q_SIGNALS:
    /// After every change, undo and redo included.
    void changed(const QStringList& keys);
    /// What is typed for these settings and not taken yet counts no more, whether their values changed or not: they
    /// were set together, by a preset or the like, or undo, redo or a reset set all of them. Comes after changed().
    void overruled(const QStringList& keys);
    void problemsChanged();
    void originChanged();

private:
    friend class SettingsCommand;
    void assign(const RunSettings& settings, const SettingsOrigin& origin);
    void push(const RunSettings& settings, const SettingsOrigin& origin, const QString& undoText, int dragId);
    void resetTo(const RunSettings& source, const SettingEntry& entry);
    void overruleAll();
    void refreshProblems();

    RunSettings m_settings;
    SettingsOrigin m_origin;
    QUndoStack* m_undoStack;
    QMap<QString, QString> m_externalProblems; ///< messages by key
    std::vector<SettingsProblem> m_problems;
    int m_dragId = 1;
    QString m_dragKey;
    bool m_isTurned = false;
};

} // namespace cnnvis::ui
