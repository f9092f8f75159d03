// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_recorder.h"

#include "cnnvis/output_file.h"
#include "store/session_writer.h"
#include "util/steady_seconds.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace cnnvis {
namespace {

constexpr double kFarthestApart = 5.0; // seconds: written, a state is then less than ten old
constexpr std::size_t kMostReports = 100'000; // that wait for the disk

bool isThere(const std::string& path)
{
    std::error_code error;
    return std::filesystem::symlink_status(path, error).type() != std::filesystem::file_type::not_found;
}

/// Of the largest picture.
std::size_t valuesOf(const RunPlan& plan)
{
    std::size_t most = 0;
    for (const PlannedSize& planned : plan.sizes)
        most = std::max(
            most, static_cast<std::size_t>(planned.size.height) * static_cast<std::size_t>(planned.size.width));
    constexpr std::size_t kChannels = 3;
    return kChannels * most;
}

} // namespace

class SessionRecorder::Impl {
public:
    Impl(std::string path, StoredRun run, RecorderOptions options)
        : m_path(std::move(path))
        , m_run(std::move(run))
        , m_options(std::move(options))
    { }

    std::string problem() const
    {
        const std::string problem = m_writer ? m_writer->problem() : std::string();
        return problem.empty() ? m_problem : problem;
    }
    std::int64_t runId() const { return m_run.id; }
    void waitForDisk() const
    {
        if (m_writer)
            m_writer->waitUntilIdle();
    }

    void prepare()
    {
        if (isThere(m_path)) {
            m_store.emplace(m_path);
            return;
        }
        const std::string problem = whyNotWritable(m_path);
        if (!problem.empty())
            throw SessionError("The session '" + m_path + "' cannot be written: " + problem);
    }

    void start(const SessionStart& start)
    {
        const Journal& journal = start.journal;
        if (!m_store)
            m_store.emplace(m_path, SessionStore::Opening::OrNew);
        m_journal = &journal;
        if (m_run.id == 0) {
            m_run.start.settings.outputFile = start.dream.settings().outputFile;
            m_run.id = m_store->addRun(m_run, journal);
            m_handed = journal.entries().size();
        }
        m_writer.emplace(std::move(*m_store), m_run.id, m_options.widest, valuesOf(start.dream.plan()));
        m_store.reset();
        // A branch is soon worth as much as what it left.
        m_lastState = m_run.parent ? 0.0 : steadySeconds();
    }

    void keep(const Dream& dream, bool isWanted)
    {
        if (!m_writer)
            return;
        StoredProgress news;
        news.firstEntry = m_handed;
        const std::vector<JournalEntry>& entries = m_journal->entries();
        news.entries.assign(entries.begin() + static_cast<std::ptrdiff_t>(m_handed), entries.end());
        m_handed = entries.size();
        try {
            if (isWanted || isStateDue()) {
                news.state = m_writer->takeSpareState();
                dream.copyState(*news.state);
                news.position = dream.position();
                news.stateEntries = m_handed;
                m_lastState = steadySeconds();
                m_problem.clear(); // what an earlier one had no room for is in this one
            }
        } catch (const std::bad_alloc&) {
            news.state.reset(); // there is half of it
            m_problem = "There is not enough memory to keep the session '" + m_path + "'; close other programs";
        }
        if (news.state || !news.entries.empty() || isReportDue()) {
            news.reports = std::exchange(m_reports, {});
            news.smallPictures = std::exchange(m_smallPictures, {});
            m_lastReport = steadySeconds();
            m_writer->hand(std::move(news));
        }
        tellProblem();
    }

    /// Where memory is short, the curve has a gap.
    void note(const StepReport& report)
    {
        try {
            if (m_writer && m_reports.size() < kMostReports)
                m_reports.push_back(report);
        } catch (const std::bad_alloc&) {
            return;
        }
    }

    void addSmallPicture(const RunPosition& position, std::string bytes)
    {
        m_smallPictures.emplace_back(position, std::move(bytes));
    }

