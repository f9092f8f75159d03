// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/run_presenter.h"

#include "plots/plots_panel.h"
#include "preview/picture_canvas.h"
#include "run/run_controller.h"
#include "settings/entry_text.h"
#include "settings/settings_panel.h"
#include "window/diagnostics.h"
#include "window/messages.h"
#include "window/picture_presenter.h"
#include "window/run_text.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace cnnvis::ui {
namespace {

QSize toQSize(PictureSize size)
{
    return {size.width, size.height};
}

/// The tiles of the batch that is being computed; the engine steps the even ones first.
QVector<QRect> activeTiles(const TileRects& tiles, const TileProgress& progress)
{
    const qsizetype batch = std::max(progress.batchSize, 1);
    const qsizetype evenBatches = (tiles.even.size() + batch - 1) / batch;
    const bool isEven = progress.batchesDone < evenBatches;
    const qsizetype done = (isEven ? progress.batchesDone : progress.batchesDone - evenBatches) * batch;
    return (isEven ? tiles.even : tiles.odd).mid(done, batch);
}

/// Whether a number that pixels can burst with was made larger.
bool isTurnedUp(const AppliedChange& change)
{
    const SettingEntry& entry = *findSetting(change.key.toStdString());
    if (!std::holds_alternative<double RunSettings::*>(entry.field) || entry.takesEffect != TakesEffect::Live)
        return false;
    const std::optional<double> before = numberOf(entry, change.oldText);
    const std::optional<double> after = numberOf(entry, change.newText);
    return before && after && *after > *before;
}

} // namespace

RunPresenter::RunPresenter(RunController& controller, SettingsPanel& settingsPanel, PictureCanvas& canvas,
    PlotsPanel& plots, Messages& messages, PicturePresenter& pictures, QObject* parent)
    : QObject(parent)
    , m_controller(controller)
    , m_settingsPanel(settingsPanel)
    , m_canvas(canvas)
    , m_plots(plots)
    , m_messages(messages)
    , m_pictures(pictures)
{
    connect(&controller, &RunController::runStarted, this, &RunPresenter::begin);
    connect(&controller, &RunController::progressed, this, &RunPresenter::show);
    connect(&controller, &RunController::pictureArrived, this, &RunPresenter::showPicture);
    connect(&controller, &RunController::runEnded, this, &RunPresenter::end);
    connect(&controller, &RunController::settingsTurned, &settingsPanel, &SettingsPanel::noteTurned);
}

qint64 RunPresenter::globalStep(int sizeIndex, int step) const
{
    qint64 before = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(sizeIndex) && i < m_stepsOfSize.size(); ++i)
        before += m_stepsOfSize[i];
    return before + step;
}

void RunPresenter::begin(const RunStart& start)
{
    m_plan = start.plan;
    m_stepsOfSize.assign(m_plan.sizes.size(), 0);
    m_sizeIndex = start.position.sizeIndex;
    // Where it goes on, the sizes before are done.
    const std::vector<int> steps = start.journal.stepsOfSizes(m_stepsOfSize.size(), start.position);
    std::copy_n(steps.begin(), m_sizeIndex, m_stepsOfSize.begin());
    m_stepsOfSize[static_cast<std::size_t>(m_sizeIndex)] = start.position.steps;
    m_fittingTiles = 0;
    m_turnedUp = keyOf(settingOf(&RunSettings::learningRate));
    m_duration.start();
    m_catchUp = {start.position, start.position, 0};
    m_isRunPlotted = true;
    m_plots.clear(globalStep(m_sizeIndex, start.position.steps));
    m_settingsPanel.setRunning(true);
    m_pictures.beginRun(start.startsFromNoise);
    m_messages.note(tr("The run began: %1 · %2").arg(planText(m_plan), machineText(start.settings)));
    if (!m_plan.raised.empty())
        m_messages.info(raisedText(m_plan));
}

void RunPresenter::setCatchingUp(const RunPosition& until, int steps)
{
    m_catchUp.until = until;
    m_catchUp.steps = steps;
}

/// Whether the run is still on its way to where it becomes another.
bool RunPresenter::isCatchingUp() const
{
    return RunPosition{m_sizeIndex, m_stepsOfSize[static_cast<std::size_t>(m_sizeIndex)]} < m_catchUp.until;
}

/// Whether that step is one of those that are taken once more. @param step  from 1.
bool RunPresenter::isKnown(int sizeIndex, int step) const
{
    return RunPosition{sizeIndex, step} <= m_catchUp.until;
}

