// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_item.h"
#include "run/run_types.h"

#include <QObject>

namespace cnnvis::ui {

class DreamArchive;
class Messages;
class PicturePresenter;
class PictureWriting;
class RunController;
class SettingsStore;
class SnapshotStrip;

/// Gathers the snapshots of runs in the strip, and does what is asked for there. Lives on the ui thread.
class SnapshotPresenter : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    /// @param dreamFolder  see DreamArchive.
    SnapshotPresenter(SettingsStore& store, RunController& controller, SnapshotStrip& strip, Messages& messages,
        PicturePresenter& pictures, PictureWriting& writing, const QString& dreamFolder, QObject* parent);

    /// Gathers what earlier sessions ended with. @param isShown  whether the newest of them is to be seen.
    void restore(bool isShown);

    /// Keeps what is on the canvas: of a run at its next batch of tiles, else at once.
    void take();
    /// The last picture of a run.
    void addFinal(const RunOutcome& outcome);
    /// Keeps the picture of the present run, which is broken off without being waited for.
    void keepRunning();
    /// Of the snapshot that is seen, or of the last run's final picture; 0: neither is.
    int shownId() const;

Q_SIGNALS:
    /// One of a run that goes on is in the strip, under that id.
    void gathered(int id, const cnnvis::ui::Snapshot& snapshot);
    /// Two snapshots are to be compared: with the wipe line.
    void compared();

private:
    void add(const Snapshot& snapshot);
    void keepLast(const Snapshot& last);
    void archive(int id);
    void addEarlier(const QVector<SnapshotItem>& items);
    void markSaved(int id);
    void look(int id);
    void compare(int olderId, int newerId);
    void useSettings(int id);

    SettingsStore& m_store;
    RunController& m_controller;
    SnapshotStrip& m_strip;
    Messages& m_messages;
    PicturePresenter& m_pictures;
    PictureWriting& m_writing;
    DreamArchive* m_archive;
    bool m_isNewestShown = false; ///< of what earlier sessions ended with
    int m_nextId = 1;
    int m_lastFinalId = 0;
    int m_runs = 0;
    int m_lastRunId = 0; ///< of the newest snapshot
    int m_lastSizeIndex = 0;
    int m_lastStep = 0;
};

} // namespace cnnvis::ui
