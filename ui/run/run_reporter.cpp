// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_reporter.h"

#include "cnnvis/session_outcome.h"
#include "run/run_failure.h"
#include "widgets/picture_image.h"

#include <chrono>
#include <cstddef>
#include <utility>

#include <ctime>

namespace cnnvis::ui {
namespace {

/// Since any moment.
double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What this thread has computed. Other than the time that passes, it does not grow while others have the processor.
double processorSeconds()
{
    constexpr double kNanosecond = 1e-9;
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + kNanosecond * static_cast<double>(time.tv_nsec);
}

/// Where the ui does not look for long, the oldest give way.
template <typename Value>
void addBounded(std::vector<Value>& values, const Value& value)
{
    constexpr std::size_t kMost = 100'000;
    if (values.size() >= kMost)
        values.erase(values.begin(), values.begin() + kMost / 2);
    values.push_back(value);
}

QString textOf(const RunSettings& settings, const SettingEntry& entry)
{
    return QString::fromStdString(settingText(settings, entry));
}

} // namespace

void RunReporter::started(const SessionStart& start)
{
    const Dream& dream = start.dream;
    m_journal = &start.journal;
    m_job.mailbox->post([&](RunNews& news) {
        news.start = RunStart{m_job.runId, dream.settings(), start.network, dream.plan(), start.startsFromNoise,
            start.journal, dream.position(), m_keeper.runId()};
    });
    tellSize(dream);
    showPicture(dream);
    keepState(dream);
}

void RunReporter::settingsChanged(
    const RunPosition& /*after*/, const RunSettings& before, const RunChange& change, const Dream& dream)
{
    m_job.mailbox->post([&](RunNews& news) {
        for (const SettingEntry* const entry : change.settings())
            standing(news).changes.push_back(
                {dream.sizeIndex(), dream.stepsDone() + 1, QString::fromStdString(std::string(entry->key)),
                    textOf(before, *entry), textOf(dream.settings(), *entry)});
    });
}

void RunReporter::scriptReplaced(const DreamRecipe& script)
{
    m_job.mailbox->post([&](RunNews& news) { standing(news).script = script; });
}

void RunReporter::stepStarting(const Dream& dream)
{
    tellSize(dream);
    m_tiles.step = dream.stepsDone() + 1;
    m_tiles.batchesDone = 0;
}

void RunReporter::journalled(const JournalEntry& entry)
{
    m_job.mailbox->post([&](RunNews& news) { standing(news).journal.push_back(entry); });
}

std::vector<TracedPixel> RunReporter::tracedPixels(const Dream& /*dream*/) const
{
    return m_job.steering->tracePoints();
}

void RunReporter::pixelsSampled(const std::vector<PixelSample>& samples)
{
    m_job.mailbox->post([&](RunNews& news) {
        for (const PixelSample& sample : samples)
            addBounded(standing(news).traces, sample);
    });
}

/// The plots show them all.
Figures RunReporter::figuresOfStep(const Dream& /*dream*/) const
{
    return Figures::All;
}

void RunReporter::betweenBatches(const Dream& dream)
{
    m_tiles.batchesDone = dream.batchesDone();
    m_job.mailbox->post([this](RunNews& news) { standing(news); });
}

void RunReporter::stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream)
{
    m_tiles.batchesDone = dream.batchesDone();
    m_progress = progress;
    m_job.mailbox->post([&](RunNews& news) { addBounded(standing(news).steps, report); });
    for (const auto& [position, jpeg] : m_job.steering->takeSmallPictures())
        m_keeper.addSmallPicture(position, jpeg);
    const bool isPictureShown = isPictureDue(report, dream);
    m_isFirstStep = false;
    const Picture picture = isPictureShown ? showPicture(dream) : Picture();
    const bool isLastOfSize = report.step >= dream.settings().numSteps;
    // Where the ui does not fetch them, more would only fill the memory.
    if (isLastOfSize || (m_statePace.isDue(steadySeconds()) && m_job.mailbox->statesWaiting() == 0))
        keepState(dream);
    if (isSnapshotDue(report))
        tellSnapshot(isPictureShown ? picture : dream.picture(), true, dream);
}

