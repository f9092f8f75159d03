// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/session_folder.h"

#include "cnnvis/model_source.h"
#include "cnnvis/session_store.h"
#include "cnnvis/session_summary.h"
#include "widgets/path_bytes.h"
#include "widgets/window_words.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImageReader>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <exception>
#include <map>
#include <vector>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("SessionFolder", text);
}

QString logOf(const QString& path)
{
    return path + QStringLiteral("-wal");
}

std::int64_t sizeOf(const QString& path)
{
    return QFileInfo(path).size() + QFileInfo(logOf(path)).size();
}

/// The oldest first, those that were cut off at last; without those that are not to be touched.
std::vector<QString> candidates(const QStringList& newestFirst)
{
    std::vector<QString> ended;
    std::vector<QString> cutOff;
    for (auto path = newestFirst.crbegin(); path != newestFirst.crend() - 1; ++path) {
        try {
            const SessionSummary summary = readSessionSummary(bytesOf(*path));
            if (!summary.isKeptWhole)
                (summary.hasEnded ? ended : cutOff).push_back(*path);
        } catch (const std::exception&) {
            continue; // another window has it, or it is damaged: it stays
        }
    }
    ended.insert(ended.end(), cutOff.begin(), cutOff.end());
    return ended;
}

/// What became of a session that was to be smaller.
struct Reduced {
    std::int64_t bytes = 0; ///< by which it is smaller
    bool isThinned = false;
    QStringList notes; ///< it was damaged: what could be read of it stays
    QString problem; ///< why it could not be made smaller, as others could not, either
};

bool hasStates(const SessionStore& store)
{
    const std::vector<StoredRun> runs = store.runs();
    return std::any_of(
        runs.begin(), runs.end(), [&store](const StoredRun& run) { return !store.states(run.id).empty(); });
}

void reduce(SessionStore& store, SessionStore::Reduction reduction, Reduced& reduced)
{
    const bool hadStates = hasStates(store);
    try {
        store.reduce(reduction);
    } catch (const std::exception& error) {
        reduced.problem = inWindowWords(error);
    }
    reduced.isThinned = hadStates && !hasStates(store); // also where its file could not become smaller
}

/// Where it cannot be opened, nothing becomes of it.
Reduced reduce(const QString& path, SessionStore::Reduction reduction)
{
    Reduced reduced;
    const std::int64_t before = sizeOf(path);
    const QDateTime time = timeOfSession(path);
    const std::optional<SessionHold> hold = holdSession(path);
    if (!hold)
        return reduced; // another window has it
    try {
        SessionStore store(bytesOf(path));
        for (const std::string& note : store.notes())
            reduced.notes << QString::fromStdString(note);
        if (reduced.notes.isEmpty())
            reduce(store, reduction, reduced);
    } catch (const std::exception&) {
        // Another program has it, or it is damaged.
    }
    // It is as old as it was.
    for (const QString& part : {path, logOf(path)}) {
        QFile file(part);
        if (file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
            file.setFileTime(time, QFileDevice::FileModificationTime);
    }
    reduced.bytes = std::max<std::int64_t>(0, before - sizeOf(path));
    reduced.isThinned = reduced.isThinned || (reduced.bytes > 0 && reduced.notes.isEmpty());
    return reduced;
}

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QStringList toldOfThinned(const QStringList& thinned)
{
    constexpr int kMostNamed = 3;
    if (thinned.isEmpty())
        return {};
    const QString named = QStringList(thinned.mid(0, kMostNamed)).join(QStringLiteral("; "));
    if (thinned.size() <= kMostNamed)
        return {say("To make room, older sessions were thinned: %1. Their dreams can be looked at, and dreamt again.")
                    .arg(named)};
    return {say("To make room, %1 older sessions were thinned: %2; … Their dreams can be looked at, and dreamt again.")
                .arg(thinned.size())
                .arg(named)};
}

QString toldOfTooMany(std::int64_t bytes, std::int64_t mostBytes)
{
    return say(
        "All sessions together take %1, which is more than %2. Those with a star and the newest are not thinned, "
        "and none is deleted: remove what you can do without, by Session ▸ Show in folder.")
        .arg(sizeText(bytes), sizeText(mostBytes));
}

QString titleOf(const RunSettings& settings)
{
    const ModelSource source = ModelSource::of(settings);
    const QString model = QFileInfo(QString::fromStdString(source.folder)).fileName();
    QStringList parts;
    if (!model.isEmpty())
        parts << model;
    parts << QString::fromStdString(settings.targetLayer);
    if (!settings.finalSize.empty())
        parts << shownSize(QString::fromStdString(settings.finalSize));
    return parts.join(QStringLiteral(" · "));
}

QImage smallImage(const std::string& jpeg, int side)
{
    QByteArray bytes = QByteArray::fromStdString(jpeg);
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer, "JPEG");
    const QSize size = reader.size();
    constexpr int kMostPixels = 4096; // a stranger's file may say anything
    if (!size.isValid() || size.width() > kMostPixels || size.height() > kMostPixels)
        return {};
    reader.setScaledSize(size.scaled(side, side, Qt::KeepAspectRatio));
    return reader.read();
}

} // namespace

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
    QString path = folder + QStringLiteral("/dream-") + time + kSessionEnding;
    for (int number = 2; QFile::exists(path); ++number)
        path = folder + QStringLiteral("/dream-%1-%2").arg(time).arg(number) + kSessionEnding;
    return path;
}

