// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/run_desk.h"

#include "cnnvis/model_source.h"
#include "run/run_controller.h"
#include "run/session_folder.h"
#include "run/speed_trial.h"
#include "settings/entry_text.h"
#include "settings/setting_row.h"
#include "settings/settings_panel.h"
#include "settings/settings_store.h"
#include "widgets/window_words.h"
#include "window/messages.h"
#include "window/run_text.h"

#include <QDir>

#include <chrono>
#include <utility>

namespace cnnvis::ui {
namespace {

/// Long enough for a slider that is dragged, short enough not to be waited for.
constexpr std::chrono::milliseconds kPlanDelay{200};
/// Who changes settings, or starts at once, is not to be disturbed by it.
constexpr std::chrono::milliseconds kSpeedDelay{700};
/// Who turns a knob in the past may turn it some more.
constexpr std::chrono::milliseconds kBranchDelay{700};
constexpr std::chrono::milliseconds kBranchMeant{1500};

} // namespace

RunDesk::RunDesk(
    SettingsStore& store, RunController& controller, SettingsPanel& settingsPanel, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_controller(controller)
    , m_settingsPanel(settingsPanel)
    , m_messages(messages)
{
    m_planDelay.setSingleShot(true);
    m_planDelay.setInterval(kPlanDelay);
    m_speedDelay.setSingleShot(true);
    m_speedDelay.setInterval(kSpeedDelay);
    m_branchDelay.setSingleShot(true);
    m_branchDelay.setInterval(kBranchDelay);
    connect(&m_branchDelay, &QTimer::timeout, this, [this] {
        begin(Intent::Run, recipeToStart());
        m_sinceBranch.start();
    });
    connect(&m_planDelay, &QTimer::timeout, this, &RunDesk::replan);
    connect(&m_speedDelay, &QTimer::timeout, this, &RunDesk::measureSpeed);
    connect(&m_controller, &RunController::speedMeasured, this, [this](const QString& key, double seconds) {
        m_speedKey = key;
        m_secondsPerTile = seconds;
        Q_EMIT estimated();
    });
    connect(&m_controller, &RunController::runStarted, this,
        [this](const RunStart& start) { m_runSizes = start.plan.sizes; });
    connect(&m_controller, &RunController::progressed, this, &RunDesk::notePace);
    connect(&m_controller, &RunController::runEnded, this, [this] {
        if (m_takenBranch) // nobody took it: the run did not begin
            m_branchPoint = std::exchange(m_takenBranch, std::nullopt);
        Q_EMIT estimated();
    });
    connect(&m_store, &SettingsStore::changed, this, [this] {
        m_messages.retract(std::exchange(m_refusal, {}));
        forwardChange();
        m_planDelay.start();
    });
    connect(&m_controller, &RunController::planReady, this, &RunDesk::takePlan);
    connect(&m_settingsPanel, &SettingsPanel::restartRequested, this, &RunDesk::start);
}

void RunDesk::replan()
{
    m_planDelay.stop();
    m_planId = m_controller.prepare({m_store.settings(), {}, {}});
}

void RunDesk::start()
{
    // Who turned a knob in the past, and presses Start, means the branch that has just begun by itself.
    const bool isUnderWay = isStarting() || m_controller.state() != RunState::Idle;
    if (isUnderWay && m_sinceBranch.isValid() && !m_sinceBranch.hasExpired(kBranchMeant.count()))
        return;
    m_sinceBranch.invalidate();
    begin(Intent::Run, recipeToStart());
}

/// What turns by itself in a run of the settings as they are.
DreamRecipe RunDesk::recipeToStart() const
{
    DreamRecipe recipe;
    recipe.ramps = m_store.origin().ramps;
    return recipe;
}

void RunDesk::replay(const DreamRecipe& recipe)
{
    setBranchPoint(std::nullopt);
    begin(Intent::Run, recipe);
}

void RunDesk::step()
{
    if (m_controller.state() == RunState::Idle)
        begin(Intent::SingleStep, recipeToStart());
    else if (m_controller.isPaused())
        m_controller.requestSingleStep();
    else
        m_controller.setPaused(true);
}

void RunDesk::togglePause()
{
    m_controller.setPaused(!m_controller.isPaused());
}

void RunDesk::stop()
{
    setIntent(Intent::None);
    m_recipe = {};
    m_controller.stop();
}

void RunDesk::begin(Intent intent, DreamRecipe recipe)
{
    m_recipe = std::move(recipe);
    if (!refuseUnusable())
        return;
    // What only the network and the start picture can tell is asked of them first.
    setIntent(intent);
    replan();
}

void RunDesk::setIntent(Intent intent)
{
    if (std::exchange(m_intent, intent) != intent)
        Q_EMIT startingChanged();
}

/// @return  whether the settings can be used, as far as they can be told without the network.
bool RunDesk::refuseUnusable()
{
    if (!m_settingsPanel.commitInput()) {
        for (const SettingRow* row : m_settingsPanel.findChildren<SettingRow*>()) {
            if (row->hasInvalidInput()) {
                refuse({keyOf(row->entry()), row->problemText(), {}});
                return false;
            }
        }
    }
    m_store.clearExternalProblems(); // they are found anew
    const std::vector<SettingsProblem>& problems = m_store.problems();
    if (problems.empty())
        return true;
    refuse({QString::fromStdString(problems.front().key), QString::fromStdString(problems.front().message), {}});
    return false;
}

void RunDesk::refuse(const RunProblem& problem)
{
    setIntent(Intent::None);
    const DreamRecipe recipe = std::exchange(m_recipe, {});
    const QString text = tr("The run was not started. %1").arg(problem.message);
    m_refusal = text;
    const SettingEntry* const entry = findSetting(problem.key.toStdString());
    if (entry == nullptr) {
        m_messages.error(text);
    } else if (problem.remedy.isEmpty()) {
        m_messages.error(text, tr("Show"), [panel = &m_settingsPanel, key = problem.key] { panel->reveal(key); });
    } else {
        const bool isSize = entry->textKind == TextKind::PictureSize;
        const QString shown = isSize ? shownSize(problem.remedy) : shownValue(*entry, problem.remedy);
        m_messages.error(text, (isSize ? tr("Start at %1") : tr("Start with %1")).arg(shown), [this, problem, recipe] {
            m_store.edit(problem.key, problem.remedy);
            begin(Intent::Run, recipe);
        });
    }
}

/// All that differs and may change in the course of a run; so what was refused for a moment is made up for.
void RunDesk::forwardChange()
{
    if (m_branchPoint) {
        if (m_store.isTurned())
            m_branchDelay.start();
        return;
    }
    if (m_controller.state() == RunState::Idle)
        return;
    const RunChange change = RunChange::between(m_controller.settings(), m_store.settings());
    // Why something is refused, its row says already.
    if (!change.isEmpty())
        m_controller.change(change);
}

void RunDesk::takePlan(const PlanOutcome& outcome)
{
    if (outcome.planId != m_planId)
        return;
    m_plan = outcome.plan;
    m_network = outcome.network;
    m_speedDelay.start();
    m_store.clearExternalProblems();
    if (!outcome.problem.key.isEmpty())
        m_store.setExternalProblem(outcome.problem.key, outcome.problem.message);
    Q_EMIT planned(outcome);
    if (m_intent == Intent::None)
        return;
    if (m_planDelay.isActive()) // the settings have changed since
        replan();
    else if (outcome.plan && refuseOtherSize(*outcome.plan))
        return;
    else if (outcome.plan)
        launch(outcome);
    else
        refuse(outcome.problem);
}

/// A run cannot go on from a picture at a size that its picture does not have.
bool RunDesk::refuseOtherSize(const RunPlan& plan)
{
    if (!m_branchPoint || m_branchPoint->size.height == 0)
        return false;
    const auto index = static_cast<std::size_t>(m_branchPoint->position.sizeIndex);
    const PictureSize then = m_branchPoint->size;
    if (index < plan.sizes.size() && plan.sizes[index].size == then)
        return false;
    refuse({keyOf(settingOf(&RunSettings::finalSize)),
        tr("The picture there is %1 × %2, and with these sizes it would be another; only sizes behind it may change.")
            .arg(then.width)
            .arg(then.height),
        {}});
    return true;
}

std::optional<double> RunDesk::estimatedSeconds() const
{
    const RunSettings& settings = m_store.settings();
    if (!m_plan || speedKey(settings) != m_speedKey)
        return std::nullopt;
    return secondsOfRun(*m_plan, settings.numSteps, m_secondsPerTile);
}

/// A run tells better than any trial.
void RunDesk::notePace(const RunProgress& progress)
{
    const auto size = static_cast<std::size_t>(progress.tiles.sizeIndex);
    if (!progress.stepsPerSecond || *progress.stepsPerSecond <= 0.0 || size >= m_runSizes.size())
        return;
    m_speedKey = speedKey(m_controller.settings());
    m_secondsPerTile = 1.0 / (*progress.stepsPerSecond * m_runSizes[size].tiles);
}

void RunDesk::setBranchPoint(std::optional<BranchPoint> point)
{
    m_branchDelay.stop();
    m_branchPoint = std::move(point);
}

/// @param stored  the run as it is to be kept: a branch goes into the file of the run that it leaves.
RunRequest RunDesk::takeRequest(const PlanOutcome& outcome, StoredRun& stored)
{
    m_takenBranch = std::exchange(m_branchPoint, std::nullopt);
    RunRequest request{m_store.settings(), {}, {}};
    stored.script = std::exchange(m_recipe, {});
    if (m_takenBranch) {
        stored.script = recipeOfBranch(*m_takenBranch, m_store.settings());
        stored.branch = m_takenBranch->position;
        stored.name = branchName(*m_takenBranch, m_store.settings()).toStdString();
        if (m_takenBranch->storedRun != 0)
            stored.parent = m_takenBranch->storedRun;
        request = branchRequest(*m_takenBranch, stored.script);
    } else {
        request.script = RunScript(stored.script);
    }
    // On the way to a branch, the network may still be another.
    if (ModelSource::of(request.settings).identity() == ModelSource::of(m_store.settings()).identity())
        request.network = outcome.network;
    return request;
}

/// One for all runs until the program ends.
void RunDesk::makeSessionFile()
{
    if (m_controller.sessionFile().isEmpty() && !m_runFolder.isEmpty() && QDir().mkpath(m_runFolder))
        m_controller.setSessionFile(newSessionPath(m_runFolder));
}

void RunDesk::measureSpeed()
{
    const RunSettings& settings = m_store.settings();
    // Automatic precision would make a trial of its own first, of a second and more.
    const bool isTold = settings.precision == Precision::Auto || speedKey(settings) == m_speedKey;
    if (m_plan && m_network && !isTold && m_intent == Intent::None)
        m_controller.measureSpeed(settings, *m_network, m_plan->sizes.front());
}

void RunDesk::launch(const PlanOutcome& outcome)
{
    const bool isHeld = m_intent == Intent::SingleStep;
    m_messages.dismiss();
    Q_EMIT launching();
    makeSessionFile();
    StoredRun stored;
    RunRequest request = takeRequest(outcome, stored);
    m_controller.start(std::move(request), std::move(stored));
    // Where nothing is still to happen, the script only leads to what the store has.
    if (m_takenBranch && m_takenBranch->rest.changes.empty() && !m_takenBranch->course)
        m_controller.assumeSettings(m_store.settings());
    if (isHeld) {
        m_controller.setPaused(true);
        m_controller.requestSingleStep();
    }
    m_settingsPanel.setRunning(true);
    setIntent(Intent::None);
}

} // namespace cnnvis::ui
