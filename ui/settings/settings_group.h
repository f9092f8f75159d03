// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

namespace cnnvis::ui {

class GroupHeader;
class SettingRow;

/// Some rows under a heading that opens and closes them.
class SettingsGroup : public QWidget {
    Q_OBJECT

public:
    SettingsGroup(const QString& title, QWidget* parent);

    const QString& title() const { return m_title; }
    void addRow(SettingRow& row);
    bool isOpen() const;
    void setOpen(bool isOpen);
    /// Shows the rows that are wanted; without any, nothing of the group.
    /// @param isSearching  then they show even where the group is closed.
    /// @return  how many rows are wanted.
    int showRows(bool isSearching, const std::function<bool(const SettingRow&)>& isWanted);
    void refreshChangedCount();

Q_SIGNALS:
    void toggled(bool isOpen);

private:
    void refreshBody();

    QString m_title;
    GroupHeader* m_header;
    QWidget* m_body;
    std::vector<SettingRow*> m_rows;
    bool m_isSearching = false;
};

} // namespace cnnvis::ui
