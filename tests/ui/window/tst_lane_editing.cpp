// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/same_pixels.h"
#include "window_bench.h"

#include "cnnvis/session.h"
#include "timeline/timeline_view.h"
#include "window/time_machine.h"

#include <QMenu>
#include <QPushButton>
#include <QUndoStack>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

const QString kRate = QStringLiteral("learning_rate");

/// The picture that the recipe makes without a window.
Picture pictureOf(const DreamRecipe& recipe)
{
    SessionRequest request;
    request.settings = recipe.settings;
    request.script = RunScript(recipe);
    RunControl control;
    return Session(request, control).run().picture;
}

} // namespace

/// Lanes of settings, edited on the timeline of the real window.
class TestLaneEditing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void settingsGetALane();
    void pointsAreMadeMovedAndUndoneByMouse();
    void editsOfThePastAreReplayedInABranch();
    void editsOfTheFutureActAsTheRunGoes();
    void aRampThatIsOnItsWayIsBent();
    void undoOfTheFutureActsToo();
    void pointsAreEditedByKeys();
    void presetsTurnKnobsByThemselves();
    void knobsThatAreTurnedWin();

private:
    TimelineView& view() { return *m_bench.window->parts().timeline; }
    const TimelineKnob& knob() { return view().scene().knobs[0]; }
    QUndoStack& undo() { return *m_bench.window->store().undoStack(); }
    /// Of the lane of the rate, whatever its height there.
    QPoint placeOf(int step) { return {static_cast<int>(view().xOf(step)), view().knobRect(0).center().y()}; }
    void openLane()
    {
        Q_EMIT view().laneWanted(kRate);
        QTRY_VERIFY(!view().scene().knobs.isEmpty());
        QCOMPARE(knob().key, kRate);
    }
    /// A run that is held behind its first step.
    void hold(int steps)
    {
        m_bench.openTiny(steps);
        m_bench.window->windowActions().step->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(view().scene().done == 1, WindowBench::kPatience);
        openLane();
    }
    RunOutcome goOn()
    {
        QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
        m_bench.window->windowActions().pause->trigger();
        return WindowBench::outcomeOf(ended);
    }
    void edit(const QVector<TimelinePoint>& points) { Q_EMIT view().laneEdited(kRate, points, false); }

    WindowBench m_bench;
};

void TestLaneEditing::settingsGetALane()
{
    m_bench.openTiny(20);
    m_bench.run();
    QTRY_COMPARE(view().scene().done, 40);
    QVERIFY(view().scene().knobs.isEmpty());
    QVERIFY(view().scene().others.contains({kRate, QStringLiteral("Learning rate")}));
    openLane();
    QCOMPARE(knob().points.size(), 1);
    QCOMPARE(knob().points[0].value, 1.0);
    QVERIFY(!view().scene().others.contains({kRate, QStringLiteral("Learning rate")}));
    QVERIFY(!view().scene().isEdited);
}

void TestLaneEditing::pointsAreMadeMovedAndUndoneByMouse()
{
    m_bench.openTiny(20);
    m_bench.run();
    QTRY_COMPARE(view().scene().done, 40);
    openLane();
    QTest::mouseDClick(&view(), Qt::LeftButton, {}, placeOf(30));
    QCOMPARE(knob().points.size(), 2);
    QCOMPARE(knob().points[1].step, 30);
    QCOMPARE(knob().points[1].value, 1.0);
    // Dragged to the left and upwards.
    const QPoint from = placeOf(30);
    QTest::mousePress(&view(), Qt::LeftButton, {}, from);
    QTest::mouseMove(&view(), placeOf(24) - QPoint(0, 30));
    QCOMPARE(knob().points[1].step, 24);
    QVERIFY(knob().points[1].value > 1.5);
    QVERIFY(knob().points[1].text != QStringLiteral("1.00"));
    QTest::mouseRelease(&view(), Qt::LeftButton, {}, placeOf(24) - QPoint(0, 30));
    QCOMPARE(knob().points[1].step, 24);
    QVERIFY(view().scene().isEdited);
    QVERIFY(knob().points[1].shape == TimelineShape::Hold);
    // With Shift, as the end of a ramp.
    QTest::mousePress(&view(), Qt::LeftButton, Qt::ShiftModifier, placeOf(24));
    QMouseEvent moved(QEvent::MouseMove, placeOf(28), view().mapToGlobal(placeOf(28)), Qt::LeftButton, Qt::LeftButton,
        Qt::ShiftModifier);
    QCoreApplication::sendEvent(&view(), &moved);
    QTest::mouseRelease(&view(), Qt::LeftButton, Qt::ShiftModifier, placeOf(28));
    QVERIFY(knob().points[1].shape == TimelineShape::Linear);
    QCOMPARE(knob().points[1].step, 28);
    undo().undo();
    QVERIFY(knob().points[1].shape == TimelineShape::Hold);
    QCOMPARE(knob().points[1].step, 24);
    undo().undo();
    QCOMPARE(knob().points[1].step, 30);
    undo().undo();
    QCOMPARE(knob().points.size(), 1);
    QVERIFY(!view().scene().isEdited);
    undo().redo();
    QCOMPARE(knob().points.size(), 2);
    QCOMPARE(m_bench.window->store().settings().learningRate, 1.0); // it is no setting that was turned
}

