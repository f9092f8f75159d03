// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "network/layer_browser.h"
#include "plots/log_panel.h"
#include "plots/plots_panel.h"
#include "preset_library.h"
#include "presets/preset_browser.h"
#include "settings/settings_panel.h"
#include "window/picture_presenter.h"
#include "window/trace_presenter.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QUndoStack>

#include <algorithm>
#include <limits>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

QString textOf(const QObject& window, const char* name)
{
    const auto* label = window.findChild<QLabel*>(QLatin1String(name));
    return label != nullptr ? label->text() : QString();
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench.forgetDreams(); }
    void opensWithTheFirstPresetAndTheSamplePicture();
    void tellsThePlanBeforeTheStart();
    void runsToAPicture();
    void tracesPixelsFromTheFirstStep();
    void doesNotStartWithAnUnknownLayer();
    void doesNotStartWithWhatIsTypedWrong();
    void bringsALiveChangeToTheRun();
    void tellsOnceHowManyTilesFitIntoTheMemory();
    void keepsWhatWaitsForARestartFromTheRun();
    void restartsWithOneClick();
    void pausesStepsAndGoesOn();
    void stepsOnceWithoutARun();
    void keepsThePictureOfARunThatDiverges();
    void closesInTheMiddleOfARun();
    void appliesAPresetAsOneUndoStep();
    void keepsAPhotoOfOnesOwnUnderAPreset();
    void amplifiesANeuronAsOneUndoStep();
    void looksAtASnapshotWhileTheRunGoesOn();
    void namesTheTwoPicturesThatAreCompared();
    void halvesTheLearningRate();

private:
    WindowBench m_bench;
};

void TestMainWindow::opensWithTheFirstPresetAndTheSamplePicture()
{
    MainWindow& window = m_bench.open();
    RunSettings first;
    applyChange(first, loadPreset(kFirstPreset).change);
    QVERIFY(settingsDifference(first, window.store().settings()).empty());
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(1280, 800));
    QCOMPARE(window.controller().state(), RunState::Idle);
    QVERIFY(window.windowActions().start->isEnabled());
    QVERIFY(!window.windowActions().savePicture->isEnabled());
}

void TestMainWindow::tellsThePlanBeforeTheStart()
{
    MainWindow& window = m_bench.openTiny();
    QTRY_VERIFY(textOf(window, "statusText").startsWith(QStringLiteral("2 sizes: 12 × 12 … 15 × 14")));
    QVERIFY(window.windowActions().start->toolTip().contains(QStringLiteral("15 × 14")));
    // As soon as the machine's speed is known, the time, too.
    QTRY_VERIFY_WITH_TIMEOUT(textOf(window, "statusText").endsWith(QStringLiteral("a moment")), WindowBench::kPatience);
    window.store().edit(QStringLiteral("num_steps"), QStringLiteral("1000000000"));
    QTRY_VERIFY(textOf(window, "statusText").contains(QStringLiteral(" · about ")));
}

void TestMainWindow::runsToAPicture()
{
    MainWindow& window = m_bench.openTiny(3);
    QSignalSpy ended(&window.controller(), &RunController::runEnded);
    m_bench.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, WindowBench::kPatience);
    QCOMPARE(ended.first().first().value<RunOutcome>().kind, RunEndKind::Finished);
    QCOMPARE(m_bench.canvas().picture().size(), QSize(15, 14));
    QCOMPARE(m_bench.snapshots(), 1); // the last picture
    QVERIFY(window.windowActions().savePicture->isEnabled());
    QCOMPARE(window.pictures().shown().picture.bitsPerChannel(), 16);
    QCOMPARE(window.pictures().shown().recipe.settings.targetLayer, std::string("sum"));
    QCOMPARE(window.parts().plots->globalStep(), 6);
    QCOMPARE(window.windowTitle(), QStringLiteral("cnn-vis"));
    QVERIFY(!window.findChild<QProgressBar*>(QStringLiteral("runProgress"))->isVisible());
}

