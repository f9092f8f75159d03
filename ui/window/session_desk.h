// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/kept_session.h"
#include "run/session_folder.h"

#include <QHash>
#include <QObject>

#include <functional>

class QMenu;
class QWidget;

namespace cnnvis::ui {

class Messages;
class PicturePresenter;
class RunController;
class SettingsStore;
class TimeMachine;

/// Opens, leaves, copies and lists the sessions in which runs are kept. A run that goes is never stopped unasked, and
/// what is left stays in its file. Lives on the ui thread; files are read and written on the time machine's.
class SessionDesk : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given. @param recent  filled with the other sessions of the folder.
    SessionDesk(SettingsStore& store, RunController& controller, TimeMachine& timeMachine, PicturePresenter& pictures,
        Messages& messages, QMenu& recent, QObject* parent);

    /// @param folder  of sessions; empty: there is none.
    void setFolder(const QString& folder) { m_folder = folder; }
    /// Makes room in the folder. @param isRestoring  brings back the last one, unless a run begins before it is read.
    void start(bool isRestoring);
    /// Leaves the present session: the next run begins another.
    void beginNew();
    /// Goes on with a session; one from elsewhere is copied into the folder.
    void open(const QString& path);
    void chooseSession(QWidget& window);
    /// Writes a copy of the present session, also while a run goes.
    void saveCopy(const QString& path);
    void chooseCopy(QWidget& window);
    /// Whether the present session is never thinned.
    void setKeptWhole(bool isKept);
    bool isKeptWhole() const { return m_isKeptWhole; }
    /// There is none before the first run.
    bool isSessionThere() const;
    void showFolder() const;
    /// Looks for the sessions that there are; the menu fills up as they are read.
    void refreshRecent();

Q_SIGNALS:
    /// Another session is there, or none yet.
    void changed();

private:
    void whenIdle(const QString& question, const QString& actionText, const std::function<void()>& action);
    void read(const QString& path);
    void take(const KeptSession& session);
    void takeLast(const KeptSession& session);
    void tellCopied(const QString& path, const QString& problem);
    void fillRecent(const QStringList& paths);
    void offerToGoBack(const QString& text, const QString& path);

    SettingsStore& m_store;
    RunController& m_controller;
    TimeMachine& m_timeMachine;
    PicturePresenter& m_pictures;
    Messages& m_messages;
    QMenu& m_recent;
    QString m_folder;
    bool m_isKeptWhole = false;
    SessionHold m_hold; ///< of the present session
    std::function<void()> m_next; ///< once the run has ended
    QStringList m_copies; ///< that the run was asked for
    QHash<QString, RecentSession> m_known; ///< by path
};

} // namespace cnnvis::ui
