// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/kept_session.h"

#include "cnnvis/model_source.h"
#include "cnnvis/network.h"
#include "cnnvis/output_file.h"
#include "cnnvis/state_history.h"
#include "widgets/window_words.h"

#include <QFile>

#include <algorithm>
#include <exception>
#include <map>
#include <string>

namespace cnnvis::ui {
namespace {

constexpr std::size_t kMostReports = 10'000; ///< of a run: finer than a plot can show

SessionStore open(const QString& path)
{
    return SessionStore(QFile::encodeName(path).toStdString());
}

/// Where there are states between two steps, which is where the timeline goes on: at the worst, a step is taken again.
std::vector<RunPosition> wholeStates(const SessionStore& store, std::int64_t run)
{
    std::vector<RunPosition> positions = store.states(run);
    const auto isOpen = [](const RunPosition& position) { return position.batches > 0; };
    positions.erase(std::remove_if(positions.begin(), positions.end(), isOpen), positions.end());
    return positions;
}

/// Each network is read once.
class MeanOfNetworks {
public:
    /// Nothing: it is not there any more.
    std::optional<double> of(const RunSettings& settings)
    {
        const auto [place, isNew] = m_means.try_emplace(ModelSource::of(settings).identity());
        if (isNew) {
            try {
                place->second = Network::load(settings).mean();
            } catch (const std::exception&) {
                place->second.reset();
            }
        }
        return place->second;
    }

private:
    std::map<std::string, std::optional<double>> m_means;
};

/// The last state of each run, then the others, those of the newest run first.
std::vector<std::pair<std::int64_t, RunPosition>> wantedStates(const SessionStore& store)
{
    std::vector<std::pair<std::int64_t, RunPosition>> lasts;
    std::vector<std::pair<std::int64_t, RunPosition>> others;
    const std::vector<StoredRun> runs = store.runs();
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const std::vector<RunPosition> positions = wholeStates(store, run->id);
        for (auto position = positions.rbegin(); position != positions.rend(); ++position)
            (position == positions.rbegin() ? lasts : others).emplace_back(run->id, *position);
    }
    lasts.insert(lasts.end(), others.begin(), others.end());
    return lasts;
}

KeptState stateAt(const SessionStore& store, std::int64_t run, const RunPosition& position)
{
    return std::make_shared<SessionResume>(SessionResume{store.state(run, position), store.journal(run, position)});
}

/// What a run can do without: where it is damaged, it is left out.
void readCourse(const SessionStore& store, KeptRun& kept)
{
    const std::int64_t run = kept.run.id;
    try {
        kept.reports = store.reports(run, kMostReports);
        for (const RunPosition& position : store.smallPictures(run))
            kept.smallPictures.emplace_back(position, QByteArray::fromStdString(store.smallPicture(run, position)));
    } catch (const SessionError&) {
        return;
    }
}

/// How far the run came. Without its states, others tell.
RunPosition endOf(const SessionStore& store, const KeptRun& kept)
{
    const std::vector<RunPosition> states = wholeStates(store, kept.run.id);
    if (!states.empty())
        return states.back();
    RunPosition last = kept.journal.entries().back().after;
    if (const std::optional<RunPosition> noted = store.lastPosition(kept.run.id))
        last = std::max(last, *noted, [](const RunPosition& a, const RunPosition& b) { return a < b; });
    last.batches = 0;
    return last;
}

/// What is still to happen behind that position.
DreamRecipe restBehind(const SessionStore& store, const KeptRun& kept)
{
    SessionResume there;
    there.state.settings = kept.journal.entries().back().settings;
    there.state.sizeIndex = kept.last.sizeIndex;
    there.state.steps = kept.last.steps;
    there.journal = store.journal(kept.run.id, kept.last);
    return restOfRun(kept.run, kept.journal, &there);
}

} // namespace

KeptSession readSession(const QString& path)
{
    const std::optional<SessionHold> hold = holdSession(path);
    if (!hold)
        throw SessionError("The session '" + QFile::encodeName(path).toStdString()
            + "' is in use by another window; close that one, or take another session");
    KeptSession session;
    session.path = path;
    session.hold = *hold;
    const SessionStore store = open(path);
    for (const std::string& note : store.notes())
        session.notes << QString::fromStdString(note);
    session.isKeptWhole = store.isKeptWhole();
    for (StoredRun& run : store.runs()) {
        KeptRun kept;
        kept.journal = store.journal(run.id);
        kept.run = std::move(run);
        if (kept.journal.entries().empty())
            continue;
        readCourse(store, kept);
        kept.last = endOf(store, kept);
        const bool isOfPictures = !kept.smallPictures.empty() || !kept.reports.empty();
        if (isOfPictures || !store.states(kept.run.id).empty() || kept.last != RunPosition())
            session.runs.push_back(std::move(kept));
    }
    if (!session.runs.empty()) {
        KeptRun& last = session.runs.back();
        const std::vector<RunPosition> states = wholeStates(store, last.run.id);
        if (!states.empty())
            last.state = stateAt(store, last.run.id, states.back());
        if (last.state)
            last.mean = MeanOfNetworks().of(last.state->state.settings);
    }
    for (KeptRun& run : session.runs) {
        if (!run.run.end)
            run.rest = restBehind(store, run);
    }
    return session;
}

KeptSession readLastSession(const QString& folder) noexcept
{
    removeLeftovers(QFile::encodeName(folder).toStdString());
    QStringList problems;
    for (const QString& path : sessionsIn(folder)) {
        try {
            KeptSession session = readSession(path);
            session.notes = problems + session.notes;
            return session;
        } catch (const std::exception& error) {
            problems << inWindowWords(error); // another window has it, or it is damaged
        }
    }
    KeptSession none;
    none.notes = problems;
    return none;
}

std::vector<KeptStates> readStates(
    const QString& path, std::int64_t mostBytes, const std::atomic<bool>& isOver) noexcept
{
    std::map<std::int64_t, KeptStates> found; // by run
    MeanOfNetworks means;
    std::int64_t bytes = 0;
    try {
        for (const auto& [run, position] : wantedStates(open(path))) {
            if (bytes >= mostBytes || isOver)
                break;
            const KeptState state = stateAt(open(path), run, position);
            bytes += bytesOf(*state);
            KeptStates& kept = found[run];
            kept.run = run;
            if (kept.states.empty())
                kept.mean = means.of(state->state.settings);
            kept.states.push_back(state);
        }
    } catch (const std::exception&) {
        // A run has it now, or it is damaged: without a state, it is dreamt again to get there.
        found.clear();
    }
    std::vector<KeptStates> all;
    for (auto& [run, kept] : found) {
        std::sort(kept.states.begin(), kept.states.end(), [](const KeptState& a, const KeptState& b) {
            return RunPosition{a->state.sizeIndex, a->state.steps} < RunPosition{b->state.sizeIndex, b->state.steps};
        });
        all.push_back(std::move(kept));
    }
    return all;
}

} // namespace cnnvis::ui
