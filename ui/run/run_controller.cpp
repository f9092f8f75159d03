// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_controller.h"

#include "cnnvis/error.h"
#include "run/background_thread.h"
#include "run/run_failure.h"
#include "run/run_session.h"
#include "run/speed_trial.h"
#include "widgets/window_words.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr std::chrono::milliseconds kDeliveryPause{34};

std::unique_ptr<BackgroundThread>& ensured(std::unique_ptr<BackgroundThread>& thread, const QString& name)
{
    if (!thread)
        thread = std::make_unique<BackgroundThread>(name);
    return thread;
}

/// What planRun() says to the request. Throws nothing.
PlanOutcome planOf(int planId, const RunRequest& request, NetworkCache& networks) noexcept
{
    PlanOutcome outcome;
    outcome.planId = planId;
    try {
        outcome.network =
            networkOf(request, [&networks](const RunSettings& settings) { return networks.get(settings); });
        outcome.plan = planRun(request.settings, *outcome.network, startSizeOf(request));
    } catch (...) {
        outcome.problem = inWindowWords(currentProblem(request.settings));
    }
    return outcome;
}

} // namespace

RunController::RunController(QObject* parent)
    : QObject(parent)
{
    m_deliveryPause.setSingleShot(true);
    m_deliveryPause.setInterval(kDeliveryPause);
    m_deliveryPause.setTimerType(Qt::PreciseTimer);
    connect(&m_deliveryPause, &QTimer::timeout, this, [this] {
        if (m_isNewsWaiting)
            deliverNews();
    });
}

RunController::~RunController()
{
    // Who listens may be half destroyed already.
    blockSignals(true);
    shutDown();
}

int RunController::start(RunRequest request, StoredRun stored)
{
    if (m_isShutDown)
        return 0;
    if (m_steering)
        m_steering->control().requestStop();
    m_isTrialWanted = false;
    const int runId = ++m_runId;
    m_settings = request.settings;
    m_isPaused = false;
    m_isNewsWaiting = false;
    m_journal = {};
    m_turned.clear();
    m_script = request.script;
    m_planned = stored.script;
    m_steering = std::make_shared<RunSteering>();
    m_steering->setTracePoints(m_tracePoints);
    m_steering->setSnapshotInterval(m_snapshotInterval);
    // The threads end before this object does, and what they have posted to it by then is dropped with it.
    m_mailbox = std::make_shared<RunMailbox>([this, runId] {
        QMetaObject::invokeMethod(
            this, [this, runId] { wake(runId); }, Qt::QueuedConnection);
    });
    const RunJob job{runId, std::move(request), m_sessionPath, std::move(stored), m_steering, m_mailbox, m_fileTurns};
    ensured(m_runThread, QStringLiteral("run"))->post([this, job] { runSession(job, *m_networks); });
    setState(RunState::Preparing);
    return runId;
}

int RunController::prepare(RunRequest request)
{
    if (m_isShutDown)
        return 0;
    const int planId = ++m_planId;
    ensured(m_planThread, QStringLiteral("plan"))->post([this, planId, request = std::move(request)] {
        if (planId != m_planId)
            return;
        const PlanOutcome outcome = planOf(planId, request, *m_networks);
        QMetaObject::invokeMethod(
            this, [this, outcome] { deliverPlan(outcome); }, Qt::QueuedConnection);
    });
    return planId;
}

void RunController::measureSpeed(const RunSettings& settings, const Network& network, const PlannedSize& planned)
{
    if (m_isShutDown || isRunPresent())
        return;
    m_isTrialWanted = true;
    ensured(m_runThread, QStringLiteral("run"))->post([this, settings, network, planned] {
        const std::optional<double> seconds = secondsPerTile(settings, network, planned, m_isTrialWanted);
        if (!seconds)
            return;
        QMetaObject::invokeMethod(
            this, [this, key = speedKey(settings), seconds] { Q_EMIT speedMeasured(key, *seconds); },
            Qt::QueuedConnection);
    });
}

RunProblem RunController::change(const SettingsChange& change)
{
    if (!isRunPresent())
        return {};
    try {
        return this->change(RunChange::fromText(change));
    } catch (const SettingsError& error) {
        return {QString::fromStdString(error.key()), inWindowWords(error), {}};
    }
}

RunProblem RunController::change(const RunChange& change)
{
    if (!isRunPresent())
        return {};
    RunSettings changed = m_settings;
    change.applyTo(changed);
    const std::vector<SettingsProblem> problems = validate(changed);
    if (!problems.empty())
        return {QString::fromStdString(problems.front().key), inWindowWords(problems.front().message), {}};
    m_steering->control().change(change);
    m_turned.insert(change.settings().begin(), change.settings().end());
    m_settings = std::move(changed);
    return {};
}

void RunController::follow(const DreamRecipe& script)
{
    if (isRunPresent())
        m_steering->control().follow(script);
}

void RunController::assumeSettings(const RunSettings& settings)
{
    m_settings = settings;
    m_script = {};
}

void RunController::setTracePoints(std::vector<TracedPixel> points)
{
    m_tracePoints = std::move(points);
    if (m_steering)
        m_steering->setTracePoints(m_tracePoints);
}

void RunController::setSnapshotInterval(int steps)
{
    m_snapshotInterval = std::max(steps, 0);
    if (m_steering)
        m_steering->setSnapshotInterval(m_snapshotInterval);
}

LivePicture RunController::takePicture()
{
    return m_mailbox ? m_mailbox->takePicture() : LivePicture();
}

