// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "cnnvis/model_source.h"
#include "preset_library.h"
#include "settings/settings_panel.h"
#include "theme/theme.h"

#include <QAbstractItemView>
#include <QActionGroup>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QSignalSpy>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class TestWindowSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasSet();
    void keepsChangesBeforeItIsClosed();
    void setsACorruptFileAside_data();
    void setsACorruptFileAside();
    void takesDefaultsForSettingsThatCannotBeUsed();
    void survivesALayoutThatCannotBeUsed();
    void putsThePanelsBack();
    void takesThePresetOfTheCommandLine();
    void loadsTheNetworkOfTheCommandLineOnce();
    void opensTheFilesOfTheCommandLineAndStarts();
    void showsTheLastDreamAgain();
    void keepsTheDreamThatItsEndBreaksOff();
    void keepsTheDreamThatARestartBreaksOff();
    void keepsASnapshotOnceThatIsTheLastPicture();
    void forgetsADreamThatWasDeleted();

private:
    static QString sessionPath(const WindowBench& bench) { return SessionFile(bench.options().sessionFolder).path(); }
    static void write(const QString& path, const QByteArray& bytes)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static bool isFirstPreset(const RunSettings& settings)
    {
        RunSettings first;
        applyChange(first, loadPreset(kFirstPreset).change);
        return settingsDifference(first, settings).empty();
    }
};

void TestWindowSession::keepsWhatWasSet()
{
    WindowBench bench;
    MainWindow* window = &bench.open();
    window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("2.75"));
    window->parts().settings->setTier(SettingTier::Advanced);
    window->findChild<QDockWidget*>(QStringLiteral("plotsDock"))->hide();
    window->findChild<QAction*>(QStringLiteral("theme-light"))->trigger();
    window->findChild<QAction*>(QStringLiteral("snapshotsEvery50"))->trigger();
    window->windowActions().tiles->setChecked(true);
    window->parts().canvas->setTracePoints({});
    Q_EMIT window->parts().canvas->tracePointRemoved(0);
    window->close();
    window = &bench.open();
    QCOMPARE(window->store().settings().learningRate, 2.75);
    QVERIFY(!window->windowActions().undo->isEnabled());
    QCOMPARE(window->parts().settings->tier(), SettingTier::Advanced);
    QVERIFY(window->findChild<QDockWidget*>(QStringLiteral("plotsDock"))->isHidden());
    QCOMPARE(appliedTheme(), ThemeChoice::Light);
    QCOMPARE(window->windowActions().snapshotIntervals->checkedAction()->data().toInt(), 50);
    QVERIFY(window->parts().canvas->isShowingTiles());
    QVERIFY(window->parts().canvas->tracePoints().isEmpty());
}

void TestWindowSession::keepsChangesBeforeItIsClosed()
{
    WindowBench bench;
    bench.open().store().edit(QStringLiteral("learning_rate"), QStringLiteral("2.625"));
    const auto isKept = [&] {
        QFile file(bench.options().sessionFolder + QStringLiteral("/session.json"));
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("2.625");
    };
    QTRY_VERIFY(isKept());
}

void TestWindowSession::setsACorruptFileAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray(R"({"version": 1, "theme": )");
    QTest::newRow("something else") << QByteArray("[1, 2, 3]");
    QTest::newRow("bytes") << QByteArray(1000, '\xff');
}

void TestWindowSession::setsACorruptFileAside()
{
    QFETCH(QByteArray, bytes);
    WindowBench bench;
    write(sessionPath(bench), bytes);
    MainWindow& window = bench.open();
    QVERIFY(isFirstPreset(window.store().settings()));
    QFile aside(sessionPath(bench) + QStringLiteral(".bad"));
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), bytes);
    QVERIFY(window.close());
    QVERIFY(QFile::exists(sessionPath(bench)));
}