void TestMainWindow::tracesPixelsFromTheFirstStep()
{
    MainWindow& window = m_bench.openTiny(3);
    QSignalSpy ended(&window.controller(), &RunController::runEnded);
    for (int run = 1; run <= 2; ++run) {
        m_bench.start();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), run, WindowBench::kPatience);
        const PlotSeriesList& traces = window.parts().plots->plot(PlotsPanel::Plot::Traces)->series();
        QVERIFY(!traces.empty());
        QCOMPARE(traces.front()->data.points().first().step, 1.0);
    }
}

void TestMainWindow::doesNotStartWithAnUnknownLayer()
{
    MainWindow& window = m_bench.openTiny();
    window.store().edit(QStringLiteral("target_layer"), QStringLiteral("nowhere"));
    m_bench.start();
    QTRY_VERIFY(m_bench.bar().isVisible());
    QVERIFY(m_bench.bar().text().contains(QStringLiteral("nowhere")));
    QCOMPARE(window.controller().runId(), 0);
    QCOMPARE(window.store().problems().size(), std::size_t{1});
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    const auto* editor = window.findChild<QWidget*>(QStringLiteral("target_layer"));
    QTRY_VERIFY(editor->isVisible());
    QVERIFY(window.windowActions().start->isEnabled());
}

void TestMainWindow::doesNotStartWithWhatIsTypedWrong()
{
    MainWindow& window = m_bench.openTiny();
    auto* editor = window.findChild<QWidget*>(QStringLiteral("num_steps"));
    auto* line = editor->findChild<QLineEdit*>();
    QVERIFY(line != nullptr);
    line->setText(QStringLiteral("0"));
    m_bench.start();
    QVERIFY(m_bench.bar().isVisible());
    QVERIFY(window.parts().settings->hasInvalidInput());
    QCOMPARE(window.controller().runId(), 0);
}

void TestMainWindow::bringsALiveChangeToTheRun()
{
    m_bench.startEndless();
    MainWindow& window = *m_bench.window;
    QSignalSpy progressed(&window.controller(), &RunController::progressed);
    window.store().edit(QStringLiteral("learning_rate"), QStringLiteral("2.5"));
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().journal().back().settings.learningRate, 2.5, WindowBench::kPatience);
    std::vector<AppliedChange> changes;
    for (const QList<QVariant>& call : progressed) {
        const std::vector<AppliedChange> some = call.first().value<RunProgress>().changes;
        changes.insert(changes.end(), some.begin(), some.end());
    }
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.front().newText, QStringLiteral("2.5"));
    window.windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
}

void TestMainWindow::tellsOnceHowManyTilesFitIntoTheMemory()
{
    m_bench.startEndless();
    MainWindow& window = *m_bench.window;
    RunProgress progress;
    progress.runId = window.controller().runId();
    progress.steps.resize(2);
    for (StepReport& report : progress.steps)
        report.fittingTiles = 12;
    Q_EMIT window.controller().progressed(progress);
    Q_EMIT window.controller().progressed(progress);
    const auto* const log = window.parts().log->findChild<LogModel*>();
    QVERIFY(log != nullptr);
    int told = 0;
    for (int row = 0; row < log->rowCount(); ++row) {
        const QString text = log->index(row, LogModel::TextColumn).data().toString();
        told += text.contains(QStringLiteral("12 tiles")) ? 1 : 0;
    }
    QCOMPARE(told, 1);
}

void TestMainWindow::keepsWhatWaitsForARestartFromTheRun()
{
    m_bench.startEndless();
    MainWindow& window = *m_bench.window;
    window.store().edit(QStringLiteral("target_layer"), QStringLiteral("half"));
    QCOMPARE(window.controller().settings().targetLayer, std::string("sum"));
    QCOMPARE(window.parts().settings->keysAwaitingRestart(), QStringList{QStringLiteral("target_layer")});
}

