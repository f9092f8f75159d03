// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_steering.h"

#include <utility>

namespace cnnvis::ui {

void RunSteering::requestSnapshot()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isSnapshotWanted = true;
    }
    m_control.requestVisit();
}

void RunSteering::requestCopy(const QString& path)
{
    {
        const std::lock_guard lock(m_mutex);
        m_copies.append(path);
    }
    m_control.requestVisit();
}

void RunSteering::addSmallPicture(const RunPosition& position, const QByteArray& jpeg)
{
    const std::lock_guard lock(m_mutex);
    m_smallPictures.emplace_back(position, jpeg);
}

void RunSteering::setTracePoints(std::vector<TracedPixel> points)
{
    const std::lock_guard lock(m_mutex);
    m_tracePoints = std::move(points);
}

void RunSteering::setSnapshotInterval(int steps)
{
    const std::lock_guard lock(m_mutex);
    m_snapshotInterval = steps;
}

std::vector<TracedPixel> RunSteering::tracePoints() const
{
    const std::lock_guard lock(m_mutex);
    return m_tracePoints;
}

int RunSteering::snapshotInterval() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshotInterval;
}

bool RunSteering::takeSnapshotRequest()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_isSnapshotWanted, false);
}

QStringList RunSteering::takeCopyRequests()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_copies, {});
}

std::vector<std::pair<RunPosition, QByteArray>> RunSteering::takeSmallPictures()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_smallPictures, {});
}

} // namespace cnnvis::ui
