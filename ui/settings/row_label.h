// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/settings_schema.h"

#include <QWidget>

class QLabel;

namespace cnnvis::ui {

/// When a setting acts, as its row tells it: nothing, that it waits by nature, or that a changed value is waiting now.
enum class EffectMark { None, Quiet, Waiting };

/// The name of a setting at the left of its row, with its unit beneath and a dot where the value is not the default.
/// A double-click asks for the value of the preset, and then for the default; a right click for the menu.
class RowLabel : public QWidget {
    Q_OBJECT

public:
    RowLabel(const SettingEntry& entry, QWidget* parent);

    void setChanged(bool isChanged);
    bool isChanged() const { return m_isChanged; }
    void setEffectMark(EffectMark mark);
    EffectMark effectMark() const { return m_mark; }
    /// What the value stands for, e.g. the class that a feature is; empty: nothing.
    void setValueName(const QString& name);

Q_SIGNALS:
    void resetRequested();
    /// @param place  on the screen.
    void menuRequested(QPoint place);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshNote();

    const SettingEntry& m_entry; // of the schema, which lives as long as the program
    QLabel* m_name;
    QLabel* m_note;
    bool m_isChanged = false;
    EffectMark m_mark = EffectMark::None;
    QString m_valueName;
};

} // namespace cnnvis::ui
