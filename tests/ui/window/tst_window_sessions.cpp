// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "cnnvis/session_summary.h"
#include "plots/plots_panel.h"
#include "run/session_folder.h"
#include "run/session_keeper.h"
#include "settings/settings_panel.h"
#include "timeline/timeline_view.h"
#include "window/picture_presenter.h"
#include "window/run_desk.h"
#include "window/run_presenter.h"
#include "window/session_desk.h"
#include "window/time_machine.h"

#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QPushButton>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>

#include <algorithm>
#include <memory>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// Sessions in the real window: their menu, what a start brings back, what opens and what is refused.
class TestWindowSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void curvesOfABranchBeginWithItsParents();
    void curvesAreThereAgainAtTheNextStart();
    void anotherBranchShowsItsOwnCurves();
    void catchesUpWithABranchPoint();
    void aNewSessionLeavesTheOldOne();
    void recentSessionsLeadBack();
    void asksBeforeARunIsStopped();
    void twoWindowsNeverHaveOneSession();
    void opensCopiesOfForeignFiles();
    void refusesInALine();
    void offersWhatCanBeReadOfADamagedOne();
    void savesACopyWhileTheRunGoes();
    void startsWhenTheCopyIsMade();
    void theRunMakesACopyThatItCameBefore();
    void aStarKeepsASessionWhole();
    void thinnedSessionsCanBeDreamtAgain();
    void whatARecipeTurnsIsNotWaiting();

private:
    MainWindow& window() { return *m_bench.window; }
    TimelineView& view() { return *window().parts().timeline; }
    TimeMachine& machine() { return window().timeMachine(); }
    QString path(const char* name) const { return m_bench.folder.filePath(QString::fromUtf8(name)); }
    QString sessionFile() { return window().controller().sessionFile(); }
    /// The first and the last step of the objective's curve, and how many points it has.
    QList<int> curve()
    {
        const DecimatedSeries& data = window().parts().plots->plot(PlotsPanel::Plot::Objective)->series().front()->data;
        const auto ends = data.ends();
        return ends ? QList<int>{static_cast<int>(ends->first), static_cast<int>(ends->second), data.pointCount()}
                    : QList<int>();
    }
    void pressMessage() { m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click(); }
    RunOutcome run()
    {
        QSignalSpy ended(&window().controller(), &RunController::runEnded);
        m_bench.start();
        return outcomeOf(ended);
    }
    static RunOutcome outcomeOf(QSignalSpy& ended)
    {
        const bool hasEnded = ended.size() > 0 || ended.wait(WindowBench::kPatience);
        return hasEnded ? ended.last()[0].value<RunOutcome>() : RunOutcome();
    }
    /// A session of a run of 2 × 20 steps, elsewhere. @return  its path.
    QString foreignSession(const char* name)
    {
        m_bench.openTiny(20);
        run();
        QFile::remove(path(name));
        window().sessions().saveCopy(path(name));
        const bool isThere = QTest::qWaitFor([&] { return QFile::exists(path(name)); }, WindowBench::kPatience);
        m_bench.forgetDreams();
        return isThere ? path(name) : QString();
    }

    WindowBench m_bench;
};

void TestWindowSessions::curvesOfABranchBeginWithItsParents()
{
    m_bench.openTiny(20);
    run();
    QCOMPARE(curve(), (QList<int>{1, 40, 40}));
    machine().goTo(25);
    run();
    QCOMPARE(curve(), (QList<int>{1, 40, 40}));
    const int first = view().scene().lanes[0].id;
    Q_EMIT view().laneChosen(first);
    QCOMPARE(curve(), (QList<int>{1, 40, 40}));
}

void TestWindowSessions::curvesAreThereAgainAtTheNextStart()
{
    m_bench.openTiny(20);
    run();
    machine().goTo(25);
    window().store().edit(QStringLiteral("num_steps"), QStringLiteral("30"));
    QVERIFY(run().problem.isEmpty());
    QCOMPARE(curve(), (QList<int>{1, 50, 50}));
    const QByteArray csv = window().parts().plots->plot(PlotsPanel::Plot::Step)->csv();
    m_bench.window.reset();
    m_bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(view().scene().lanes.size(), 2, WindowBench::kPatience);
    QCOMPARE(curve(), (QList<int>{1, 50, 50}));
    QCOMPARE(window().parts().plots->plot(PlotsPanel::Plot::Step)->csv(), csv);
    QCOMPARE(view().scene().done, 50);
}