void TestMainWindow::restartsWithOneClick()
{
    m_bench.startEndless();
    MainWindow& window = *m_bench.window;
    const int before = window.controller().runId();
    window.store().edit(QStringLiteral("target_layer"), QStringLiteral("half"));
    window.findChild<QPushButton*>(QStringLiteral("restart_button"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().runId(), before + 1, WindowBench::kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().settings().targetLayer, std::string("half"), WindowBench::kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(window.parts().settings->keysAwaitingRestart().isEmpty(), WindowBench::kPatience);
}

void TestMainWindow::pausesStepsAndGoesOn()
{
    m_bench.startEndless();
    const WindowActions& actions = m_bench.window->windowActions();
    actions.pause->trigger();
    QCOMPARE(m_bench.state(), RunState::Paused);
    QVERIFY(actions.pause->isChecked());
    actions.step->trigger();
    QCOMPARE(m_bench.state(), RunState::Paused);
    actions.pause->trigger();
    QCOMPARE(m_bench.state(), RunState::Running);
    QVERIFY(!actions.pause->isChecked());
    actions.stop->trigger();
    QVERIFY(!actions.stop->isEnabled()); // acknowledged at once
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.state(), RunState::Idle, WindowBench::kPatience);
    QVERIFY(!m_bench.canvas().picture().isNull());
}

void TestMainWindow::stepsOnceWithoutARun()
{
    MainWindow& window = m_bench.openTiny(1000);
    QSignalSpy progressed(&window.controller(), &RunController::progressed);
    window.windowActions().step->trigger();
    const auto steps = [&progressed] {
        std::size_t count = 0;
        for (const QList<QVariant>& call : progressed)
            count += call.first().value<RunProgress>().steps.size();
        return count;
    };
    QTRY_COMPARE_WITH_TIMEOUT(steps(), std::size_t{1}, WindowBench::kPatience);
    QCOMPARE(m_bench.state(), RunState::Paused);
}

void TestMainWindow::keepsThePictureOfARunThatDiverges()
{
    MainWindow& window = m_bench.openTiny(100);
    QCOMPARE(window.store().apply({{"learning_rate", "1e6"}, {"learning_rate_decay_iter", "1"},
                                      {"learning_rate_decay_fraction", "1000"}},
                 QStringLiteral("wild")),
        QString());
    QSignalSpy ended(&window.controller(), &RunController::runEnded);
    m_bench.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, WindowBench::kPatience);
    QVERIFY(ended.first().first().value<RunOutcome>().kind == RunEndKind::Diverged);
    QVERIFY(m_bench.bar().isVisible());
    QVERIFY(!m_bench.canvas().picture().isNull());
    QVERIFY(window.windowActions().start->isEnabled());
    // The row remembers.
    window.store().edit(QStringLiteral("learning_rate_decay_fraction"), QStringLiteral("1"));
    QVERIFY(textOf(window, "learning_rate_warning").contains(QStringLiteral("broke at")));
    QVERIFY(m_bench.bar().text().contains(QStringLiteral("“Learning rate”")));
}