void TestWindowSession::takesDefaultsForSettingsThatCannotBeUsed()
{
    WindowBench bench;
    write(
        sessionPath(bench), R"({"version": 1, "theme": "dark", "settings": "{\"settings\": {\"learning_rat\": 1}}"})");
    MainWindow& window = bench.open();
    QVERIFY(isFirstPreset(window.store().settings()));
    QCOMPARE(appliedTheme(), ThemeChoice::Dark);
    QVERIFY(QFile::exists(sessionPath(bench) + QStringLiteral(".bad")));
}

void TestWindowSession::survivesALayoutThatCannotBeUsed()
{
    WindowBench bench;
    write(sessionPath(bench), R"({"version": 1, "geometry": "AAAA", "layout": "AAAA", "recent_files": 7})");
    MainWindow& window = bench.open();
    for (const char* name : {"settingsDock", "plotsDock", "networkDock"})
        QVERIFY(window.findChild<QDockWidget*>(QLatin1String(name))->isVisible());
}

void TestWindowSession::putsThePanelsBack()
{
    WindowBench bench;
    MainWindow& window = bench.open();
    auto* settings = window.findChild<QDockWidget*>(QStringLiteral("settingsDock"));
    auto* plots = window.findChild<QDockWidget*>(QStringLiteral("plotsDock"));
    settings->setFloating(true);
    plots->hide();
    window.windowActions().resetLayout->trigger();
    QVERIFY(!settings->isFloating());
    QVERIFY(plots->isVisible());
}

void TestWindowSession::takesThePresetOfTheCommandLine()
{
    WindowBench bench;
    WindowOptions options = bench.options();
    options.preset = Preset{"Given", "", {{"learning_rate", "7"}}};
    options.model = QStringLiteral("bestiary");
    MainWindow& window = bench.open(options);
    QCOMPARE(window.store().settings().learningRate, 7.0);
    QCOMPARE(window.store().settings().model, std::string("bestiary"));
    QVERIFY(!window.windowActions().undo->isEnabled());
}

void TestWindowSession::loadsTheNetworkOfTheCommandLineOnce()
{
    WindowBench bench;
    RunSettings settings;
    settings.model = kBuiltInNetwork;
    WindowOptions options = bench.options();
    options.model = QString::fromLatin1(kBuiltInNetwork);
    options.network = Network::load(settings);
    const RunController& controller = bench.open(options).controller();
    QSignalSpy planned(&controller, &RunController::planReady);
    QTRY_VERIFY_WITH_TIMEOUT(!planned.isEmpty(), WindowBench::kPatience);
    const PlanOutcome outcome = planned.last().at(0).value<PlanOutcome>();
    QVERIFY(outcome.network);
    QCOMPARE(&outcome.network->layers(), &options.network->layers());
    QCOMPARE(controller.networks()->loads(), 0);
}

void TestWindowSession::opensTheFilesOfTheCommandLineAndStarts()
{
    WindowBench bench;
    const RunSettings settings = bench.tinySettings(2);
    WindowOptions options = bench.options();
    options.preset = Preset{"Tiny", "", settingsDifference(RunSettings(), settings)};
    options.files = {QString::fromStdString(
        bench.network.write(QStringLiteral("more.json"), R"({"settings": {"num_steps": 3, "target_layer": "sum",
            "initial_size": "12x12", "learning_rate": 2}})"))};
    options.isStarting = true;
    MainWindow& window = bench.open(options);
    QTRY_COMPARE_WITH_TIMEOUT(bench.snapshots(), 1, WindowBench::kPatience);
    QCOMPARE(window.store().settings().learningRate, 2.0);
    QCOMPARE(window.controller().settings().numSteps, 3);
}

