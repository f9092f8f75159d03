// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/recent_list.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>

namespace cnnvis::ui {

RecentList::RecentList(QMenu& menu, QObject* parent)
    : QObject(parent)
    , m_menu(menu)
{
    m_menu.setToolTipsVisible(true);
    fill();
}

void RecentList::setPaths(const QStringList& paths)
{
    m_paths = paths.mid(0, kMost);
    m_paths.removeDuplicates();
    fill();
}

void RecentList::add(const QString& path)
{
    m_paths.removeAll(path);
    m_paths.prepend(path);
    setPaths(QStringList(m_paths));
}

void RecentList::remove(const QString& path)
{
    m_paths.removeAll(path);
    fill();
}

void RecentList::fill()
{
    m_menu.clear();
    m_menu.setEnabled(!m_paths.isEmpty());
    for (const QString& path : std::as_const(m_paths)) {
        const QFileInfo file(path);
        // An & in a name is no key.
        QString text = tr("%1 in %2").arg(file.fileName(), QDir::toNativeSeparators(file.dir().dirName()));
        text.replace(QLatin1Char('&'), QStringLiteral("&&"));
        QAction* action = m_menu.addAction(text, this, [this, path] { Q_EMIT chosen(path); });
        action->setToolTip(QDir::toNativeSeparators(path));
    }
    if (m_paths.isEmpty())
        return;
    m_menu.addSeparator();
    QAction* clear = m_menu.addAction(tr("Forget these"), this, [this] { setPaths({}); });
    clear->setToolTip(tr("Empties this list; the files stay"));
}

} // namespace cnnvis::ui
