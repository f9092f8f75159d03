// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/kept_session.h"

#include "cnnvis/network.h"
#include "cnnvis/output_file.h"
#include "cnnvis/state_history.h"
#include "widgets/window_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLocale>
#include <QStandardPaths>

#include <algorithm>
#include <exception>
#include <numeric>

namespace cnnvis::ui {
namespace {

const QString kEnding = QStringLiteral(".cnnvis");

std::optional<double> meanOf(const RunSettings& settings)
{
    try {
        return Network::load(settings).mean();
    } catch (const std::exception&) {
        return std::nullopt; // it is not there any more
    }
}

/// Where there are states between two steps, which is where the timeline goes on: at the worst, a step is taken again.
std::vector<RunPosition> wholeStates(const SessionStore& store, std::int64_t run)
{
    std::vector<RunPosition> positions = store.states(run);
    const auto isOpen = [](const RunPosition& position) { return position.batches > 0; };
    positions.erase(std::remove_if(positions.begin(), positions.end(), isOpen), positions.end());
    return positions;
}

/// The last state of each run, then of the last run as many as have room, the newest first.
void readStates(const SessionStore& store, std::vector<KeptRun>& runs, std::int64_t mostBytes)
{
    std::int64_t bytes = 0;
    const auto take = [&](KeptRun& run, const RunPosition& position) {
        auto state = std::make_shared<SessionResume>(
            SessionResume{store.state(run.run.id, position), store.journal(run.run.id, position)});
        bytes += bytesOf(*state);
        run.states.insert(run.states.begin(), std::move(state));
    };
    for (auto run = runs.rbegin(); run != runs.rend() && bytes < mostBytes; ++run) {
        const std::vector<RunPosition> positions = wholeStates(store, run->run.id);
        if (!positions.empty())
            take(*run, positions.back());
    }
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const std::vector<RunPosition> positions = wholeStates(store, run->run.id);
        for (auto position = positions.rbegin(); position != positions.rend() && bytes < mostBytes; ++position) {
            if (position != positions.rbegin())
                take(*run, *position);
        }
    }
}

KeptSession read(const QString& path, std::int64_t mostBytes)
{
    KeptSession session;
    session.path = path;
    const SessionStore store(QFile::encodeName(path).toStdString());
    for (const std::string& note : store.notes())
        session.notes << QString::fromStdString(note);
    for (StoredRun& run : store.runs()) {
        KeptRun kept;
        kept.journal = store.journal(run.id);
        kept.run = std::move(run);
        if (!kept.journal.entries().empty())
            session.runs.push_back(std::move(kept));
    }
    readStates(store, session.runs, mostBytes);
    const auto hasNone = [](const KeptRun& run) { return run.states.empty(); };
    session.runs.erase(std::remove_if(session.runs.begin(), session.runs.end(), hasNone), session.runs.end());
    for (KeptRun& run : session.runs) {
        if (!run.run.end)
            run.rest = restOfRun(run.run, run.journal, run.states.back().get());
        run.mean = meanOf(run.states.back()->state.settings);
        for (const RunPosition& position : store.smallPictures(run.run.id))
            run.smallPictures.emplace_back(
                position, QByteArray::fromStdString(store.smallPicture(run.run.id, position)));
    }
    return session;
}

/// The newest first.
QFileInfoList sessionsIn(const QString& folder)
{
    return QDir(folder).entryInfoList({QStringLiteral("dream-*") + kEnding}, QDir::Files, QDir::Name | QDir::Reversed);
}

bool hasEnded(const QString& path)
{
    const std::vector<StoredRun> runs = SessionStore(QFile::encodeName(path).toStdString()).runs();
    return std::all_of(runs.begin(), runs.end(), [](const StoredRun& run) { return run.end.has_value(); });
}

} // namespace

QStringList makeRoom(const QString& folder, std::int64_t mostBytes) noexcept
{
    QStringList gone;
    QFileInfoList files = sessionsIn(folder);
    const auto add = [](std::int64_t sum, const QFileInfo& file) { return sum + file.size(); };
    std::int64_t bytes = std::accumulate(files.begin(), files.end(), std::int64_t{0}, add);
    for (; files.size() > 1 && bytes > mostBytes; files.removeLast()) {
        const QFileInfo& oldest = files.last();
        try {
            if (!hasEnded(oldest.filePath()) || !QFile::remove(oldest.filePath()))
                continue;
            bytes -= oldest.size();
            gone << QCoreApplication::translate("KeptSession", "The timeline of %1 made room for newer ones.")
                        .arg(QLocale().toString(oldest.lastModified(), QLocale::ShortFormat));
        } catch (const std::exception&) {
            continue; // another window has it, or it is damaged: it stays
        }
    }
    return gone;
}

QString defaultRunFolder()
{
    const QString state = QFile::decodeName(qgetenv("XDG_STATE_HOME"));
    const QString base = state.isEmpty() ? QDir::homePath() + QStringLiteral("/.local/state") : state;
    const bool isTest = QStandardPaths::isTestModeEnabled();
    return base + (isTest ? QStringLiteral("/cnn-vis-test/sessions") : QStringLiteral("/cnn-vis/sessions"));
}

QString newSessionPath(const QString& folder)
{
    const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-zzz"));
    QString path = folder + QStringLiteral("/dream-") + time + kEnding;
    for (int number = 2; QFile::exists(path); ++number)
        path = folder + QStringLiteral("/dream-%1-%2").arg(time).arg(number) + kEnding;
    return path;
}

KeptSession readLastSession(const QString& folder, std::int64_t mostBytes) noexcept
{
    removeLeftovers(QFile::encodeName(folder).toStdString());
    QStringList problems;
    for (const QFileInfo& file : sessionsIn(folder)) {
        try {
            KeptSession session = read(file.filePath(), mostBytes);
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

} // namespace cnnvis::ui
