// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/same_pixels.h"
#include "window_bench.h"

#include "run/kept_session.h"
#include "timeline/timeline_view.h"
#include "window/picture_presenter.h"
#include "window/run_desk.h"
#include "window/time_machine.h"

#include <QDir>
#include <QPushButton>
#include <QScopeGuard>
#include <QSemaphore>
#include <QSignalSpy>

#include <memory>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// What the next start of the window has of the runs of the last one.
class TestTimeMachineSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void isThereAgainAtTheNextStart();
    void goesOnWhereItWasCutOff();
    void goesOnWithTheRestOfARecipe();
    void dreamsOnWhereNothingCanBeKept();
    void makesFramesWhileFilesAreBusy();

private:
    TimelineView& view() { return *m_bench.window->parts().timeline; }
    TimeMachine& machine() { return m_bench.window->timeMachine(); }
    const RunSettings& settings() { return m_bench.window->store().settings(); }

    WindowBench m_bench;
};

void TestTimeMachineSession::isThereAgainAtTheNextStart()
{
    m_bench.openTiny(20);
    m_bench.run();
    machine().goTo(25);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    const RunOutcome branch = m_bench.run();
    Q_EMIT view().starToggled(view().scene().lanes[1].id);
    m_bench.window.reset();
    m_bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(view().scene().lanes.size(), 2, WindowBench::kPatience);
    QCOMPARE(view().scene().lanes[1].from, 25);
    QCOMPARE(view().scene().lanes[1].name, QStringLiteral("Learning rate 3.00"));
    QVERIFY(view().scene().lanes[1].isStarred);
    QCOMPARE(view().scene().done, 40);
    QCOMPARE(view().scene().knobs.size(), 1);
    QVERIFY(!m_bench.bar().isVisible()); // it had ended
    QTRY_VERIFY(m_bench.snapshots() > 0 && !m_bench.window->pictures().isLiveShown()); // the last dream is seen
    // The branch can be left again, and gets the same end by the same settings.
    machine().goTo(30);
    QCOMPARE(settings().learningRate, 3.0);
    const RunOutcome again = m_bench.run();
    QVERIFY2(again.problem.isEmpty(), qPrintable(again.problem.message));
    QVERIFY(haveSamePixels(again.picture, branch.picture));
    QCOMPARE(again.recipe.changes.size(), std::size_t{1});
    QTRY_COMPARE(view().scene().lanes.size(), 3);
}

void TestTimeMachineSession::goesOnWhereItWasCutOff()
{
    m_bench.openTiny(20);
    const RunOutcome whole = m_bench.run();
    // As if it had been killed: the file has no end.
    const QString folder = m_bench.options().runFolder;
    const QString path = QDir(folder).filePath(QDir(folder).entryList({QStringLiteral("*.cnnvis")}).value(0));
    m_bench.window.reset();
    {
        SessionStore store(path.toStdString());
        const std::int64_t id = store.runs().front().id;
        StoredProgress cut;
        cut.position = store.states(id).back();
        cut.state = store.state(id, cut.position);
        store.add(id, cut);
        QVERIFY(!store.runs().front().end);
    }
    m_bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().isVisible(), WindowBench::kPatience);
    QTRY_VERIFY(machine().isInPast()); // where it was cut off is seen
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(15, 14));
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    const RunOutcome outcome = WindowBench::outcomeOf(ended);
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QVERIFY(haveSamePixels(outcome.picture, whole.picture));
}

void TestTimeMachineSession::goesOnWithTheRestOfARecipe()
{
    m_bench.openTiny(20);
    DreamRecipe recipe;
    recipe.settings = settings();
    recipe.changes = {{{0, 5}, {{"learning_rate", "3"}}}, {{1, 15}, {{"tv_reg", "7"}}}};
    QSignalSpy kept(&m_bench.window->controller(), &RunController::stateKept);
    QSignalSpy whole(&m_bench.window->controller(), &RunController::runEnded);
    m_bench.window->findChild<RunDesk*>()->replay(recipe);
    const RunOutcome outcome = WindowBench::outcomeOf(whole);
    KeptState middle;
    for (const QList<QVariant>& arguments : kept) {
        const auto state = arguments[0].value<KeptState>();
        if (state->state.sizeIndex == 0 && state->state.steps == 20)
            middle = state;
    }
    QVERIFY(middle != nullptr); // sizes' ends are always kept
    m_bench.window.reset();
    {
        // As a kill between the two changes leaves it.
        SessionStore store(newSessionPath(m_bench.options().runFolder).toStdString(), SessionStore::Opening::OrNew);
        StoredRun run;
        run.script = recipe;
        const std::int64_t id = store.addRun(run, middle->journal);
        StoredProgress progress;
        progress.firstEntry = progress.stateEntries = middle->journal.entries().size();
        progress.position = {0, 20};
        progress.state = middle->state;
        store.add(id, progress);
    }
    m_bench.open();
    QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().isVisible(), WindowBench::kPatience);
    QCOMPARE(settings().learningRate, 3.0);
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    const RunOutcome again = WindowBench::outcomeOf(ended);
    QVERIFY2(again.problem.isEmpty(), qPrintable(again.problem.message));
    QVERIFY(haveSamePixels(again.picture, outcome.picture));
    QCOMPARE(again.recipe.changes.size(), std::size_t{2});
    QCOMPARE(settings().tvReg, 7.0);
}

void TestTimeMachineSession::dreamsOnWhereNothingCanBeKept()
{
    // A file stands where the folder is wanted.
    QFile wall(m_bench.options().runFolder);
    QVERIFY(wall.open(QIODevice::WriteOnly));
    m_bench.openTiny(20);
    QVERIFY(m_bench.run().problem.isEmpty());
    wall.remove();
}

void TestTimeMachineSession::makesFramesWhileFilesAreBusy()
{
    m_bench.openTiny(5);
    const auto gate = std::make_shared<QSemaphore>();
    const auto opened = qScopeGuard([gate] { gate->release(); });
    machine().filePool().start([gate] { gate->acquire(); }); // as room is made for long
    QVERIFY(m_bench.run().problem.isEmpty());
    QTRY_VERIFY(!view().scene().lanes.isEmpty() && !view().scene().lanes[0].icon.isNull());
}

QTEST_MAIN(TestTimeMachineSession)
#include "tst_time_machine_session.moc"