void TestLaneEditing::editsOfThePastAreReplayedInABranch()
{
    m_bench.openTiny(20);
    const RunOutcome whole = m_bench.run();
    QTRY_COMPARE(view().scene().done, 40);
    openLane();
    edit({{0, 1.0, TimelineShape::Hold, {}}, {10, 4.0, TimelineShape::Hold, {}}, {30, 0.1, TimelineShape::Eased, {}}});
    QVERIFY(view().scene().isEdited);
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    QVERIFY(m_bench.bar().isVisible());
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    const RunOutcome branch = WindowBench::outcomeOf(ended);
    QVERIFY2(branch.problem.isEmpty(), qPrintable(branch.problem.message));
    QVERIFY(!haveSamePixels(branch.picture, whole.picture));
    QCOMPARE(branch.recipe.ramps.size(), std::size_t{1});
    QCOMPARE(branch.recipe.settingsAtEnd().learningRate, 0.1);
    QVERIFY(haveSamePixels(pictureOf(branch.recipe), branch.picture));
    // The run before stays as it was, and the branch has what was drawn.
    QTRY_COMPARE(view().scene().lanes.size(), 2);
    QVERIFY(!view().scene().isEdited);
    QCOMPARE(knob().points.size(), 3);
    QCOMPARE(knob().points[2].step, 30);
    QVERIFY(knob().points[2].shape == TimelineShape::Eased);
    QCOMPARE(m_bench.window->store().settings().learningRate, 0.1);
    Q_EMIT view().laneChosen(view().scene().lanes[0].id);
    QTRY_COMPARE(knob().points.size(), 1);
}

void TestLaneEditing::editsOfTheFutureActAsTheRunGoes()
{
    hold(20);
    edit({{0, 1.0, TimelineShape::Hold, {}}, {10, 8.0, TimelineShape::Hold, {}}, {30, 0.5, TimelineShape::Linear, {}}});
    QVERIFY(!view().scene().isEdited);
    QCOMPARE(knob().points.size(), 3);
    const RunOutcome outcome = goOn();
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QCOMPARE(outcome.recipe.ramps.size(), std::size_t{1});
    QVERIFY(!outcome.recipe.ramps[0].since && !outcome.recipe.ramps[0].until);
    QCOMPARE(m_bench.window->controller().settingsOfStep(0, 10)->learningRate, 1.0);
    QCOMPARE(m_bench.window->controller().settingsOfStep(0, 11)->learningRate, 8.0);
    QCOMPARE(m_bench.window->controller().settingsOfStep(1, 10)->learningRate, 0.5);
    QCOMPARE(m_bench.window->store().settings().learningRate, 0.5); // the knob has gone along
    QVERIFY(haveSamePixels(pictureOf(outcome.recipe), outcome.picture));
    QTRY_COMPARE(view().scene().lanes.size(), 1); // the run went on
}

void TestLaneEditing::aRampThatIsOnItsWayIsBent()
{
    hold(20);
    edit({{0, 1.0, TimelineShape::Hold, {}}, {2, 8.0, TimelineShape::Hold, {}}, {30, 0.5, TimelineShape::Linear, {}}});
    for (int step = 2; step <= 6; ++step) {
        m_bench.window->windowActions().step->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(view().scene().done, step, WindowBench::kPatience);
    }
    QVector<TimelinePoint> points = knob().points;
    QCOMPARE(points.size(), 3);
    points[2].value = 20.0;
    edit(points);
    QVERIFY(!view().scene().isEdited);
    QCOMPARE(knob().points.size(), 4);
    QCOMPARE(knob().points[2].step, 6);
    const RunOutcome outcome = goOn();
    QCOMPARE(m_bench.window->store().settings().learningRate, 20.0);
    QCOMPARE(outcome.recipe.ramps.size(), std::size_t{2});
    QVERIFY(haveSamePixels(pictureOf(outcome.recipe), outcome.picture));
}