QStringList sessionsIn(const QString& folder)
{
    std::vector<std::pair<QDateTime, QString>> files;
    for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*") + kSessionEnding}, QDir::Files))
        files.emplace_back(timeOfSession(file.filePath()), file.filePath());
    std::sort(files.rbegin(), files.rend());
    QStringList paths;
    for (const auto& [time, path] : files)
        paths << path;
    return paths;
}

std::optional<SessionHold> holdSession(const QString& path)
{
    auto lock = std::make_shared<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // however old it is, its program says whether it is in use
    if (lock->tryLock(0))
        return lock;
    if (lock->error() == QLockFile::LockFailedError)
        return std::nullopt;
    return SessionHold(); // in a folder that cannot be written, the session cannot be, either
}

std::int64_t sessionBudget()
{
    constexpr qlonglong kMegabytes = 8192;
    constexpr unsigned kMegabyte = 20U;
    const qlonglong set = QSettings().value(QStringLiteral("sessions/megabytes"), kMegabytes).toLongLong();
    return std::max<qlonglong>(set, 1) << kMegabyte;
}

QStringList makeRoom(const QString& folder, std::int64_t mostBytes, const std::atomic<bool>& isOver) noexcept
{
    const QStringList files = sessionsIn(folder);
    std::int64_t bytes = 0;
    for (const QString& path : files)
        bytes += sizeOf(path);
    if (bytes <= mostBytes)
        return {};
    QStringList thinned;
    QStringList mended; // paths
    QStringList notes;
    QString problem;
    const std::vector<QString> oldest = candidates(files);
    for (const auto reduction : {SessionStore::Reduction::NoStates, SessionStore::Reduction::RecipesAlone}) {
        for (const QString& path : oldest) {
            if (bytes <= mostBytes || !problem.isEmpty() || isOver)
                break;
            if (mended.contains(path))
                continue;
            const Reduced reduced = reduce(path, reduction);
            bytes -= reduced.bytes;
            problem = reduced.problem;
            notes << reduced.notes;
            if (!reduced.notes.isEmpty())
                mended << path;
            const QString name = QLocale().toString(timeOfSession(path), QLocale::ShortFormat);
            if (reduced.isThinned && !thinned.contains(name))
                thinned << name;
        }
    }
    notes << toldOfThinned(thinned);
    if (!problem.isEmpty())
        notes << say("No more room could be made among the sessions. %1").arg(problem);
    else if (bytes > mostBytes)
        notes << toldOfTooMany(bytes, mostBytes);
    return notes;
}

QDateTime timeOfSession(const QString& path)
{
    // What was written last may still be in its log.
    const QDateTime time = QFileInfo(path).lastModified();
    const QFileInfo log(logOf(path));
    return log.exists() ? std::max(time, log.lastModified()) : time;
}

RecentSession readRecentSession(const QString& path, int side) noexcept
{
    RecentSession session;
    session.path = path;
    session.time = timeOfSession(path);
    try {
        const SessionSummary summary = readSessionSummary(bytesOf(path));
        session.title = summary.runs == 0 ? say("empty") : titleOf(summary.settings);
        session.isKeptWhole = summary.isKeptWhole;
        session.isThinned = summary.runs > 0 && !summary.hasStates;
        session.picture = smallImage(summary.smallPicture, side);
    } catch (const std::exception&) {
        session.title.clear();
    }
    return session;
}

} // namespace cnnvis::ui
