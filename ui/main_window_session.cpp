// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include "cnnvis/error.h"
#include "cnnvis/model_source.h"
#include "preset_library.h"
#include "preview/picture_canvas.h"
#include "settings/settings_panel.h"
#include "theme/theme.h"
#include "window/diagnostics.h"
#include "window/messages.h"
#include "window/preset_desk.h"
#include "window/recent_list.h"
#include "window/run_desk.h"
#include "window/snapshot_presenter.h"
#include "window/start_picture_loader.h"
#include "window/status_line.h"
#include "window/time_machine.h"
#include "window/trace_presenter.h"
#include "window/window_docks.h"

#include <QActionGroup>
#include <QApplication>
#include <QScreen>

#include <algorithm>
#include <chrono>
#include <utility>

namespace cnnvis::ui {
namespace {

QByteArray jsonOf(const RunSettings& settings, const std::vector<SettingRamp>& ramps = {})
{
    return QByteArray::fromStdString(presetToJson({{}, {}, settingsDifference(RunSettings(), settings), ramps}));
}

/// Nothing where the text cannot be used. @param ramps  becomes the preset's.
std::optional<RunSettings> settingsOf(const QByteArray& json, std::vector<SettingRamp>* ramps = nullptr)
{
    try {
        RunSettings settings;
        const Preset preset = presetFromJson(json.toStdString(), "the last session");
        applyChange(settings, preset.change);
        if (ramps != nullptr)
            *ramps = preset.ramps;
        return settings;
    } catch (const SettingsError&) {
        return std::nullopt;
    }
}

void checkAction(const QActionGroup& group, const QVariant& data)
{
    for (QAction* action : group.actions())
        action->setChecked(action->data() == data);
}

} // namespace

RunSettings MainWindow::initialSettings(const WindowOptions& options)
{
    const SessionData& session = m_session.data;
    RunSettings settings = PresetDesk::firstSettings();
    QString title = QString::fromStdString(loadPreset(kFirstPreset).title);
    RunSettings presetSettings = settings;
    std::vector<SettingRamp> ramps = loadPreset(kFirstPreset).ramps;
    if (options.preset) {
        settings = RunSettings();
        applyChange(settings, options.preset->change);
        title = QString::fromStdString(options.preset->title);
        presetSettings = settings;
        ramps = options.preset->ramps;
    } else if (!session.settings.isEmpty()) {
        const std::optional<RunSettings> last = settingsOf(session.settings);
        const std::optional<RunSettings> lastPreset = settingsOf(session.presetSettings, &ramps);
        if (last) {
            settings = *last;
            title = lastPreset ? session.presetTitle : QString();
            presetSettings = lastPreset.value_or(settings);
        } else {
            m_sessionFile.keepAside();
            m_messages->noteWarning(tr("The settings of the last session cannot be used; the first preset is. "
                                       "The file is kept beside the new one, as session.json.bad."));
        }
    }
    if (!options.model.isEmpty()) {
        clearNetworkSettings(settings);
        settings.model = options.model.toStdString();
        if (options.network)
            m_controller.networks()->put(settings, *options.network);
    }
    m_store.setOrigin({title, presetSettings, ramps});
    return settings;
}

void MainWindow::restoreSession(const WindowOptions& options)
{
    const SessionData& session = m_session.data;
    if (!m_session.problem.isEmpty())
        m_messages->noteWarning(m_session.problem);
    if (session.geometry.isEmpty() || !restoreGeometry(session.geometry)) {
        const QSize room = screen()->availableSize();
        const QSize wanted(fontMetrics().height() * 100, fontMetrics().height() * 64);
        resize(wanted.boundedTo(room * 9 / 10));
    }
    if (session.layout.isEmpty())
        m_docks->reset();
    else if (!m_docks->restore(session.layout))
        m_messages->noteWarning(tr("The layout of the last session cannot be used; the panels are as at first."));
    m_parts.settings->setTier(session.showsAllSettings ? SettingTier::Advanced : SettingTier::Simple);
    if (session.openGroups)
        m_parts.settings->setOpenGroups(*session.openGroups);
    m_recentFiles->setPaths(session.recentFiles);
    m_recentNetworks->setPaths(session.recentNetworks);
    m_traces->setPoints(
        session.hasTracePoints ? TracePresenter::pointsAt(session.tracePoints) : TracePresenter::defaultPoints());
    setSnapshotInterval(session.snapshotInterval);
    m_actions->tiles->setChecked(session.isShowingTiles);
    checkAction(*m_actions->themes, themeChoiceText(appliedTheme()));
    const QString problem = m_store.restore(jsonOf(initialSettings(options)));
    if (!problem.isEmpty())
        m_messages->noteWarning(problem);
    m_status->setMachine(machineText(m_store.settings()));
    loadStartPicture();
    m_runDesk->replan();
}

/// Saves the session a moment after each change, not only at the end.
void MainWindow::keepSession()
{
    constexpr std::chrono::seconds kMoment{2};
    m_sessionTimer.setSingleShot(true);
    m_sessionTimer.setInterval(kMoment);
    connect(&m_sessionTimer, &QTimer::timeout, this, &MainWindow::saveSession);
    connect(&m_store, &SettingsStore::changed, &m_sessionTimer, qOverload<>(&QTimer::start));
}

void MainWindow::saveSession()
{
    SessionData data;
    data.geometry = saveGeometry();
    data.layout = m_docks->save();
    data.theme = themeChoiceText(appliedTheme());
    data.openGroups = m_parts.settings->openGroups();
    data.showsAllSettings = m_parts.settings->tier() == SettingTier::Advanced;
    data.recentFiles = m_recentFiles->paths();
    data.recentNetworks = m_recentNetworks->paths();
    data.settings = jsonOf(m_timeMachine->presentSettings());
    data.presetTitle = m_store.origin().title;
    data.presetSettings = jsonOf(m_store.origin().settings, m_store.origin().ramps);
    for (const TracePoint& point : m_traces->points())
        data.tracePoints.append(point.position);
    if (const QAction* interval = m_actions->snapshotIntervals->checkedAction())
        data.snapshotInterval = interval->data().toInt();
    data.isShowingTiles = m_actions->tiles->isChecked();
    const QString problem = m_sessionFile.save(data);
    if (!problem.isEmpty())
        m_messages->noteWarning(tr("The session was not kept. %1").arg(problem));
}

void MainWindow::setTheme(const QString& choice)
{
    applyTheme(*qApp, themeChoiceFromText(choice));
    checkAction(*m_actions->themes, choice);
}

void MainWindow::setSnapshotInterval(int steps)
{
    checkAction(*m_actions->snapshotIntervals, steps);
    m_controller.setSnapshotInterval(steps);
}

/// What earlier sessions ended with comes behind the start picture, which would take its place.
void MainWindow::restoreDreams(const WindowOptions& options)
{
    const bool isShown = options.files.isEmpty() && !options.isStarting && !options.preset;
    const auto restore = [this, isShown] {
        if (!std::exchange(m_areDreamsRestored, true))
            m_snapshots->restore(isShown);
    };
    if (m_startPictures->path().isEmpty())
        return restore();
    connect(m_startPictures, &StartPictureLoader::loaded, this, restore);
    connect(m_startPictures, &StartPictureLoader::failed, this, restore);
}

} // namespace cnnvis::ui