void TestWindowSessions::anotherBranchShowsItsOwnCurves()
{
    m_bench.openTiny(20);
    run();
    machine().goTo(25);
    window().store().edit(QStringLiteral("num_steps"), QStringLiteral("30"));
    run();
    Q_EMIT view().laneChosen(view().scene().lanes[0].id);
    QCOMPARE(curve(), (QList<int>{1, 40, 40}));
    Q_EMIT view().presentWanted();
    QCOMPARE(curve(), (QList<int>{1, 50, 50}));
}

void TestWindowSessions::catchesUpWithABranchPoint()
{
    m_bench.openTiny(400);
    run();
    const QString session = sessionFile();
    m_bench.window.reset();
    SessionStore(session.toStdString()).reduce(SessionStore::Reduction::NoStates); // all is dreamt again
    m_bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(view().scene().done, 800, WindowBench::kPatience);
    machine().goTo(790);
    QStringList told;
    connect(window().findChild<RunPresenter*>(), &RunPresenter::progressShown, this,
        [&told](const QString& text) { told << text; });
    const RunOutcome outcome = run();
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QVERIFY(std::any_of(
        told.cbegin(), told.cend(), [](const QString& text) { return text.contains(QStringLiteral("Catching up")); }));
    QVERIFY(!told.last().contains(QStringLiteral("Catching up")));
    QCOMPARE(curve(), (QList<int>{1, 800, 800}));
}

void TestWindowSessions::aNewSessionLeavesTheOldOne()
{
    m_bench.openTiny(20);
    run();
    const QString before = sessionFile();
    QVERIFY(QFile::exists(before));
    QTRY_VERIFY(!view().scene().lanes.isEmpty() && !view().scene().lanes[0].icon.isNull());
    window().windowActions().newSession->trigger();
    QVERIFY(sessionFile().isEmpty());
    QTRY_VERIFY(!view().isVisible());
    QVERIFY(curve().isEmpty());
    QVERIFY(!window().windowActions().saveSessionCopy->isEnabled());
    run();
    QVERIFY(sessionFile() != before && QFile::exists(sessionFile()));
    QTRY_COMPARE(view().scene().lanes.size(), 1);
    QCOMPARE(readSessionSummary(before.toStdString()).runs, std::size_t{1});
    QVERIFY(!readSessionSummary(before.toStdString()).smallPicture.empty()); // its film was written
}

void TestWindowSessions::recentSessionsLeadBack()
{
    m_bench.openTiny(20);
    run();
    const QString first = sessionFile();
    window().store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    window().windowActions().newSession->trigger();
    QMenu* const menu = window().findChild<QMenu*>(QStringLiteral("recentSessionsMenu"));
    Q_EMIT window().findChild<QMenu*>(QStringLiteral("sessionMenu"))->aboutToShow();
    QTRY_COMPARE(menu->actions().size(), 1);
    QTRY_VERIFY(menu->actions().front()->text().contains(QStringLiteral("15 × 14")));
    QVERIFY(!menu->actions().front()->icon().isNull());
    menu->actions().front()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(sessionFile(), first, WindowBench::kPatience);
    QCOMPARE(view().scene().done, 40);
    QCOMPARE(window().store().settings().learningRate, 1.0); // of its end
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(15, 14));
    QCOMPARE(curve(), (QList<int>{1, 40, 40}));
    // And it goes on there.
    machine().goTo(30);
    QVERIFY(run().problem.isEmpty());
    QCOMPARE(sessionFile(), first);
    QTRY_COMPARE(view().scene().lanes.size(), 2);
}

void TestWindowSessions::asksBeforeARunIsStopped()
{
    m_bench.startEndless();
    const QString before = sessionFile();
    window().windowActions().newSession->trigger();
    QCOMPARE(sessionFile(), before);
    QCOMPARE(m_bench.state(), RunState::Running);
    QVERIFY(m_bench.bar().isVisible());
    pressMessage();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
    QTRY_VERIFY(sessionFile().isEmpty());
    // What was left has its state, and the bar leads back to it.
    pressMessage();
    QTRY_COMPARE_WITH_TIMEOUT(sessionFile(), before, WindowBench::kPatience);
    QVERIFY(view().scene().done > 0);
}