    void saveCopy(const std::string& path, std::function<void(const std::string&)> tell)
    {
        if (m_writer)
            m_writer->saveCopy(path, std::move(tell));
        else
            tell("The session '" + m_path + "' cannot be copied now; try again");
    }

    void keepScript(const DreamRecipe& script)
    {
        if (!m_writer)
            return;
        StoredProgress news;
        news.firstEntry = m_handed;
        news.script = script;
        m_writer->hand(std::move(news));
        tellProblem();
    }

    void end(SessionEnd end)
    {
        if (!m_writer)
            return;
        StoredProgress news;
        news.firstEntry = m_handed;
        news.end = end;
        news.reports = std::move(m_reports);
        news.smallPictures = std::move(m_smallPictures);
        m_writer->hand(std::move(news));
        const std::string problem = m_writer->finish();
        if (!problem.empty())
            m_problem = problem; // else a state may have had no room
        m_writer.reset();
        tellProblem();
    }

private:
    bool isStateDue() const
    {
        const double apart = std::min(kFarthestApart, m_writer->secondsOfState() / m_options.mostWriting);
        return steadySeconds() - m_lastState >= std::max(m_options.secondsApart, apart) && m_writer->isIdle();
    }

    bool isReportDue() const
    {
        return !m_reports.empty() && steadySeconds() - m_lastReport >= kFarthestApart && m_writer->isIdle();
    }

    void tellProblem()
    {
        const std::string problem = this->problem();
        if (m_isTold || problem.empty())
            return;
        m_isTold = true;
        if (m_options.tell)
            m_options.tell(problem);
    }

    const std::string m_path;
    StoredRun m_run;
    const RecorderOptions m_options;
    std::optional<SessionStore> m_store; ///< until the writer has it
    std::optional<SessionWriter> m_writer; ///< while the run is on
    const Journal* m_journal = nullptr;
    std::size_t m_handed = 0; ///< entries of the journal
    double m_lastState = 0.0;
    std::vector<StepReport> m_reports; ///< not handed over yet
    std::vector<std::pair<RunPosition, std::string>> m_smallPictures; ///< the same
    double m_lastReport = 0.0;
    std::string m_problem; ///< of this thread
    bool m_isTold = false;
};

SessionRecorder::SessionRecorder(std::string path, StoredRun run, RecorderOptions options)
    : m_impl(std::make_unique<Impl>(std::move(path), std::move(run), std::move(options)))
{ }

SessionRecorder::~SessionRecorder() = default;

std::string SessionRecorder::problem() const
{
    return m_impl->problem();
}

void SessionRecorder::waitForDisk() const
{
    m_impl->waitForDisk();
}

std::int64_t SessionRecorder::runId() const
{
    return m_impl->runId();
}

void SessionRecorder::addSmallPicture(const RunPosition& position, std::string bytes)
{
    m_impl->addSmallPicture(position, std::move(bytes));
}

void SessionRecorder::saveCopy(const std::string& path, std::function<void(const std::string& problem)> tell)
{
    m_impl->saveCopy(path, std::move(tell));
}

void SessionRecorder::preparing(const RunSettings& /*settings*/)
{
    m_impl->prepare();
}

void SessionRecorder::started(const SessionStart& start)
{
    m_impl->start(start);
}

void SessionRecorder::scriptReplaced(const DreamRecipe& script)
{
    m_impl->keepScript(script);
}

void SessionRecorder::stepStarting(const Dream& dream)
{
    m_impl->keep(dream, false);
}

void SessionRecorder::betweenBatches(const Dream& dream)
{
    m_impl->keep(dream, false);
}

void SessionRecorder::stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& /*dream*/)
{
    m_impl->note(report);
}

void SessionRecorder::held(const Dream& dream)
{
    m_impl->keep(dream, true);
}

void SessionRecorder::ending(const Picture& /*picture*/, const Dream& dream)
{
    m_impl->keep(dream, true);
}

void SessionRecorder::ended(const SessionOutcome& outcome)
{
    m_impl->end(outcome.end);
}

} // namespace cnnvis
