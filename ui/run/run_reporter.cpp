// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_reporter.h"

#include "run/picture_image.h"

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

void RunReporter::runStarted(const Dream& dream, const Network& network, bool startsFromNoise)
{
    m_job.mailbox->post([&](RunNews& news) {
        news.start = RunStart{m_job.runId, dream.settings(), network, dream.plan(), startsFromNoise};
    });
    tellSize(dream);
    showPicture(dream);
}

void RunReporter::settingsChanged(const RunSettings& before, const SettingsChange& change, const Dream& dream)
{
    m_isJournalDue = true;
    m_job.mailbox->post([&](RunNews& news) {
        for (const SettingText& setting : change) {
            const SettingEntry& entry = *findSetting(setting.key);
            standing(news).changes.push_back(
                {dream.sizeIndex(), dream.stepsDone() + 1, QString::fromStdString(std::string(entry.key)),
                    textOf(before, entry), textOf(dream.settings(), entry)});
        }
    });
}

void RunReporter::stepStarting(const Dream& dream)
{
    tellSize(dream);
    if (!m_pace) {
        m_fractionDone = dream.plan().fractionDone(dream.sizeIndex(), dream.stepsDone(), dream.settings().numSteps);
        m_pace.emplace(secondsRun(), m_fractionDone);
    }
    m_tiles.step = dream.stepsDone() + 1;
    m_tiles.batchesDone = 0;
    tellJournal(dream);
    sampleTraces(dream);
}

void RunReporter::betweenBatches(const Dream& dream)
{
    m_tiles.batchesDone = dream.batchesDone();
    m_job.mailbox->post([this](RunNews& news) { standing(news); });
}

void RunReporter::stepDone(const StepReport& report, const Dream& dream)
{
    m_tiles.batchesDone = dream.batchesDone();
    m_fractionDone = dream.plan().fractionDone(report.sizeIndex, report.step, dream.settings().numSteps);
    m_pace->stepDone(secondsRun(), m_fractionDone, report.sizeIndex);
    m_job.mailbox->post([&](RunNews& news) { addBounded(standing(news).steps, report); });
    const bool isPictureShown = isPictureDue(report, dream);
    m_isFirstStep = false;
    const Picture picture = isPictureShown ? showPicture(dream) : Picture();
    if (isSnapshotDue(report))
        tellSnapshot(isPictureShown ? picture : dream.picture(), true, dream);
}

void RunReporter::held(const Dream& dream)
{
    m_heldSince = steadySeconds();
    showPicture(dream);
}

void RunReporter::resumed(const Dream& /*dream*/)
{
    m_secondsHeld += steadySeconds() - m_heldSince;
}

void RunReporter::visited(const Dream& dream)
{
    if (m_job.steering->takeSnapshotRequest())
        tellSnapshot(dream.picture(), false, dream);
}

Picture RunReporter::showPicture(const Dream& dream)
{
    const double start = processorSeconds();
    Picture picture = dream.picture();
    m_job.mailbox->putPicture({m_job.runId, toImage(picture), picture, dream.sizeIndex(), dream.stepsDone()});
    m_picturePace.pictureMade(steadySeconds(), processorSeconds() - start);
    return picture;
}

void RunReporter::tellSize(const Dream& dream)
{
    if (std::exchange(m_sizeTold, dream.sizeIndex()) == dream.sizeIndex())
        return;
    const PlannedSize& planned = dream.plan().sizes[static_cast<std::size_t>(dream.sizeIndex())];
    m_tiles = {dream.sizeIndex(), dream.stepsDone() + 1, 0, tilesPerBatch(dream.settings(), planned)};
    m_job.mailbox->post([&](RunNews& news) { standing(news).sizes.push_back({dream.sizeIndex(), planned}); });
}

void RunReporter::tellJournal(const Dream& dream)
{
    if (!std::exchange(m_isJournalDue, false))
        return;
    m_job.mailbox->post([&](RunNews& news) {
        standing(news).journal.push_back({dream.sizeIndex(), dream.stepsDone() + 1, dream.settings()});
    });
}

void RunReporter::sampleTraces(const Dream& dream)
{
    const std::vector<TracedPixel> points = m_job.steering->tracePoints();
    if (points.empty())
        return;
    m_job.mailbox->post([&](RunNews& news) {
        for (const TracedPixel& point : points) {
            if (const auto value = dream.pixel(point.row, point.column))
                addBounded(standing(news).traces, {point.id, dream.sizeIndex(), dream.stepsDone() + 1, *value});
        }
    });
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

void RunReporter::tellSnapshot(const Picture& picture, bool isAutomatic, const Dream& dream)
{
    m_job.mailbox->post([&](RunNews& news) {
        news.snapshots.push_back({m_job.runId, picture, dream.sizeIndex(), dream.stepsDone(), dream.settings(),
            QDateTime::currentDateTime(), isAutomatic});
    });
}

RunProgress& RunReporter::standing(RunNews& news) const
{
    if (!news.progress)
        news.progress.emplace();
    RunProgress& progress = *news.progress;
    progress.runId = m_job.runId;
    progress.tiles = m_tiles;
    progress.fractionDone = m_fractionDone;
    if (m_pace) {
        progress.stepsPerSecond = m_pace->stepsPerSecond();
        progress.secondsLeft = m_pace->secondsLeft();
    }
    return progress;
}

double RunReporter::secondsRun() const
{
    return steadySeconds() - m_secondsHeld;
}

} // namespace cnnvis::ui
