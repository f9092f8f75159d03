// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/session_folder.h"

#include "cnnvis/model_source.h"
#include "cnnvis/session_store.h"
#include "cnnvis/session_summary.h"
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

std::string bytesOf(const QString& path)
{
    return QFile::encodeName(path).toStdString();
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

/// @return  by how many bytes it is smaller; 0 where it cannot be made smaller.
std::int64_t reduce(const QString& path, SessionStore::Reduction reduction)
{
    const std::int64_t before = sizeOf(path);
    const QDateTime time = timeOfSession(path);
    const std::optional<SessionHold> hold = holdSession(path);
    if (!hold)
        return 0; // another window has it
    try {
        SessionStore(bytesOf(path)).reduce(reduction);
    } catch (const std::exception&) {
        return 0; // the disk may be too full for it
    }
    // It is as old as it was.
    QFile file(path);
    if (file.open(QIODevice::ReadWrite))
        file.setFileTime(time, QFileDevice::FileModificationTime);
    return std::max<std::int64_t>(0, before - sizeOf(path));
}

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QStringList told(const QStringList& thinned, std::int64_t bytes, std::int64_t mostBytes)
{
    constexpr int kMostNamed = 3;
    QStringList sentences;
    if (!thinned.isEmpty()) {
        const QString named = QStringList(thinned.mid(0, kMostNamed)).join(QStringLiteral("; "));
        sentences << (thinned.size() <= kMostNamed ? say("To make room, older sessions were thinned: %1. Their dreams "
                                                         "can be looked at, and dreamt again.")
                                                         .arg(named)
                                                   : say("To make room, %1 older sessions were thinned: %2; … Their "
                                                         "dreams can be looked at, and dreamt again.")
                                                         .arg(thinned.size())
                                                         .arg(named));
    }
    if (bytes > mostBytes)
        sentences << say("All sessions together take %1, which is more than %2. Those with a star and the newest are "
                         "not thinned, and none is deleted: remove what you can do without, by Session ▸ Show in "
                         "folder.")
                         .arg(sizeText(bytes), sizeText(mostBytes));
    return sentences;
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

QStringList makeRoom(const QString& folder, std::int64_t mostBytes) noexcept
{
    const QStringList files = sessionsIn(folder);
    std::int64_t bytes = 0;
    for (const QString& path : files)
        bytes += sizeOf(path);
    if (bytes <= mostBytes)
        return {};
    QStringList thinned;
    const std::vector<QString> oldest = candidates(files);
    for (const auto reduction : {SessionStore::Reduction::NoStates, SessionStore::Reduction::RecipesAlone}) {
        for (const QString& path : oldest) {
            const std::int64_t freed = bytes > mostBytes ? reduce(path, reduction) : 0;
            bytes -= freed;
            const QString name = QLocale().toString(timeOfSession(path), QLocale::ShortFormat);
            if (freed > 0 && !thinned.contains(name))
                thinned << name;
        }
    }
    return told(thinned, bytes, mostBytes);
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