void RunController::shutDown()
{
    m_isShutDown = true;
    m_isTrialWanted = false;
    stop();
    ++m_planId; // no answer is wanted any more
    for (const auto& thread : {std::ref(m_runThread), std::ref(m_planThread)}) {
        if (thread.get())
            thread.get()->quit();
    }
}

void RunController::setPaused(bool isPaused)
{
    if (!isRunPresent() || m_state == RunState::Stopping)
        return;
    m_isPaused = isPaused;
    m_steering->control().setPaused(isPaused);
    if (m_state != RunState::Preparing)
        setState(isPaused ? RunState::Paused : RunState::Running);
}

void RunController::requestSingleStep()
{
    if (isRunPresent() && m_isPaused)
        m_steering->control().requestSingleStep();
}

void RunController::stop()
{
    if (!isRunPresent())
        return;
    m_steering->control().requestStop();
    setState(RunState::Stopping);
}

void RunController::requestSnapshot()
{
    if (isRunPresent())
        m_steering->requestSnapshot();
}

void RunController::keepSmallPicture(const RunPosition& position, const QByteArray& jpeg)
{
    if (isRunPresent())
        m_steering->addSmallPicture(position, jpeg);
}

void RunController::requestSessionCopy(const QString& path)
{
    if (isRunPresent())
        m_steering->requestCopy(path);
}

void RunController::setState(RunState state)
{
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

void RunController::wake(int runId)
{
    if (runId != m_runId)
        return;
    if (m_deliveryPause.isActive() && !m_mailbox->isEndWaiting())
        m_isNewsWaiting = true;
    else
        deliverNews();
}

void RunController::deliverNews()
{
    m_isNewsWaiting = false;
    m_deliveryPause.start();
    const RunNews news = m_mailbox->take();
    // Whoever is told may start another run, of which the rest would be no news.
    const auto isCurrent = [this, runId = m_runId] { return runId == m_runId; };
    if (news.start)
        deliverStart(*news.start);
    if (isCurrent() && news.progress) {
        if (news.progress->script) {
            m_journal.setRamps(news.progress->script->ramps);
            m_script = RunScript(*news.progress->script);
        }
        for (const JournalEntry& entry : news.progress->journal) {
            m_journal.add(entry);
            for (const SettingEntry* const turned : entriesOf(entry.change))
                m_turned.erase(turned);
            followScript(entry);
        }
        followRamps(*news.progress);
        Q_EMIT progressed(*news.progress);
    }
    if (isCurrent() && news.isPictureNew)
        Q_EMIT pictureArrived();
    if (!news.keepingProblem.isEmpty())
        Q_EMIT keepingFailed(news.keepingProblem);
    for (const auto& [path, problem] : news.copies)
        Q_EMIT sessionCopied(path, problem);
    for (const KeptState& state : news.states) {
        if (isCurrent())
            Q_EMIT stateKept(state);
    }
    for (const Snapshot& snapshot : news.snapshots) {
        if (isCurrent())
            Q_EMIT snapshotTaken(snapshot);
    }
    if (isCurrent() && news.outcome)
        deliverEnd(*news.outcome);
}

/// What the script changed, unless a knob was turned at the same time.
void RunController::followScript(const JournalEntry& entry)
{
    SettingsChange due = m_script.takeDue(entry.after).toText();
    const SettingsChange branch = m_script.takeBranch(entry.after);
    due.insert(due.end(), branch.begin(), branch.end());
    const SettingsChange rest = m_script.takeDue(entry.after).toText();
    due.insert(due.end(), rest.begin(), rest.end());
    SettingsChange turned;
    for (const SettingText& setting : due) {
        const bool isTaken = std::any_of(entry.change.begin(), entry.change.end(),
            [&](const SettingText& other) { return other.key == setting.key && other.text == setting.text; });
        if (isTaken)
            turned.push_back(setting);
    }
    if (turned.empty())
        return;
    applyChange(m_settings, turned);
    Q_EMIT settingsTurned(turned);
}

/// What ramps have come to, but for what somebody has turned meanwhile.
void RunController::followRamps(const RunProgress& progress)
{
    if (m_journal.ramps().empty() || progress.steps.empty())
        return;
    const StepReport& last = progress.steps.back();
    const std::optional<RunSettings> then = m_journal.settingsOfStep(last.sizeIndex, last.step);
    if (!then)
        return;
    SettingsChange turned;
    for (const SettingText& setting : settingsDifference(m_settings, *then)) {
        const SettingEntry* const entry = findSetting(setting.key);
        const bool isRamped = std::any_of(m_journal.ramps().begin(), m_journal.ramps().end(),
            [&](const SettingRamp& ramp) { return ramp.key == setting.key; });
        if (isRamped && m_turned.count(entry) == 0)
            turned.push_back(setting);
    }
    if (turned.empty())
        return;
    applyChange(m_settings, turned);
    Q_EMIT settingsTurned(turned);
}

void RunController::deliverStart(const RunStart& start)
{
    const int runId = m_runId;
    m_journal = start.journal;
    if (m_state == RunState::Preparing)
        setState(m_isPaused ? RunState::Paused : RunState::Running);
    if (runId == m_runId)
        Q_EMIT runStarted(start);
}

void RunController::deliverEnd(const RunOutcome& outcome)
{
    m_state = RunState::Idle;
    m_isPaused = false;
    m_steering.reset();
    Q_EMIT runEnded(outcome);
    if (m_state == RunState::Idle)
        Q_EMIT stateChanged(RunState::Idle);
}

void RunController::deliverPlan(const PlanOutcome& outcome)
{
    if (outcome.planId == m_planId)
        Q_EMIT planReady(outcome);
}

} // namespace cnnvis::ui