void TestLaneEditing::undoOfTheFutureActsToo()
{
    hold(20);
    edit({{0, 1.0, TimelineShape::Hold, {}}, {10, 8.0, TimelineShape::Hold, {}}, {30, 0.5, TimelineShape::Linear, {}}});
    undo().undo();
    QCOMPARE(knob().points.size(), 1);
    const RunOutcome outcome = goOn();
    QVERIFY(outcome.recipe.ramps.empty() && outcome.recipe.changes.empty());
    QCOMPARE(m_bench.window->store().settings().learningRate, 1.0);
}

void TestLaneEditing::pointsAreEditedByKeys()
{
    m_bench.openTiny(20);
    m_bench.run();
    QTRY_COMPARE(view().scene().done, 40);
    openLane();
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Down);
    QTest::keyClick(&view(), Qt::Key_Insert); // at the playhead
    QCOMPARE(knob().points.size(), 2);
    QCOMPARE(knob().points[1].step, 40);
    QTest::keyClick(&view(), Qt::Key_Left, Qt::AltModifier);
    QTest::keyClick(&view(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(knob().points[1].step, 39);
    QVERIFY(knob().points[1].value > 1.0);
    QTest::keyClick(&view(), Qt::Key_E);
    QVERIFY(knob().points[1].shape == TimelineShape::Eased);
    QTest::keyClick(&view(), Qt::Key_H);
    QVERIFY(knob().points[1].shape == TimelineShape::Hold);
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ControlModifier);
    QTest::keyClick(&view(), Qt::Key_Delete); // the first one stays
    QCOMPARE(knob().points.size(), 2);
    QTest::keyClick(&view(), Qt::Key_Right, Qt::ControlModifier);
    QTest::keyClick(&view(), Qt::Key_Delete);
    QCOMPARE(knob().points.size(), 1);
}

void TestLaneEditing::presetsTurnKnobsByThemselves()
{
    m_bench.openTiny(20);
    SettingRamp ramp;
    ramp.key = "learning_rate";
    ramp.from = 8.0;
    ramp.to = 0.5;
    m_bench.window->store().replace(
        {QStringLiteral("Falling"), m_bench.tinySettings(20), {ramp}}, QStringLiteral("Apply"));
    for (int time = 0; time < 2; ++time) {
        const RunOutcome outcome = m_bench.run();
        QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
        QCOMPARE(outcome.recipe.ramps, std::vector<SettingRamp>{ramp});
        QVERIFY(outcome.recipe.changes.empty());
        QCOMPARE(m_bench.window->controller().settingsOfStep(1, 1)->learningRate, 8.0);
        QCOMPARE(m_bench.window->store().settings().learningRate, 0.5);
        QVERIFY(haveSamePixels(pictureOf(outcome.recipe), outcome.picture));
    }
    QTRY_COMPARE(knob().points.size(), 4); // each size
    undo().undo();
    QVERIFY(m_bench.window->store().origin().ramps.empty());
    QVERIFY(m_bench.run().recipe.ramps.empty());
}

void TestLaneEditing::knobsThatAreTurnedWin()
{
    hold(20);
    edit({{0, 1.0, TimelineShape::Hold, {}}, {2, 8.0, TimelineShape::Hold, {}}, {20, 0.5, TimelineShape::Linear, {}}});
    for (int step = 2; step <= 6; ++step) {
        m_bench.window->windowActions().step->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(view().scene().done, step, WindowBench::kPatience);
    }
    m_bench.window->store().edit(kRate, QStringLiteral("33"));
    const RunOutcome outcome = goOn();
    QCOMPARE(m_bench.window->store().settings().learningRate, 33.0);
    QCOMPARE(m_bench.window->controller().settingsOfStep(1, 20)->learningRate, 33.0);
    QVERIFY(haveSamePixels(pictureOf(outcome.recipe), outcome.picture));
}

QTEST_MAIN(TestLaneEditing)
#include "tst_lane_editing.moc"
