// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QImage>
#include <QLockFile>
#include <QString>
#include <QStringList>
#include <QVector>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

namespace cnnvis::ui {

/// What sessions' files end with.
inline const QString kSessionEnding = QStringLiteral(".cnnvis");

/// Where sessions are kept, unless a test has them elsewhere.
QString defaultRunFolder();
/// A name that no file has yet.
QString newSessionPath(const QString& folder);
/// Those in a folder, the one that was written last first.
QStringList sessionsIn(const QString& folder);

/// While it is there, no other window has that session as its own; after a crash it is nobody's.
using SessionHold = std::shared_ptr<QLockFile>;
/// @return  nothing where another window has it. Where it cannot be told, a hold of nothing.
std::optional<SessionHold> holdSession(const QString& path);

/// Bytes on the disk that all sessions together may take: the setting sessions/megabytes, 8 GB.
std::int64_t sessionBudget();

/// Makes sessions smaller while all of them take more than that, the oldest first: first their states go, then all but
/// what they can be dreamt again by, and a picture. None is removed; the newest stays as it is, and what its user wants
/// whole. Those in which a run was cut off are the last. Takes its time; on any thread.
/// @return  what people should know, a sentence each.
/// @param isOver  ends it before the next session, from any thread.
QStringList makeRoom(const QString& folder, std::int64_t mostBytes, const std::atomic<bool>& isOver) noexcept;

/// A session, as a list shows it.
struct RecentSession {
    QString path;
    QDateTime time; ///< when it was written last
    QString title; ///< "bestiary · inception_4c/output · 1024 × 640"; empty where it cannot be read
    QImage picture; ///< the last one, small; null: there is none
    bool isKeptWhole = false;
    bool isThinned = false; ///< it can be dreamt again, but has no states to go on from
};

/// When that file was written last.
QDateTime timeOfSession(const QString& path);
/// Looks into it, without changing it. Takes its time; on any thread.
/// @param side  of the picture, in pixels, at most.
RecentSession readRecentSession(const QString& path, int side) noexcept;

} // namespace cnnvis::ui
