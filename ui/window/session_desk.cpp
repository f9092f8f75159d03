// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/session_desk.h"

#include "cnnvis/session_summary.h"
#include "run/run_controller.h"
#include "run/session_keeper.h"
#include "settings/settings_store.h"
#include "theme/themed_icon.h"
#include "widgets/file_dialog.h"
#include "widgets/path_bytes.h"
#include "widgets/window_words.h"
#include "window/messages.h"
#include "window/picture_presenter.h"
#include "window/time_machine.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QPixmap>
#include <QUrl>

#include <exception>
#include <memory>
#include <utility>

namespace cnnvis::ui {
namespace {

constexpr int kMostRecent = 12;
constexpr int kPictureSide = 128; ///< pixels: sharp at twice the usual scaling

QString timeText(const QDateTime& time)
{
    return QLocale().toString(time, QLocale::ShortFormat);
}

/// Where it can be written. @throws SessionError
QString brought(const QString& path, const QString& folder)
{
    if (QFileInfo(path).absolutePath() == QDir(folder).absolutePath() || folder.isEmpty())
        return path;
    QDir().mkpath(folder);
    const QString copy = newSessionPath(folder);
    copySession(bytesOf(path), bytesOf(copy));
    return copy;
}

} // namespace

SessionDesk::SessionDesk(SettingsStore& store, RunController& controller, TimeMachine& timeMachine,
    PicturePresenter& pictures, Messages& messages, QMenu& recent, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_controller(controller)
    , m_timeMachine(timeMachine)
    , m_pictures(pictures)
    , m_messages(messages)
    , m_recent(recent)
{
    m_recent.setToolTipsVisible(true);
    connect(&controller, &RunController::sessionCopied, this, &SessionDesk::tellCopied);
    connect(&controller, &RunController::runStarted, this, [this] {
        m_next = nullptr; // somebody wanted another run instead
        if (!m_hold && isSessionThere()) // it is new
            m_hold = holdSession(m_controller.sessionFile()).value_or(nullptr);
        Q_EMIT changed();
    });
    connect(&controller, &RunController::stateChanged, this, [this](RunState state) {
        if (state != RunState::Idle)
            return;
        // What the run did not come to.
        for (const QString& path : std::exchange(m_copies, {}))
            saveCopy(path);
        if (const auto next = std::exchange(m_next, nullptr))
            next();
    });
}

void SessionDesk::start(bool isRestoring)
{
    if (m_folder.isEmpty())
        return;
    m_timeMachine.filePool().start([this, folder = m_folder, isRestoring, most = sessionBudget()] {
        const auto session = std::make_shared<KeptSession>(isRestoring ? readLastSession(folder) : KeptSession());
        QMetaObject::invokeMethod(
            this, [this, session] { takeLast(*session); }, Qt::QueuedConnection);
        const QStringList notes = makeRoom(folder, most, m_timeMachine.isClosing());
        const auto tell = [this, notes] {
            for (const QString& note : notes)
                m_messages.warning(note);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

/// Unless something else has begun meanwhile.
void SessionDesk::takeLast(const KeptSession& session)
{
    for (const QString& note : session.notes)
        m_messages.noteWarning(note);
    if (session.runs.empty() || isSessionThere() || m_controller.state() != RunState::Idle)
        return;
    m_hold = session.hold;
    m_isKeptWhole = session.isKeptWhole;
    m_timeMachine.setSession(session);
    m_timeMachine.offerToGoOn();
    Q_EMIT changed();
}

bool SessionDesk::isSessionThere() const
{
    return !m_controller.sessionFile().isEmpty();
}

/// At once where no run goes; else it is asked for first, and done when the run has ended.
void SessionDesk::whenIdle(const QString& question, const QString& actionText, const std::function<void()>& action)
{
    if (m_controller.state() == RunState::Idle)
        return action();
    m_messages.info(question, actionText, [this, action] {
        if (m_controller.state() == RunState::Idle)
            return action();
        m_next = action;
        m_controller.stop();
    });
}

void SessionDesk::beginNew()
{
    whenIdle(tr("A dream is going on. It stays in its session, and can go on from there later."),
        tr("Stop it, and begin a new session"), [this] {
            const QString before = m_controller.sessionFile();
            m_timeMachine.leaveSession();
            m_hold.reset();
            m_pictures.forgetRun();
            m_isKeptWhole = false;
            Q_EMIT changed();
            if (before.isEmpty())
                m_messages.info(tr("A new session begins with the next dream."));
            else
                offerToGoBack(tr("A new session begins with the next dream."), before);
        });
}

void SessionDesk::offerToGoBack(const QString& text, const QString& path)
{
    m_messages.info(tr("%1 The one before is kept, in Session ▸ Recent sessions.").arg(text), tr("Go back to it"),
        [this, path] { open(path); });
}

void SessionDesk::open(const QString& path)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    if (isSessionThere() && QFileInfo(m_controller.sessionFile()) == QFileInfo(file))
        return m_messages.info(tr("This session is open."));
    whenIdle(tr("A dream is going on. It stays in its session, and can go on from there later."),
        tr("Stop it, and open %1").arg(QFileInfo(file).fileName()), [this, file] { read(file); });
}

void SessionDesk::read(const QString& path)
{
    m_messages.note(tr("Opening %1 …").arg(path));
    m_timeMachine.filePool().start([this, path, folder = m_folder] {
        auto session = std::make_shared<KeptSession>();
        QString problem;
        try {
            *session = readSession(brought(path, folder));
        } catch (const std::exception& error) {
            problem = inWindowWords(error);
        }
        const auto deliver = [this, session, problem, path] {
            if (!problem.isEmpty())
                m_messages.error(tr("%1 was not opened. %2").arg(QFileInfo(path).fileName(), problem));
            else
                whenIdle(tr("%1 is read.").arg(QFileInfo(path).fileName()), tr("Stop the dream, and open it"),
                    [this, session] { take(*session); });
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void SessionDesk::take(const KeptSession& session)
{
    const QString before = m_controller.sessionFile();
    m_timeMachine.leaveSession();
    m_pictures.forgetRun();
    m_hold = session.hold;
    m_isKeptWhole = session.isKeptWhole;
    m_timeMachine.setSession(session);
    Q_EMIT changed();
    for (const QString& note : session.notes)
        m_messages.warning(note);
    if (session.runs.empty())
        return m_messages.info(tr("There is no dream in this session."));
    m_store.replace(session.runs.back().journal.entries().back().settings, tr("Open a session"));
    m_timeMachine.goToEnd();
    m_messages.note(tr("Opened %1").arg(session.path));
    if (session.notes.isEmpty() && !before.isEmpty())
        offerToGoBack(tr("This is where the session ended; Start goes on from here."), before);
}

void SessionDesk::chooseSession(QWidget& window)
{
    QFileDialog* const dialog = makeFileDialog(&window, tr("Open a session"));
    dialog->setObjectName(QStringLiteral("openSessionDialog"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Sessions (*%1)").arg(kSessionEnding), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SessionDesk::open);
    dialog->open();
}

void SessionDesk::chooseCopy(QWidget& window)
{
    QFileDialog* const dialog = makeFileDialog(&window, tr("Save a copy of the session"));
    dialog->setObjectName(QStringLiteral("saveSessionDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Sessions (*%1)").arg(kSessionEnding));
    dialog->setDefaultSuffix(kSessionEnding.mid(1));
    dialog->selectFile(QStringLiteral("session") + kSessionEnding);
    connect(dialog, &QFileDialog::fileSelected, this, &SessionDesk::saveCopy);
    dialog->open();
}

void SessionDesk::saveCopy(const QString& path)
{
    if (!isSessionThere())
        return m_messages.info(tr("There is nothing to copy before the first dream."));
    m_messages.note(tr("Copying the session to %1 …").arg(path));
    if (m_controller.state() != RunState::Idle) {
        m_copies.append(path);
        return m_controller.requestSessionCopy(path);
    }
    m_timeMachine.filePool().start(
        [this, path, session = m_controller.sessionFile(), turns = m_controller.fileTurns()] {
            QString problem;
            try {
                const FileTurn turn(*turns);
                SessionStore(bytesOf(session)).saveCopy(bytesOf(path));
            } catch (const std::exception& error) {
                problem = inWindowWords(error);
            }
            const auto deliver = [this, path, session, problem] {
                const bool hasRun = m_controller.state() != RunState::Idle && m_controller.sessionFile() == session;
                if (!problem.isEmpty() && hasRun)
                    saveCopy(path); // the run was there before, and has the file
                else
                    tellCopied(path, problem);
            };
            QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
        });
}

void SessionDesk::tellCopied(const QString& path, const QString& problem)
{
    m_copies.removeOne(path);
    if (problem.isEmpty())
        m_messages.info(tr("The session was copied to %1").arg(QDir::toNativeSeparators(path)));
    else
        m_messages.error(tr("The session was not copied. %1").arg(problem));
}

void SessionDesk::setKeptWhole(bool isKept)
{
    if (!isSessionThere() || std::exchange(m_isKeptWhole, isKept) == isKept)
        return;
    m_timeMachine.keepEdit([isKept](SessionStore& store) { store.setKeptWhole(isKept); });
    m_messages.note(isKept ? tr("This session stays as it is, whatever room it takes.")
                           : tr("This session may be thinned when room is needed."));
}

void SessionDesk::showFolder() const
{
    QDir().mkpath(m_folder);
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder));
}

void SessionDesk::refreshRecent()
{
    QStringList paths = m_folder.isEmpty() ? QStringList() : sessionsIn(m_folder);
    paths.removeOne(m_controller.sessionFile());
    paths = paths.mid(0, kMostRecent);
    fillRecent(paths);
    for (const QString& path : std::as_const(paths)) {
        const auto known = m_known.constFind(path);
        if (known != m_known.constEnd() && known->time == timeOfSession(path))
            continue;
        m_timeMachine.filePool().start([this, path, paths] {
            const RecentSession session = readRecentSession(path, kPictureSide);
            const auto deliver = [this, session, paths] {
                m_known.insert(session.path, session);
                fillRecent(paths);
            };
            QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
        });
    }
}

/// Actions that are there already stay, so that an open menu does not jump.
void SessionDesk::fillRecent(const QStringList& paths)
{
    const QList<QAction*> there = m_recent.actions();
    bool isSame = there.size() == paths.size();
    for (qsizetype i = 0; isSame && i < paths.size(); ++i)
        isSame = there[i]->data().toString() == paths[i];
    if (!isSame) {
        m_recent.clear();
        for (const QString& path : paths)
            m_recent.addAction(timeText(timeOfSession(path)), this, [this, path] { open(path); })->setData(path);
    }
    m_recent.setEnabled(!paths.isEmpty());
    for (QAction* const action : m_recent.actions()) {
        const RecentSession session = m_known.value(action->data().toString());
        if (session.path.isEmpty())
            continue;
        QString text = timeText(session.time);
        if (!session.title.isEmpty())
            text += QStringLiteral("   ") + session.title;
        if (session.isKeptWhole)
            text += QStringLiteral("   ★");
        action->setText(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setIcon(session.picture.isNull() ? themedIcon(QStringLiteral("layers"))
                                                 : QIcon(QPixmap::fromImage(session.picture)));
        QString help = QDir::toNativeSeparators(session.path);
        if (session.isThinned)
            help += tr("\nIt made room: its dreams can be looked at, and dreamt again.");
        action->setToolTip(help);
    }
}

} // namespace cnnvis::ui
