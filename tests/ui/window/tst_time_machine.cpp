// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/same_pixels.h"
#include "window_bench.h"

#include "timeline/timeline_view.h"
#include "widgets/picture_image.h"
#include "window/picture_presenter.h"
#include "window/run_desk.h"
#include "window/time_machine.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// The past of a run in the real window.
class TestTimeMachine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void showsTheCourseOfARun();
    void looksBackAndReturns();
    void goesOnFromAnyStepExactly();
    void newDreamsAreLanesBesideTheOld();
    void goesOnFromTheEndOfAStoppedRun();
    void aKnobInThePastMakesABranch();
    void theRunGoesOnWhileThePastIsSeen();
    void undoInARunOffersToGoBack();
    void branchesAreNamedStarredAndDeleted();
    void aKnobOnTheWayToABranchIsForTheBranch();
    void undoInThePastIsAboutThePresent();
    void presetsInThePastAreAboutThePresent();
    void recipesGoOnTurningWhileThePastIsSeen();
    void quittingInThePastKeepsThePresentSettings();
    void refusesToGoOnAtAnotherSize();
    void countsStepsWhereTheirNumberChanged();
    void showsTheBranchThatIsSeenOfMany();

private:
    TimelineView& view() { return *m_bench.window->parts().timeline; }
    TimeMachine& machine() { return m_bench.window->timeMachine(); }
    const RunSettings& settings() { return m_bench.window->store().settings(); }

    WindowBench m_bench;
};

void TestTimeMachine::showsTheCourseOfARun()
{
    m_bench.openTiny(20);
    QVERIFY(!view().isVisible());
    const RunOutcome outcome = m_bench.run();
    // What is saved of it with 8 bits is what its recipe makes.
    const Picture deep = m_bench.window->pictures().shown().picture;
    QCOMPARE(deep.bitsPerChannel(), 16);
    QVERIFY(haveSamePixels(withDepth(deep, 8), outcome.picture));
    QTRY_VERIFY(view().isVisible());
    QTRY_COMPARE(view().scene().done, 40);
    QCOMPARE(view().scene().steps, 40);
    QCOMPARE(view().scene().sizeStarts, (QVector<int>{0, 20}));
    QVERIFY(
        view().scene().states.contains(0) && view().scene().states.contains(20) && view().scene().states.contains(40));
    QCOMPARE(view().scene().lanes.size(), 1);
    QVERIFY(view().scene().knobs.isEmpty());
}

void TestTimeMachine::looksBackAndReturns()
{
    m_bench.openTiny(20);
    m_bench.run();
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("7"));
    const QImage present = m_bench.canvas().picture();
    machine().goTo(20);
    QVERIFY(machine().isInPast());
    QCOMPARE(settings().learningRate, 1.0); // as it was then
    // The end of the first size was kept: it is seen as it was.
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(12, 12));
    QTRY_VERIFY(m_bench.window->pictures().shown().isDreamt);
    QCOMPARE(m_bench.window->pictures().shown().recipe.end->steps, 20);
    machine().returnToPresent();
    QVERIFY(!machine().isInPast());
    QCOMPARE(settings().learningRate, 7.0);
    QCOMPARE(m_bench.canvas().picture(), present);
    QCOMPARE(m_bench.state(), RunState::Idle);
}

void TestTimeMachine::goesOnFromAnyStepExactly()
{
    m_bench.openTiny(20);
    const RunOutcome whole = m_bench.run();
    for (const int step : {1, 7, 13, 20, 21, 33}) {
        machine().goTo(step);
        const RunOutcome again = m_bench.run();
        QVERIFY2(again.problem.isEmpty(), qPrintable(again.problem.message));
        QCOMPARE(again.step, 20);
        QVERIFY(haveSamePixels(again.picture, whole.picture));
        QVERIFY(again.recipe.changes.empty());
    }
    QCOMPARE(view().scene().lanes.size(), 7);
}

void TestTimeMachine::newDreamsAreLanesBesideTheOld()
{
    m_bench.openTiny(20);
    m_bench.run();
    m_bench.window->store().edit(QStringLiteral("target_neuron"), QStringLiteral("0"));
    m_bench.window->store().edit(QStringLiteral("final_size"), QStringLiteral("20x20"));
    QVERIFY(m_bench.run().problem.isEmpty());
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    QCOMPARE(view().scene().lanes[1].from, 0);
    // The old one can be looked at, and left again.
    Q_EMIT view().laneChosen(view().scene().lanes[0].id);
    QCOMPARE(settings().finalSize, std::string("14x15"));
    const RunOutcome again = m_bench.run();
    QVERIFY2(again.problem.isEmpty(), qPrintable(again.problem.message));
    QCOMPARE(again.picture.size(), (PictureSize{14, 15}));
}

