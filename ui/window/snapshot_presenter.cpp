// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/snapshot_presenter.h"

#include "history/dream_archive.h"
#include "history/snapshot_strip.h"
#include "run/run_controller.h"
#include "settings/settings_store.h"
#include "window/messages.h"
#include "window/picture_presenter.h"
#include "window/picture_writing.h"

namespace cnnvis::ui {

SnapshotPresenter::SnapshotPresenter(SettingsStore& store, RunController& controller, SnapshotStrip& strip,
    Messages& messages, PicturePresenter& pictures, PictureWriting& writing, const QString& dreamFolder,
    QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_controller(controller)
    , m_strip(strip)
    , m_messages(messages)
    , m_pictures(pictures)
    , m_writing(writing)
    , m_archive(new DreamArchive(dreamFolder, this))
{
    connect(&m_controller, &RunController::snapshotTaken, this, &SnapshotPresenter::add);
    connect(&strip, &SnapshotStrip::selected, this, &SnapshotPresenter::look);
    connect(&strip, &SnapshotStrip::compareRequested, this, &SnapshotPresenter::compare);
    connect(&strip, &SnapshotStrip::liveRequested, &m_pictures, &PicturePresenter::showLive);
    connect(&strip, &SnapshotStrip::saveRequested, this, [this](int id) {
        if (const SnapshotItem* item = m_strip.find(id))
            m_writing.saveAs(item->picture, item->recipe, id);
    });
    connect(&strip, &SnapshotStrip::startImageRequested, this, [this](int id) {
        if (const SnapshotItem* item = m_strip.find(id))
            m_writing.makeStartImage(item->picture);
    });
    connect(&strip, &SnapshotStrip::copied, this, [this] { m_messages.note(tr("The snapshot is on the clipboard.")); });
    connect(&strip, &SnapshotStrip::settingsRequested, this, &SnapshotPresenter::useSettings);
    connect(&strip, &SnapshotStrip::deleting, this, [this](int id) {
        if (const SnapshotItem* item = m_strip.find(id); item != nullptr && !item->archivePath.isEmpty())
            m_archive->remove(item->archivePath);
    });
    connect(&m_writing, &PictureWriting::saved, this, [this](const QString&, int id) { markSaved(id); });
    connect(m_archive, &DreamArchive::loaded, this, &SnapshotPresenter::addEarlier);
    connect(m_archive, &DreamArchive::failed, this,
        [this](const QString& reason) { m_messages.warning(tr("The dream is not kept on disk. %1").arg(reason)); });
}

void SnapshotPresenter::restore(bool isShown)
{
    m_isNewestShown = isShown;
    m_archive->load();
}

void SnapshotPresenter::addEarlier(const QVector<SnapshotItem>& items)
{
    for (SnapshotItem item : items) {
        item.id = m_nextId++;
        item.isFinal = true;
        m_strip.add(item);
    }
    // A run that has begun meanwhile is looked at.
    if (m_isNewestShown && !items.isEmpty() && m_controller.state() == RunState::Idle && !m_pictures.isPastShown())
        m_strip.choose(m_nextId - 1);
}

int SnapshotPresenter::shownId() const
{
    if (!m_pictures.isLiveShown())
        return m_strip.chosen().isEmpty() ? 0 : m_strip.chosen().constLast();
    return m_controller.state() == RunState::Idle && m_pictures.shown().isDreamt ? m_lastFinalId : 0;
}

void SnapshotPresenter::markSaved(int id)
{
    const SnapshotItem* item = m_strip.find(id);
    if (item == nullptr)
        return;
    const QString path = item->archivePath.isEmpty() ? QString() : m_archive->markSaved(item->archivePath);
    m_strip.setSaved(id, true, path);
}

/// Puts what a run ended with among the program's own files.
void SnapshotPresenter::archive(int id)
{
    const SnapshotItem* item = m_strip.find(id);
    if (item == nullptr || item->picture.isEmpty())
        return;
    m_lastFinalId = id;
    m_strip.setFinal(id);
    if (item->archivePath.isEmpty()) // else it was asked for, and is there already
        m_strip.setSaved(id, false, m_archive->keep(*item));
}

void SnapshotPresenter::keepRunning()
{
    if (m_controller.state() == RunState::Idle)
        return;
    const int runId = m_controller.runId();
    const SnapshotItem live = m_pictures.liveItem(runId);
    keepLast({runId, live.picture, live.sizeIndex, live.step, live.recipe, QDateTime::currentDateTime(), true});
}

void SnapshotPresenter::take()
{
    if (m_controller.state() != RunState::Idle)
        m_controller.requestSnapshot();
}

void SnapshotPresenter::add(const Snapshot& snapshot)
{
    m_runs += snapshot.runId != m_lastRunId ? 1 : 0;
    m_lastRunId = snapshot.runId;
    m_lastSizeIndex = snapshot.sizeIndex;
    m_lastStep = snapshot.step;
    SnapshotItem item;
    item.id = m_nextId++;
    item.picture = snapshot.picture;
    item.sizeIndex = snapshot.sizeIndex;
    item.step = snapshot.step;
    item.recipe = snapshot.recipe;
    item.time = snapshot.time;
    item.run = m_runs;
    m_strip.add(item);
    Q_EMIT gathered(item.id, snapshot);
    // One that somebody asked for is to be there tomorrow, too.
    if (!snapshot.isAutomatic && !snapshot.picture.isEmpty())
        m_strip.setSaved(item.id, false, m_archive->keep(item));
}

void SnapshotPresenter::addFinal(const RunOutcome& outcome)
{
    keepLast({outcome.runId, outcome.picture, outcome.sizeIndex, outcome.step, outcome.recipe,
        QDateTime::currentDateTime(), true});
}

/// Keeps what a run ends with, unless a snapshot has just been taken of it.
void SnapshotPresenter::keepLast(const Snapshot& last)
{
    const bool isTaken = last.runId == m_lastRunId && last.sizeIndex == m_lastSizeIndex && last.step == m_lastStep;
    const bool hasSteps = last.sizeIndex > 0 || last.step > 0;
    if (last.picture.isEmpty() || !hasSteps)
        return;
    if (!isTaken)
        add(last);
    archive(m_nextId - 1);
}

void SnapshotPresenter::look(int id)
{
    const SnapshotItem* item = m_strip.find(id);
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
    const SnapshotItem* older = m_strip.find(olderId);
    const SnapshotItem* newer = m_strip.find(newerId);
    if (older == nullptr || newer == nullptr || older->picture.isEmpty() || newer->picture.isEmpty())
        return;
    m_pictures.compare(*older, *newer);
    Q_EMIT compared();
}

void SnapshotPresenter::useSettings(int id)
{
    if (const SnapshotItem* item = m_strip.find(id))
        m_store.replace(item->recipe.settingsAtEnd(), tr("Use a snapshot's settings"));
}

} // namespace cnnvis::ui