void TestWindowSession::showsTheLastDreamAgain()
{
    WindowBench bench;
    MainWindow* window = &bench.openTiny();
    bench.start();
    QTRY_VERIFY_WITH_TIMEOUT(bench.snapshots() > 0 && bench.state() == RunState::Idle, WindowBench::kPatience);
    const QImage dreamt = bench.canvas().picture();
    QVERIFY(!dreamt.isNull());
    window->close();
    bench.window.reset();

    window = &bench.open();
    QTRY_COMPARE(bench.snapshots(), 1);
    QTRY_COMPARE(bench.canvas().picture().size(), dreamt.size());
    QCOMPARE(
        bench.canvas().picture().convertToFormat(QImage::Format_RGB32), dreamt.convertToFormat(QImage::Format_RGB32));
    const SnapshotModel& model = window->parts().strip->model();
    QVERIFY(model.index(0).data(SnapshotModel::UnsavedRole).toBool());
    QCOMPARE(model.index(0).data(SnapshotModel::RunRole).toInt(), 0);

    // A new run's pictures stand beside it, under a name of their own.
    window->store().replace(bench.tinySettings(3), QStringLiteral("tiny"));
    bench.start();
    QTRY_VERIFY_WITH_TIMEOUT(bench.snapshots() > 1 && bench.state() == RunState::Idle, WindowBench::kPatience);
    QCOMPARE(model.index(1).data(SnapshotModel::RunRole).toInt(), 1);
    QVERIFY(!model.index(1).data(SnapshotModel::RunTextRole).toString().isEmpty());
}

void TestWindowSession::keepsTheDreamThatItsEndBreaksOff()
{
    WindowBench bench;
    bench.startEndless();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.canvas().picture().isNull(), WindowBench::kPatience);
    // The first may be the noise that the run begins with, of which nothing is kept.
    const QImage first = bench.canvas().picture();
    QTRY_VERIFY_WITH_TIMEOUT(bench.canvas().picture() != first, WindowBench::kPatience);
    bench.window->close();
    bench.window.reset();
    bench.open();
    QTRY_COMPARE(bench.snapshots(), 1);
}

void TestWindowSession::keepsTheDreamThatARestartBreaksOff()
{
    WindowBench bench;
    bench.startEndless();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.canvas().picture().isNull(), WindowBench::kPatience);
    const QImage first = bench.canvas().picture();
    QTRY_VERIFY_WITH_TIMEOUT(bench.canvas().picture() != first, WindowBench::kPatience);
    bench.start();
    QTRY_COMPARE(QDir(bench.options().dreamFolder).entryList({QStringLiteral("*.png")}, QDir::Files).size(), 1);
}

void TestWindowSession::keepsASnapshotOnceThatIsTheLastPicture()
{
    WindowBench bench;
    bench.startEndless();
    bench.window->windowActions().pause->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), RunState::Paused, WindowBench::kPatience);
    const auto kept = [&] {
        return QDir(bench.options().dreamFolder).entryList({QStringLiteral("*.png")}, QDir::Files);
    };
    bench.window->windowActions().snapshot->trigger();
    QTRY_COMPARE(kept().size(), 1);
    bench.window->windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(bench.state(), RunState::Idle, WindowBench::kPatience);
    bench.window->close();
    bench.window.reset(); // waits for what is being written
    QCOMPARE(kept().size(), 1);
}

void TestWindowSession::forgetsADreamThatWasDeleted()
{
    WindowBench bench;
    bench.openTiny();
    bench.start();
    QTRY_VERIFY_WITH_TIMEOUT(bench.snapshots() > 0 && bench.state() == RunState::Idle, WindowBench::kPatience);
    QDir folder(bench.options().dreamFolder);
    QTRY_VERIFY(!folder.entryList({QStringLiteral("*.png")}, QDir::Files).isEmpty());
    SnapshotStrip* const strip = bench.window->parts().strip;
    const SnapshotModel& model = strip->model();
    strip->choose(model.index(model.rowCount() - 1).data(SnapshotModel::IdRole).toInt());
    strip->setFocus();
    QTest::keyClick(strip->findChild<QAbstractItemView*>(), Qt::Key_Delete);
    QTRY_VERIFY(folder.entryList({QStringLiteral("*.png")}, QDir::Files).isEmpty());
}

QTEST_MAIN(TestWindowSession)
#include "tst_window_session.moc"