void TestTimeMachine::goesOnFromTheEndOfAStoppedRun()
{
    m_bench.startEndless();
    QTRY_VERIFY(view().scene().done > 5);
    m_bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
    const int done = view().scene().done;
    Q_EMIT view().branchWanted();
    QTRY_VERIFY_WITH_TIMEOUT(view().scene().done > done, WindowBench::kPatience);
    QCOMPARE(view().scene().lanes.size(), 2);
    QCOMPARE(view().scene().lanes[1].from, done);
    m_bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestTimeMachine::aKnobInThePastMakesABranch()
{
    m_bench.openTiny(20);
    const RunOutcome whole = m_bench.run();
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    machine().goTo(25);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    const RunOutcome branch = WindowBench::outcomeOf(ended);
    QVERIFY2(branch.problem.isEmpty(), qPrintable(branch.problem.message));
    QCOMPARE(branch.recipe.changes.size(), std::size_t{1});
    QVERIFY((branch.recipe.changes[0].after == RunPosition{1, 5}));
    QCOMPARE(settings().learningRate, 3.0);
    QVERIFY(!haveSamePixels(branch.picture, whole.picture));
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    QVERIFY(!machine().isInPast() && m_bench.window->pictures().isLiveShown());
    QCOMPARE(view().playhead(), -1);
    QVERIFY(view().scene().lanes[1].isChosen);
    QCOMPARE(view().scene().lanes[1].from, 25);
    QCOMPARE(view().scene().lanes[1].name, QStringLiteral("Learning rate 3.00"));
    QCOMPARE(view().scene().knobs.size(), 1);
    // What only a new run can have, too.
    ended.clear();
    machine().goTo(30);
    QCOMPARE(settings().learningRate, 3.0);
    m_bench.window->store().edit(QStringLiteral("image_type"), QStringLiteral("amplify_neuron"));
    const RunOutcome second = WindowBench::outcomeOf(ended);
    QVERIFY2(second.problem.isEmpty(), qPrintable(second.problem.message));
    QCOMPARE(second.recipe.changes.size(), std::size_t{2});
    QCOMPARE(second.recipe.settingsAtEnd().imageType, ImageType::AmplifyNeuron);
}

void TestTimeMachine::theRunGoesOnWhileThePastIsSeen()
{
    m_bench.startEndless();
    QTRY_VERIFY(view().scene().done > 20);
    machine().goTo(10);
    QCOMPARE(m_bench.state(), RunState::Running);
    const int done = view().scene().done;
    QTRY_VERIFY(view().scene().done > done);
    QVERIFY(machine().isInPast());
    machine().returnToPresent();
    QCOMPARE(m_bench.state(), RunState::Running);
    m_bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestTimeMachine::undoInARunOffersToGoBack()
{
    m_bench.startEndless();
    QTRY_VERIFY(view().scene().done > 5);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    QTRY_COMPARE(view().scene().knobs.size(), 1);
    const double turned = view().scene().knobs[0].points[1].step;
    m_bench.window->store().undoStack()->undo();
    QCOMPARE(settings().learningRate, 1.0);
    QVERIFY(m_bench.bar().isVisible());
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    QVERIFY(machine().isInPast());
    QCOMPARE(static_cast<double>(view().playhead()), turned);
    machine().returnToPresent();
    m_bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestTimeMachine::branchesAreNamedStarredAndDeleted()
{
    m_bench.openTiny(20);
    m_bench.run();
    machine().goTo(25);
    m_bench.run();
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    const int first = view().scene().lanes[0].id;
    Q_EMIT view().starToggled(first);
    QVERIFY(view().scene().lanes[0].isStarred);
    Q_EMIT view().laneChosen(first);
    QVERIFY(machine().isInPast());
    QVERIFY(view().scene().lanes[0].isChosen);
    Q_EMIT view().presentWanted();
    QVERIFY(view().scene().lanes[1].isChosen);
    Q_EMIT view().deleteWanted(first);
    QCOMPARE(view().scene().lanes.size(), 1);
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    QCOMPARE(view().scene().lanes.size(), 2);
    QCOMPARE(view().scene().lanes[0].id, first);
}

void TestTimeMachine::aKnobOnTheWayToABranchIsForTheBranch()
{
    m_bench.openTiny(400);
    m_bench.run();
    // Nothing is kept between the sizes' ends for sure, so that the way there is long.
    machine().goTo(395);
    QSignalSpy started(&m_bench.window->controller(), &RunController::runStarted);
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("5"));
    QTRY_COMPARE(started.size(), 1);
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("7"));
    const RunOutcome outcome = WindowBench::outcomeOf(ended);
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QVERIFY(!outcome.recipe.changes.empty());
    QVERIFY((RunPosition{0, 395} <= outcome.recipe.changes.front().after)); // nothing before
    QCOMPARE(outcome.recipe.settingsAtEnd().learningRate, 7.0);
    QCOMPARE(settings().learningRate, 7.0);
}

void TestTimeMachine::undoInThePastIsAboutThePresent()
{
    m_bench.startEndless();
    QTRY_VERIFY(view().scene().done > 20);
    QUndoStack* const undo = m_bench.window->store().undoStack();
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("7"));
    const int count = undo->count();
    machine().goTo(10);
    QCOMPARE(settings().learningRate, 1.0);
    QCOMPARE(undo->count(), count); // looking back is no change
    undo->undo();
    QVERIFY(!machine().isInPast());
    QCOMPARE(settings().learningRate, 1.0);
    QTest::qWait(900); // longer than a knob would wait to begin a branch
    QCOMPARE(view().scene().lanes.size(), 1);
    QCOMPARE(m_bench.window->controller().settings().learningRate, 1.0);
    undo->redo();
    QCOMPARE(settings().learningRate, 7.0);
    m_bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestTimeMachine::presetsInThePastAreAboutThePresent()
{
    m_bench.openTiny(20);
    m_bench.run();
    machine().goTo(10);
    RunSettings other = m_bench.tinySettings(20);
    other.learningRate = 5.0;
    m_bench.window->store().replace(other, QStringLiteral("a preset"));
    QVERIFY(!machine().isInPast());
    QCOMPARE(settings().learningRate, 5.0);
    QTest::qWait(900);
    QCOMPARE(m_bench.state(), RunState::Idle);
}

void TestTimeMachine::recipesGoOnTurningWhileThePastIsSeen()
{
    m_bench.openTiny(400);
    DreamRecipe recipe;
    recipe.settings = settings();
    recipe.changes = {{{1, 399}, {{"learning_rate", "3"}}}};
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    QSignalSpy started(&m_bench.window->controller(), &RunController::runStarted);
    m_bench.window->findChild<RunDesk*>()->replay(recipe);
    QTRY_COMPARE(started.size(), 1);
    QTRY_VERIFY(view().scene().done > 3);
    machine().goTo(2);
    QVERIFY(WindowBench::outcomeOf(ended).problem.isEmpty());
    QVERIFY(machine().isInPast());
    QCOMPARE(settings().learningRate, 1.0);
    QTest::qWait(900);
    QCOMPARE(view().scene().lanes.size(), 1);
    machine().returnToPresent();
    QCOMPARE(settings().learningRate, 3.0);
}

void TestTimeMachine::quittingInThePastKeepsThePresentSettings()
{
    m_bench.openTiny(20);
    m_bench.run();
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("7"));
    machine().goTo(10);
    m_bench.window->close();
    m_bench.window.reset();
    m_bench.open();
    QCOMPARE(settings().learningRate, 7.0);
}