void TestMainWindow::closesInTheMiddleOfARun()
{
    m_bench.startEndless();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(m_bench.window->close());
    m_bench.window.reset();
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

void TestMainWindow::appliesAPresetAsOneUndoStep()
{
    MainWindow& window = m_bench.openTiny();
    const RunSettings before = window.store().settings();
    const int index = window.store().undoStack()->index();
    const Preset preset = loadPreset("layer-sampler");
    Q_EMIT window.parts().presets->presetChosen(preset, QStringLiteral("layer-sampler"));
    QCOMPARE(window.store().undoStack()->index(), index + 1);
    QCOMPARE(window.store().settings().targetLayer, [&preset] {
        RunSettings settings;
        applyChange(settings, preset.change);
        return settings.targetLayer;
    }());
    const auto* button = window.findChild<QToolButton*>(QStringLiteral("presetButton"));
    QVERIFY(button->text().contains(QString::fromStdString(preset.title).left(8)));
    window.windowActions().undo->trigger();
    QVERIFY(settingsDifference(before, window.store().settings()).empty());
    QVERIFY(!button->text().contains(QString::fromStdString(preset.title).left(8)));
    window.windowActions().redo->trigger();
    QVERIFY(button->text().contains(QString::fromStdString(preset.title).left(8)));
}

void TestMainWindow::keepsAPhotoOfOnesOwnUnderAPreset()
{
    MainWindow& window = m_bench.openTiny();
    window.store().edit(QStringLiteral("initial_image"), QStringLiteral("/nowhere/mine.jpg"));
    Q_EMIT window.parts().presets->presetChosen(loadPreset(kFirstPreset), QString());
    QCOMPARE(window.store().settings().initialImage, std::string("/nowhere/mine.jpg"));
    Q_EMIT window.parts().presets->presetChosen({"Noise", "", {{"learning_rate", "2"}}}, QString());
    QCOMPARE(window.store().settings().initialImage, std::string("/nowhere/mine.jpg"));
}

void TestMainWindow::amplifiesANeuronAsOneUndoStep()
{
    MainWindow& window = m_bench.openTiny();
    const int index = window.store().undoStack()->index();
    Q_EMIT window.parts().layers->neuronChosen(QStringLiteral("half"), 0);
    QCOMPARE(window.store().settings().imageType, ImageType::AmplifyNeuron);
    QCOMPARE(window.store().settings().targetLayer, std::string("half"));
    QCOMPARE(window.store().undoStack()->index(), index + 1);
    Q_EMIT window.parts().layers->targetChosen(QStringLiteral("sum"));
    QCOMPARE(window.store().settings().imageType, ImageType::AmplifyLayer);
}

void TestMainWindow::looksAtASnapshotWhileTheRunGoesOn()
{
    m_bench.startEndless();
    MainWindow& window = *m_bench.window;
    window.windowActions().snapshot->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_bench.snapshots() > 0, WindowBench::kPatience);
    window.parts().strip->choose(1);
    QVERIFY(!window.pictures().isLiveShown());
    const QImage looked = m_bench.canvas().picture();
    QSignalSpy pictures(&window.controller(), &RunController::pictureArrived);
    QTRY_VERIFY_WITH_TIMEOUT(pictures.size() >= 2, WindowBench::kPatience);
    QCOMPARE(m_bench.canvas().picture(), looked);
    window.parts().strip->chooseLive();
    QVERIFY(window.pictures().isLiveShown());
}

void TestMainWindow::namesTheTwoPicturesThatAreCompared()
{
    MainWindow& window = m_bench.openTiny(4);
    QSignalSpy ended(&window.controller(), &RunController::runEnded);
    window.controller().setSnapshotInterval(2);
    m_bench.start();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, WindowBench::kPatience);
    QCOMPARE(m_bench.canvas().beforeText(), QStringLiteral("start"));
    QVERIFY(m_bench.snapshots() >= 2);
    Q_EMIT window.parts().strip->compareRequested(1, 3);
    QVERIFY(m_bench.canvas().isComparing());
    QCOMPARE(m_bench.canvas().beforeText(), QStringLiteral("size 1 · step 2"));
    QCOMPARE(m_bench.canvas().afterText(), QStringLiteral("size 2 · step 2"));
    window.parts().strip->choose(2);
    QCOMPARE(m_bench.canvas().beforeText(), QStringLiteral("start"));
    QCOMPARE(m_bench.canvas().afterText(), QStringLiteral("size 1 · step 4"));
}

void TestMainWindow::halvesTheLearningRate()
{
    MainWindow& window = m_bench.openTiny();
    window.store().edit(QStringLiteral("learning_rate"), QStringLiteral("3"));
    Q_EMIT window.parts().plots->halveLearningRateRequested();
    QCOMPARE(window.store().settings().learningRate, 1.5);
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
