// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"
#include "run/run_types.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace cnnvis::ui {

/// A run of an earlier time, as far as it was kept.
struct KeptRun {
    StoredRun run;
    Journal journal;
    DreamRecipe rest; ///< what was still to happen behind its last state; empty where it had ended
    std::vector<KeptState> states; ///< in the order of their positions
    std::vector<std::pair<RunPosition, QByteArray>> smallPictures; ///< JPEG
    std::optional<double> mean; ///< of its network, where that is there
};

/// What a session's file has. A plain value.
struct KeptSession {
    QString path; ///< empty: there is none
    std::vector<KeptRun> runs;
    QStringList notes; ///< what people should know, a sentence each
};

/// Where sessions are kept, unless a test has them elsewhere.
QString defaultRunFolder();
/// A name that no file has yet.
QString newSessionPath(const QString& folder);

/// Lets go of the oldest sessions while all of them take more than that, but for the newest and for those in which a
/// run was cut off: what ended has its picture, with its recipe, among the dreams. @return  a sentence for each that
/// went.
QStringList makeRoom(const QString& folder, std::int64_t mostBytes) noexcept;

/// The newest session in the folder that no other program has open. Takes its time; on any thread.
/// @param mostBytes  of states; of each run the last one comes first.
KeptSession readLastSession(const QString& folder, std::int64_t mostBytes) noexcept;

} // namespace cnnvis::ui