void TestTimeMachine::refusesToGoOnAtAnotherSize()
{
    m_bench.openTiny(20);
    m_bench.run();
    machine().goTo(30);
    m_bench.window->store().edit(QStringLiteral("final_size"), QStringLiteral("20x20"));
    QTRY_VERIFY_WITH_TIMEOUT(m_bench.bar().isVisible(), WindowBench::kPatience);
    QVERIFY(machine().isInPast());
    QCOMPARE(m_bench.state(), RunState::Idle);
    QCOMPARE(view().scene().lanes.size(), 1);
    // Of the size that is still to come, it may be another.
    machine().goTo(10);
    m_bench.window->store().edit(QStringLiteral("final_size"), QStringLiteral("20x20"));
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    const RunOutcome outcome = WindowBench::outcomeOf(ended);
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QCOMPARE(outcome.picture.size(), (PictureSize{20, 20}));
}

void TestTimeMachine::countsStepsWhereTheirNumberChanged()
{
    m_bench.startEndless();
    QTRY_VERIFY(view().scene().done > 20);
    m_bench.window->windowActions().pause->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Paused, WindowBench::kPatience);
    QTest::qWait(200);
    const int done = view().scene().done;
    m_bench.window->store().edit(QStringLiteral("num_steps"), QStringLiteral("10")); // fewer than were done
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    m_bench.window->windowActions().pause->trigger();
    QVERIFY(WindowBench::outcomeOf(ended).problem.isEmpty());
    QTRY_VERIFY(view().scene().sizeStarts.value(1) >= done);
    QCOMPARE(view().scene().done, view().scene().sizeStarts.value(1) + 10);
}

void TestTimeMachine::showsTheBranchThatIsSeenOfMany()
{
    m_bench.openTiny(20);
    m_bench.run();
    for (int branch = 0; branch < 7; ++branch) {
        machine().goTo(5 + branch);
        m_bench.run();
    }
    QTRY_COMPARE(view().scene().lanes.size(), 8);
    QVERIFY(view().scene().lanes[7].isChosen && view().scene().lanes[7].isLast);
    // The lowest row is the newest one.
    QTest::mouseClick(&view(), Qt::LeftButton, {}, QPoint(20, view().height() - 16));
    QVERIFY(!machine().isInPast() || view().scene().lanes[7].isChosen);
    QTest::mouseClick(
        &view(), Qt::LeftButton, {}, QPoint(20, view().height() - 16 - 2 * (view().fontMetrics().height() + 3)));
    QTRY_VERIFY(view().scene().lanes[5].isChosen);
}

QTEST_MAIN(TestTimeMachine)
#include "tst_time_machine.moc"