void TestWindowSessions::twoWindowsNeverHaveOneSession()
{
    m_bench.openTiny(20);
    run();
    const QString first = sessionFile();
    MainWindow second(m_bench.options());
    second.show();
    second.sessions().open(first);
    QTRY_VERIFY_WITH_TIMEOUT(
        second.parts().messageBar->text().contains(QStringLiteral("in use")), WindowBench::kPatience);
    QVERIFY(second.controller().sessionFile().isEmpty());
    // Its own dreams go into a session of their own.
    QSignalSpy ended(&second.controller(), &RunController::runEnded);
    second.store().replace(m_bench.tinySettings(20), QStringLiteral("tiny"));
    second.windowActions().start->trigger();
    QVERIFY(outcomeOf(ended).problem.isEmpty());
    QVERIFY(!second.controller().sessionFile().isEmpty());
    QVERIFY(second.controller().sessionFile() != first);
}

void TestWindowSessions::opensCopiesOfForeignFiles()
{
    const QString foreign = foreignSession("foreign.cnnvis");
    QVERIFY(!foreign.isEmpty());
    m_bench.open();
    window().files().open({foreign}); // as it comes when it is dropped
    QTRY_VERIFY_WITH_TIMEOUT(!sessionFile().isEmpty(), WindowBench::kPatience);
    QVERIFY(sessionFile() != foreign);
    QCOMPARE(QFileInfo(sessionFile()).path(), m_bench.options().runFolder);
    QCOMPARE(view().scene().done, 40);
    QVERIFY(!QFile::exists(foreign + QStringLiteral("-wal")));
}

void TestWindowSessions::refusesInALine()
{
    const QString foreign = foreignSession("foreign.cnnvis");
    m_bench.openTiny(20);
    {
        const SessionStore other(foreign.toStdString()); // as another window has it
        window().sessions().open(foreign);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().isVisible(), WindowBench::kPatience);
        QVERIFY2(m_bench.bar().text().contains(QStringLiteral("in use")), qPrintable(m_bench.bar().text()));
    }
    QFile file(foreign);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(63) && file.putChar(99));
    file.close();
    window().sessions().open(foreign);
    QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().text().contains(QStringLiteral("version 99")), WindowBench::kPatience);
    QVERIFY(sessionFile().isEmpty());
    QVERIFY(sessionsIn(m_bench.options().runFolder).isEmpty());
}

void TestWindowSessions::offersWhatCanBeReadOfADamagedOne()
{
    const QString foreign = foreignSession("foreign.cnnvis");
    QFile file(foreign);
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() - 3000));
    file.close();
    m_bench.open();
    window().sessions().open(foreign);
    QTRY_VERIFY_WITH_TIMEOUT(!sessionFile().isEmpty(), WindowBench::kPatience);
    QTRY_VERIFY(m_bench.bar().text().contains(QStringLiteral("was damaged")));
    QVERIFY(QFile::exists(sessionFile() + QStringLiteral("-damaged")));
}

void TestWindowSessions::savesACopyWhileTheRunGoes()
{
    m_bench.startEndless();
    const QString copy = path("copy.cnnvis");
    window().sessions().saveCopy(copy);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(copy), WindowBench::kPatience);
    QTRY_VERIFY(m_bench.bar().text().contains(QStringLiteral("was copied")));
    QCOMPARE(m_bench.state(), RunState::Running);
    QCOMPARE(readSessionSummary(copy.toStdString()).runs, std::size_t{1});
    QVERIFY(!QFile::exists(copy + QStringLiteral("-wal")));
    // Before long it has a small picture, as it would have after a crash.
    QSignalSpy copied(&window().controller(), &RunController::sessionCopied);
    const auto hasPicture = [&] {
        window().sessions().saveCopy(copy);
        return copied.wait(WindowBench::kPatience) && !readSessionSummary(copy.toStdString()).smallPicture.empty();
    };
    QVERIFY(QTest::qWaitFor(hasPicture, WindowBench::kPatience));
    window().windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestWindowSessions::startsWhenTheCopyIsMade()
{
    constexpr int kLongerThanFilesAreWaitedFor = 4000;
    m_bench.openTiny(20);
    run();
    const QString session = sessionFile();
    QSignalSpy failed(&window().controller(), &RunController::keepingFailed);
    QSignalSpy started(&window().controller(), &RunController::runStarted);
    QSignalSpy ended(&window().controller(), &RunController::runEnded);
    {
        const FileTurn turn(*window().controller().fileTurns()); // as one has it who copies much
        const SessionStore copied(session.toStdString());
        m_bench.start();
        QVERIFY(!started.wait(kLongerThanFilesAreWaitedFor));
        // The window goes on, and the run can be given up.
        window().windowActions().stop->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
        ended.clear();
        m_bench.start();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Preparing, WindowBench::kPatience);
    }
    QVERIFY(outcomeOf(ended).problem.isEmpty());
    QVERIFY(failed.isEmpty());
    m_bench.window.reset();
    QCOMPARE(readSessionSummary(session.toStdString()).runs, std::size_t{2});
}

