// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/snapshot_presenter.h"

#include "history/snapshot_strip.h"
#include "run/run_controller.h"
#include "settings/settings_store.h"
#include "window/messages.h"
#include "window/picture_presenter.h"
#include "window/picture_writing.h"

namespace cnnvis::ui {

SnapshotPresenter::SnapshotPresenter(
    const WindowParts& parts, Messages& messages, PicturePresenter& pictures, PictureWriting& writing, QObject* parent)
    : QObject(parent)
    , m_parts(parts)
    , m_messages(messages)
    , m_pictures(pictures)
    , m_writing(writing)
{
    const SnapshotStrip* strip = m_parts.strip;
    connect(m_parts.controller, &RunController::snapshotTaken, this, &SnapshotPresenter::add);
    connect(strip, &SnapshotStrip::selected, this, &SnapshotPresenter::look);
    connect(strip, &SnapshotStrip::compareRequested, this, &SnapshotPresenter::compare);
    connect(strip, &SnapshotStrip::liveRequested, &m_pictures, &PicturePresenter::showLive);
    connect(strip, &SnapshotStrip::saveRequested, this, [this](int id) {
        if (const SnapshotItem* item = m_parts.strip->find(id))
            m_writing.saveAs(item->picture, item->settings);
    });
    connect(strip, &SnapshotStrip::startImageRequested, this, [this](int id) {
        if (const SnapshotItem* item = m_parts.strip->find(id))
            m_writing.makeStartImage(item->picture);
    });
    connect(strip, &SnapshotStrip::copied, this, [this] { m_messages.note(tr("The snapshot is on the clipboard.")); });
    connect(strip, &SnapshotStrip::settingsRequested, this, &SnapshotPresenter::useSettings);
}

void SnapshotPresenter::take()
{
    if (m_parts.controller->state() != RunState::Idle)
        m_parts.controller->requestSnapshot();
}

void SnapshotPresenter::add(const Snapshot& snapshot)
{
    m_lastRunId = snapshot.runId;
    m_lastSizeIndex = snapshot.sizeIndex;
    m_lastStep = snapshot.step;
    m_parts.strip->add(
        {m_nextId++, snapshot.picture, snapshot.sizeIndex, snapshot.step, snapshot.settings, snapshot.time, false});
}

void SnapshotPresenter::addFinal(const RunOutcome& outcome)
{
    const bool isTaken =
        outcome.runId == m_lastRunId && outcome.sizeIndex == m_lastSizeIndex && outcome.step == m_lastStep;
    const bool hasSteps = outcome.sizeIndex > 0 || outcome.step > 0;
    if (!outcome.picture.isEmpty() && hasSteps && !isTaken)
        add({outcome.runId, outcome.picture, outcome.sizeIndex, outcome.step, outcome.settings,
            QDateTime::currentDateTime(), true});
}

void SnapshotPresenter::look(int id)
{
    const SnapshotItem* item = m_parts.strip->find(id);
    if (item == nullptr)
        return;
    if (item->picture.isEmpty())
        m_messages.info(tr("This snapshot's picture made room for newer ones; its settings are still there."),
            tr("Use its settings"), [this, id] { useSettings(id); });
    else
        m_pictures.showSnapshot(*item);
}

void SnapshotPresenter::compare(int olderId, int newerId)
{
    const SnapshotItem* older = m_parts.strip->find(olderId);
    const SnapshotItem* newer = m_parts.strip->find(newerId);
    if (older == nullptr || newer == nullptr || older->picture.isEmpty() || newer->picture.isEmpty())
        return;
    m_pictures.compare(*older, *newer);
    Q_EMIT compared();
}

void SnapshotPresenter::useSettings(int id)
{
    if (const SnapshotItem* item = m_parts.strip->find(id))
        m_parts.store->replace(item->settings, tr("Use a snapshot's settings"));
}

} // namespace cnnvis::ui
