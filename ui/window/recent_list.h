// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QMenu;

namespace cnnvis::ui {

/// The files that were opened last, the newest first, and the menu that opens them again. Lives on the ui thread.
class RecentList : public QObject {
    Q_OBJECT

public:
    static constexpr int kMost = 10;

    /// @param menu  filled with them; outlives this.
    RecentList(QMenu& menu, QObject* parent);

    const QStringList& paths() const { return m_paths; }
    void setPaths(const QStringList& paths);
    void add(const QString& path);
    void remove(const QString& path);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void fill();

    QMenu& m_menu;
    QStringList m_paths;
};

} // namespace cnnvis::ui