void RunPresenter::showCurves(const BranchCurves& curves)
{
    m_isRunPlotted = curves.isOfRun;
    if (curves.stepsOfSize.empty()) // nothing is there any more
        return m_plots.clear();
    const bool isEmpty = curves.reports.isEmpty();
    const qint64 first = isEmpty ? 0 : curves.globalStep(curves.reports[0].sizeIndex, curves.reports[0].step);
    m_plots.clearReports(isEmpty ? m_plots.globalStep() : first - 1);
    int sizeIndex = -1;
    for (const StepReport& report : curves.reports) {
        if (std::exchange(sizeIndex, report.sizeIndex) != report.sizeIndex)
            m_plots.beginSize(curves.globalStep(sizeIndex, 1), report.size);
    }
    for (const AppliedChange& change : curves.changes)
        m_plots.addTick(curves.globalStep(change.sizeIndex, change.step), tickText(change));
    m_plots.addPastReports(curves.reports);
    // Of an earlier time, pixels are not told.
    if (m_controller.state() == RunState::Idle && !isEmpty && !m_plots.hasTraces())
        m_plots.leaveTraces();
}

void RunPresenter::show(const RunProgress& progress)
{
    for (const StepReport& report : progress.steps) {
        m_stepsOfSize.at(static_cast<std::size_t>(report.sizeIndex)) = report.step;
        if (report.fittingTiles > 0 && report.fittingTiles != std::exchange(m_fittingTiles, report.fittingTiles))
            m_messages.noteWarning(tr("No more than %n tiles at a time fit into the graphics processor's memory.",
                nullptr, report.fittingTiles));
        if (report.isTargetSilent && report.sizeIndex == 0)
            m_messages.warning(
                tr("The target does not answer: its gradient is exactly 0 in the whole picture, so that the network "
                   "changes nothing. Choose another feature, a layer before its ReLU, another start image, or "
                   "stronger noise."));
    }
    showSizes(progress);
    showPlots(progress);
    showActiveTiles(progress.tiles);
    showStanding(progress);
}

void RunPresenter::showSizes(const RunProgress& progress)
{
    for (const SizeBegun& begun : progress.sizes) {
        m_sizeIndex = begun.sizeIndex;
        if (m_isRunPlotted && !isKnown(begun.sizeIndex, 1))
            m_plots.beginSize(globalStep(begun.sizeIndex, 1), begun.planned.size);
        if (begun.sizeIndex > 0)
            m_settingsPanel.noteSizeStarted();
        const auto next = static_cast<std::size_t>(begun.sizeIndex) + 1;
        m_canvas.setNextSize(next < m_plan.sizes.size() ? toQSize(m_plan.sizes[next].size) : QSize());
        Q_EMIT sizeBegun(begun.sizeIndex, begun.planned);
    }
}

void RunPresenter::showPlots(const RunProgress& progress)
{
    for (const AppliedChange& change : progress.changes) {
        const QString text = tickText(change);
        if (isTurnedUp(change))
            m_turnedUp = change.key;
        if (m_isRunPlotted && !isKnown(change.sizeIndex, change.step))
            m_plots.addTick(globalStep(change.sizeIndex, change.step), text);
        m_messages.note(tr("Step %1: %2").arg(globalStep(change.sizeIndex, change.step)).arg(text));
    }
    QVector<TraceSample> samples;
    for (std::size_t i = 0; i < progress.traces.size(); ++i) {
        const auto& [pixel, step, value] = progress.traces[i];
        const auto [blue, green, red] = value;
        samples.append({pixel.id, blue, green, red});
        const bool isLastOfStep = i + 1 == progress.traces.size() || progress.traces[i + 1].step != step
            || progress.traces[i + 1].pixel.sizeIndex != pixel.sizeIndex;
        if (isLastOfStep) {
            m_plots.addTraceSamples(globalStep(pixel.sizeIndex, step), samples);
            samples.clear();
        }
    }
    QVector<StepReport> reports;
    for (const StepReport& report : progress.steps) {
        if (!isKnown(report.sizeIndex, report.step))
            reports.append(report);
    }
    if (m_isRunPlotted && !reports.isEmpty())
        m_plots.addReports(reports);
}

