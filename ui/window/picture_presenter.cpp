// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/picture_presenter.h"

#include "preview/picture_canvas.h"
#include "widgets/picture_image.h"
#include "window/run_text.h"

#include <utility>

namespace cnnvis::ui {
namespace {

QString snapshotText(const SnapshotItem& item)
{
    return placeText(item.sizeIndex, item.step);
}

} // namespace

PicturePresenter::PicturePresenter(PictureCanvas& canvas, QObject* parent)
    : QObject(parent)
    , m_canvas(canvas)
{ }

const PicturePresenter::Shown& PicturePresenter::shown() const
{
    return look().shown;
}

SnapshotItem PicturePresenter::liveItem(int runId) const
{
    SnapshotItem item;
    if (!m_live || m_liveRunId != runId)
        return item;
    item.picture = m_live->shown.picture;
    item.recipe = m_live->shown.recipe;
    item.sizeIndex = m_liveSizeIndex;
    item.step = m_liveStep;
    return item;
}

void PicturePresenter::setStart(const Picture& picture)
{
    m_start.shown.picture = picture;
    m_start.image = imageOf(picture);
    if (m_isRunning || m_isPastShown) // who looks back may have other settings for the while
        return;
    m_live.reset();
    m_snapshot.reset();
    m_liveStatus.clear();
    m_canvas.setNextSize({});
    m_runBefore = m_start.image;
    refresh();
}

void PicturePresenter::beginRun(bool startsFromNoise)
{
    m_isRunning = true;
    m_isBeforeDue = startsFromNoise;
    m_runBefore = startsFromNoise ? QImage() : m_start.image;
    refresh();
}

void PicturePresenter::setLive(const LivePicture& live, DreamRecipe recipe)
{
    m_live = Look{{live.picture, std::move(recipe), true}, live.image};
    m_liveRunId = live.runId;
    m_liveSizeIndex = live.sizeIndex;
    m_liveStep = live.step;
    if (std::exchange(m_isBeforeDue, false))
        m_runBefore = live.image;
    if (isLiveShown())
        refresh();
}

void PicturePresenter::endRun(const RunOutcome& outcome)
{
    m_isRunning = false;
    m_canvas.setActiveTiles({});
    m_canvas.setNextSize({});
    if (!outcome.picture.isEmpty()) {
        const Picture& best = outcome.picture16.isEmpty() ? outcome.picture : outcome.picture16;
        m_live = Look{{best, outcome.recipe, true}, imageOf(outcome.picture)};
    }
    refresh();
}

void PicturePresenter::forgetRun()
{
    m_live.reset();
    m_liveStatus.clear();
    m_runBefore = m_start.image;
    showLive();
}

void PicturePresenter::showSnapshot(const SnapshotItem& item)
{
    m_isPastShown = false;
    m_snapshot = Look{{item.picture, item.recipe, true}, imageOf(item.picture)};
    m_snapshotStatus = snapshotText(item);
    m_snapshotText = m_snapshotStatus;
    forgetCompared();
    refresh();
}

void PicturePresenter::compare(const SnapshotItem& older, const SnapshotItem& newer)
{
    showSnapshot(newer);
    m_chosenBefore = imageOf(older.picture);
    m_chosenBeforeText = snapshotText(older);
    m_snapshotStatus = tr("%1 beside %2").arg(snapshotText(older), snapshotText(newer));
    refresh();
}

void PicturePresenter::showPast(const QImage& image, const QString& status, const Picture& picture, DreamRecipe recipe)
{
    m_snapshot = Look{{picture, std::move(recipe), !picture.isEmpty()}, image};
    m_snapshotStatus = m_snapshotText = status;
    forgetCompared();
    m_isPastShown = true;
    refresh();
}

void PicturePresenter::showLive()
{
    m_isPastShown = false;
    m_snapshot.reset();
    forgetCompared();
    refresh();
}

void PicturePresenter::compareWith(const QImage& image, const QString& text)
{
    m_chosenBefore = image;
    m_chosenBeforeText = text;
    refresh();
}

void PicturePresenter::forgetCompared()
{
    m_chosenBefore = {};
    m_chosenBeforeText.clear();
}

void PicturePresenter::setLiveStatus(const QString& text)
{
    m_liveStatus = text;
    if (isLiveShown())
        m_canvas.setStatusText(text);
    showTexts();
}

void PicturePresenter::showTexts()
{
    m_canvas.setCompareTexts(
        m_chosenBefore.isNull() ? tr("start") : m_chosenBeforeText, m_snapshot ? m_snapshotText : m_liveStatus);
}

void PicturePresenter::refresh()
{
    m_canvas.setPicture(look().image);
    m_canvas.setBefore(m_chosenBefore.isNull() ? m_runBefore : m_chosenBefore);
    m_canvas.setStatusText(m_snapshot ? m_snapshotStatus : m_liveStatus);
    showTexts();
    Q_EMIT shownChanged();
}

} // namespace cnnvis::ui
