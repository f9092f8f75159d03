// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_control.h"
#include "run/run_types.h"

#include <QByteArray>
#include <QStringList>

#include <mutex>
#include <utility>
#include <vector>

namespace cnnvis::ui {

/// Steers one run from the ui thread: RunControl, and what only the ui asks for. Thread-safe.
///
/// The ui thread calls the first part, which never blocks on the engine; the run calls the second.
class RunSteering {
public:
    RunControl& control() { return m_control; }
    /// Wants a snapshot, and a visit to take it at.
    void requestSnapshot();
    /// Wants a copy of the session's file there.
    void requestCopy(const QString& path);
    /// Wants a small picture kept with the session.
    void addSmallPicture(const RunPosition& position, const QByteArray& jpeg);
    void setTracePoints(std::vector<TracedPixel> points);
    /// @param steps  between automatic snapshots; 0: none.
    void setSnapshotInterval(int steps);

    std::vector<TracedPixel> tracePoints() const;
    int snapshotInterval() const;
    /// Whether a snapshot is wanted that was not taken yet; asked for once.
    bool takeSnapshotRequest();
    /// Where copies are wanted that were not asked for yet.
    QStringList takeCopyRequests();
    std::vector<std::pair<RunPosition, QByteArray>> takeSmallPictures();

private:
    RunControl m_control;
    mutable std::mutex m_mutex; ///< guards what is below
    bool m_isSnapshotWanted = false;
    QStringList m_copies;
    std::vector<std::pair<RunPosition, QByteArray>> m_smallPictures;
    std::vector<TracedPixel> m_tracePoints;
    int m_snapshotInterval = 0;
};

} // namespace cnnvis::ui