QString RunPresenter::tickText(const AppliedChange& change) const
{
    const SettingEntry& entry = *findSetting(change.key.toStdString());
    QString label = labelOf(entry);
    label[0] = label[0].toLower();
    return tr("%1 %2 → %3").arg(label, shownValue(entry, change.oldText), shownValue(entry, change.newText));
}

void RunPresenter::showActiveTiles(const TileProgress& tiles)
{
    const auto index = static_cast<std::size_t>(tiles.sizeIndex);
    // Where the tiles lie elsewhere in each step, those of the canvas are not the ones.
    const bool isOnGrid = m_controller.settings().tiling == Tiling::Original;
    const bool isOfThisPicture = isOnGrid && m_pictures.isLiveShown() && index < m_plan.sizes.size()
        && m_canvas.picture().size() == toQSize(m_plan.sizes[index].size);
    m_canvas.setActiveTiles(isOfThisPicture ? activeTiles(m_canvas.tiles(), tiles) : QVector<QRect>());
}

void RunPresenter::showStanding(const RunProgress& progress)
{
    const auto index = static_cast<std::size_t>(progress.tiles.sizeIndex);
    if (index >= m_plan.sizes.size())
        return;
    RunStanding standing;
    standing.sizeIndex = progress.tiles.sizeIndex;
    standing.sizes = static_cast<int>(m_plan.sizes.size());
    standing.size = m_plan.sizes[index].size;
    standing.step = m_stepsOfSize[index];
    standing.steps = m_controller.settings().numSteps;
    standing.stepsPerSecond = progress.stepsPerSecond;
    standing.secondsLeft = progress.secondsLeft;
    if (isCatchingUp()) {
        const qint64 begin = globalStep(m_catchUp.from.sizeIndex, m_catchUp.from.steps);
        const qint64 done = globalStep(standing.sizeIndex, standing.step) - begin;
        const qint64 all = m_catchUp.steps;
        m_pictures.setLiveStatus(tr("catching up %1/%2").arg(done).arg(all));
        Q_EMIT progressShown(tr("Catching up with the branch point: step %1 of %2").arg(done).arg(all),
            static_cast<double>(done) / static_cast<double>(std::max<qint64>(all, 1)));
        return;
    }
    m_pictures.setLiveStatus(tr("step %1/%2").arg(standing.step).arg(standing.steps));
    Q_EMIT progressShown(standingText(standing), progress.fractionDone);
}

void RunPresenter::showPicture()
{
    const LivePicture live = m_controller.takePicture();
    if (live.image.isNull())
        return;
    m_pictures.setLive(live, m_controller.recipeAt({live.sizeIndex, live.step, live.batches}));
    Q_EMIT pictureShown(live);
}

/// The knob that was turned up last did it, or the learning rate.
void RunPresenter::markBroken(const RunSettings& settings)
{
    const SettingEntry& entry = *findSetting(m_turnedUp.toStdString());
    if (const auto value = numberOf(entry, QString::fromStdString(settingText(settings, entry))))
        m_settingsPanel.setBrokenFrom(m_turnedUp, *value);
}

void RunPresenter::end(const RunOutcome& outcome)
{
    m_settingsPanel.setRunning(false);
    m_pictures.endRun(outcome);
    switch (outcome.kind) {
    case RunEndKind::Finished:
        m_pictures.setLiveStatus(tr("finished"));
        m_messages.note(tr("The run is finished."));
        break;
    case RunEndKind::Stopped:
        m_pictures.setLiveStatus(tr("stopped at step %1").arg(outcome.step));
        m_messages.note(tr("The run was stopped; its picture is kept."));
        break;
    case RunEndKind::Failed:
    case RunEndKind::Diverged: {
        m_pictures.setLiveStatus(outcome.picture.isEmpty() ? QString() : tr("last good picture"));
        if (outcome.kind == RunEndKind::Diverged)
            markBroken(outcome.settings);
        const QString key = outcome.kind == RunEndKind::Diverged ? m_turnedUp : outcome.problem.key;
        const bool hasRow = !key.isEmpty();
        m_messages.error(tr("The run broke off. %1").arg(outcome.problem.message), hasRow ? tr("Show") : QString(),
            [panel = &m_settingsPanel, key] { panel->reveal(key); });
        break;
    }
    }
    constexpr double kMillisecond = 1e-3;
    Q_EMIT ended(outcome, m_duration.isValid() ? kMillisecond * static_cast<double>(m_duration.elapsed()) : 0.0);
    m_duration.invalidate();
}

} // namespace cnnvis::ui
