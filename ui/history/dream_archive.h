// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_item.h"

#include <QObject>
#include <QThreadPool>
#include <QVector>

namespace cnnvis::ui {

/// The pictures that runs ended with, on disk until there are too many of them, so that none is lost with the window.
///
/// They are PNGs with their settings in them, in a folder of the program's, which any program can open. Lives on the ui
/// thread; reads and writes on a thread of its own, one after the other. Its end waits for what is being written.
class DreamArchive : public QObject {
    Q_OBJECT

public:
    /// @param folder  made with the first picture.
    explicit DreamArchive(QString folder, QObject* parent = nullptr);
    ~DreamArchive() override;

    static QString defaultFolder();

    /// Writes a picture. @return  its path, which names it from then on.
    QString keep(const SnapshotItem& item);
    /// The picture is elsewhere, too: it is the first to go when there are too many.
    /// @return  its path from now on.
    QString markSaved(const QString& path);
    void remove(const QString& path);
    /// Reads the newest picture and some others, unsaved ones first, and answers with loaded(). Damaged ones are left
    /// where they are.
    void load();

Q_SIGNALS:
    /// The oldest first.
    void loaded(const QVector<SnapshotItem>& items);
    /// @param reason  one line that names the path.
    void failed(const QString& reason);

private:
    QString m_folder;
    QThreadPool m_pool;
};

} // namespace cnnvis::ui