void TestWindowSessions::theRunMakesACopyThatItCameBefore()
{
    m_bench.openTiny(20);
    run();
    const auto gate = std::make_shared<QSemaphore>();
    const auto opened = qScopeGuard([gate] { gate->release(); });
    machine().filePool().start([gate] { gate->acquire(); }); // other work
    const QString copy = path("late.cnnvis");
    window().sessions().saveCopy(copy);
    QSignalSpy started(&window().controller(), &RunController::runStarted);
    window().store().edit(QStringLiteral("num_steps"), QStringLiteral("1000000000"));
    m_bench.start();
    QVERIFY(!started.isEmpty() || started.wait(WindowBench::kPatience));
    QVERIFY(!QFile::exists(copy));
    gate->release();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(copy), WindowBench::kPatience);
    QCOMPARE(m_bench.state(), RunState::Running);
    window().windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestWindowSessions::aStarKeepsASessionWhole()
{
    m_bench.openTiny(20);
    QVERIFY(!window().windowActions().keepSession->isEnabled());
    run();
    QAction* const star = window().windowActions().keepSession;
    QVERIFY(star->isEnabled() && !star->isChecked());
    star->trigger();
    const QString session = sessionFile();
    m_bench.window.reset();
    QVERIFY(readSessionSummary(session.toStdString()).isKeptWhole);
    m_bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(
        star != window().windowActions().keepSession && window().windowActions().keepSession->isChecked(),
        WindowBench::kPatience);
}

void TestWindowSessions::thinnedSessionsCanBeDreamtAgain()
{
    m_bench.openTiny(20);
    const RunOutcome whole = run();
    const QString session = sessionFile();
    m_bench.window.reset();
    SessionStore(session.toStdString()).reduce(SessionStore::Reduction::RecipesAlone);
    m_bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(view().scene().lanes.size(), 1, WindowBench::kPatience);
    QCOMPARE(view().scene().done, 40);
    QVERIFY(view().scene().states.isEmpty());
    machine().goTo(10);
    const RunOutcome again = run();
    QVERIFY2(again.problem.isEmpty(), qPrintable(again.problem.message));
    QCOMPARE(again.step, whole.step);
    QCOMPARE(again.picture.size(), whole.picture.size());
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(again.picture.pixels8()), 3 * 14 * 15),
        QByteArray(reinterpret_cast<const char*>(whole.picture.pixels8()), 3 * 14 * 15));
}

void TestWindowSessions::whatARecipeTurnsIsNotWaiting()
{
    m_bench.openTiny(1'000'000);
    DreamRecipe recipe;
    recipe.settings = window().store().settings();
    recipe.changes = {{{0, 5}, {{"image_type", "amplify_neuron"}, {"target_neuron", "0"}}}};
    QSignalSpy turned(&window().controller(), &RunController::settingsTurned);
    window().findChild<RunDesk*>()->replay(recipe);
    QTRY_VERIFY_WITH_TIMEOUT(turned.size() > 0, WindowBench::kPatience);
    QCOMPARE(window().store().settings().imageType, ImageType::AmplifyNeuron);
    QVERIFY2(window().parts().settings->keysAwaitingRestart().isEmpty(),
        qPrintable(window().parts().settings->keysAwaitingRestart().join(QLatin1Char(' '))));
    window().windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

QTEST_MAIN(TestWindowSessions)
#include "tst_window_sessions.moc"