void RunReporter::held(const Dream& dream)
{
    showPicture(dream);
}

void RunReporter::visited(const Dream& dream)
{
    if (m_job.steering->takeSnapshotRequest())
        tellSnapshot(dream.picture(), false, dream);
    for (const QString& path : m_job.steering->takeCopyRequests())
        m_keeper.saveCopy(path, [mailbox = m_job.mailbox, path](const QString& problem) {
            mailbox->post([&](RunNews& news) { news.copies.push_back({path, problem}); });
        });
}

void RunReporter::ending(const Picture& picture, const Dream& dream)
{
    keepState(dream);
    if (!picture.isEmpty())
        show(picture, dream);
}

void RunReporter::ended(const SessionOutcome& outcome)
{
    m_job.mailbox->postEnd({m_job.runId, outcome.end, inWindowWords(outcome.problem), outcome.settings,
        outcome.sizeIndex, outcome.step, outcome.recipe, outcome.picture, outcome.picture16});
}

Picture RunReporter::showPicture(const Dream& dream)
{
    const double start = processorSeconds();
    Picture picture = dream.picture();
    show(picture, dream);
    m_picturePace.pictureMade(steadySeconds(), processorSeconds() - start);
    return picture;
}

void RunReporter::show(const Picture& picture, const Dream& dream)
{
    const RunPosition position = dream.position();
    m_job.mailbox->putPicture(
        {m_job.runId, copiedImageOf(picture), picture, position.sizeIndex, position.steps, position.batches});
}

void RunReporter::tellSize(const Dream& dream)
{
    if (std::exchange(m_sizeTold, dream.sizeIndex()) == dream.sizeIndex())
        return;
    const PlannedSize& planned = dream.plan().sizes[static_cast<std::size_t>(dream.sizeIndex())];
    m_tiles = {dream.sizeIndex(), dream.stepsDone() + 1, 0, tilesPerBatch(dream.settings(), planned)};
    m_job.mailbox->post([&](RunNews& news) { standing(news).sizes.push_back({dream.sizeIndex(), planned}); });
}

bool RunReporter::isPictureDue(const StepReport& report, const Dream& dream) const
{
    const bool isLastOfSize = report.step >= dream.settings().numSteps;
    return m_isFirstStep || isLastOfSize || (m_job.mailbox->isPictureTaken() && m_picturePace.isDue(steadySeconds()));
}

bool RunReporter::isSnapshotDue(const StepReport& report) const
{
    // Where the ui does not fetch them, more would only fill the memory.
    constexpr std::size_t kMostWaiting = 8;
    const int interval = m_job.steering->snapshotInterval();
    return interval > 0 && report.step % interval == 0 && m_job.mailbox->snapshotsWaiting() < kMostWaiting;
}

/// Between steps only: where a step is open, the one before it was kept, or can be stepped to.
void RunReporter::keepState(const Dream& dream)
{
    if (dream.position().batches > 0)
        return;
    const double start = processorSeconds();
    auto state = std::make_shared<SessionResume>(SessionResume{dream.state(), *m_journal});
    m_job.mailbox->post([&](RunNews& news) { news.states.push_back(std::move(state)); });
    m_statePace.pictureMade(steadySeconds(), processorSeconds() - start);
}

void RunReporter::tellSnapshot(const Picture& picture, bool isAutomatic, const Dream& dream)
{
    m_job.mailbox->post([&](RunNews& news) {
        news.snapshots.push_back({m_job.runId, picture, dream.sizeIndex(), dream.stepsDone(),
            m_journal->recipeAt(dream.position()), QDateTime::currentDateTime(), isAutomatic});
    });
}

RunProgress& RunReporter::standing(RunNews& news) const
{
    if (!news.progress)
        news.progress.emplace();
    RunProgress& progress = *news.progress;
    progress.runId = m_job.runId;
    progress.tiles = m_tiles;
    progress.fractionDone = m_progress.fractionDone;
    progress.stepsPerSecond = m_progress.stepsPerSecond;
    progress.secondsLeft = m_progress.secondsLeft;
    return progress;
}

} // namespace cnnvis::ui
