// SPDX-License-Identifier: GPL-3.0-or-later
#include "dropped_files.h"

#include "cnnvis/picture_file.h"
#include "window/picture_presenter.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class TestWindowFiles : public DroppedFilesTestBase {
    Q_OBJECT

private Q_SLOTS:
    void opensADroppedPicture();
    void keepsThePhotoUnderAPresetFromNoise();
    void tellsThatAnAnimationIsOne();
    void showsTheGroundThatIsChosen();
    void startsAtASizeThatWouldDo();
    void startsWithTheLayerThatWasMeant();
    void opensADroppedPreset();
    void opensADroppedNetworkFolder();
    void loadsADroppedNetworkOnce();
    void opensTheFilesOfANetwork();
    void choosesATargetThatANetworkHas();
    void appliesAPresetBeforeThePictureThatCameWithIt();
    void refusesWhatCannotBeUsed_data();
    void refusesWhatCannotBeUsed();
    void remembersWhatWasOpened();
    void startsFromASnapshot();
    void startsFromAPastedPicture();

private:
    /// A folder with the tiny network and trained weights, which none of its layers needs.
    QString networkFolder(const QString& name, const QByteArray& text)
    {
        write(name + QStringLiteral("/deploy.prototxt"), text);
        write(name + QStringLiteral("/tiny.caffemodel"), {});
        return m_bench.network.path(name);
    }
};

void TestWindowFiles::opensADroppedPicture()
{
    m_bench.openTiny();
    const int index = m_bench.window->store().undoStack()->index();
    const QString path = writePicture(QStringLiteral("photo.png"));
    drop({path});
    QCOMPARE(settings().initialImage, path.toStdString());
    QCOMPARE(m_bench.window->store().undoStack()->index(), index + 1);
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(30, 20));
    QVERIFY(!m_bench.bar().isVisible());
}

void TestWindowFiles::keepsThePhotoUnderAPresetFromNoise()
{
    MainWindow& window = m_bench.openTiny();
    const QString photo = writePicture(QStringLiteral("mine.png"));
    drop({photo});
    window.store().edit(QStringLiteral("model"), QStringLiteral("/my/network"));
    drop(
        {write(QStringLiteral("noise.json"), R"({"settings": {"initial_size": "270x480", "final_size": "540x960"}})")});
    QCOMPARE(QString::fromStdString(settings().initialImage), photo);
    QCOMPARE(settings().finalSize, std::string("short540"));
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    QCOMPARE(settings().initialImage, std::string());
    QCOMPARE(settings().finalSize, std::string("540x960"));
    QCOMPARE(settings().model, std::string("/my/network"));
}

void TestWindowFiles::tellsThatAnAnimationIsOne()
{
    m_bench.openTiny();
    drop({QFINDTESTDATA("../../unit/pictures/moving.gif")});
    QVERIFY(!settings().initialImage.empty());
    QVERIFY(m_bench.bar().isVisible());
    QVERIFY2(m_bench.bar().text().startsWith(QStringLiteral("moving.gif: ")), qPrintable(m_bench.bar().text()));
    QVERIFY(!m_bench.bar().text().contains(QStringLiteral("network")));
}

void TestWindowFiles::showsTheGroundThatIsChosen()
{
    MainWindow& window = m_bench.openTiny();
    const QString path = m_bench.network.path(QStringLiteral("clear.png"));
    cnnvis::writePicture(
        path.toStdString(), greyPicture({20, 30}).withAlpha(std::vector<std::uint8_t>(std::size_t{20} * 30, 0)));
    drop({path});
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(30, 20));
    window.store().edit(QStringLiteral("ground"), QStringLiteral("white"));
    QTRY_COMPARE(m_bench.canvas().picture().pixelColor(3, 3), QColor(Qt::white));
}

void TestWindowFiles::startsAtASizeThatWouldDo()
{
    m_bench.forgetDreams();
    MainWindow& window = m_bench.openTiny(2);
    window.store().edit(QStringLiteral("initial_size"), QStringLiteral("4x9"));
    m_bench.start();
    QTRY_VERIFY(m_bench.bar().isVisible());
    auto* const button = m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"));
    QVERIFY(button->isVisible());
    QVERIFY2(button->text().contains(QString(QChar(0x00D7))), qPrintable(button->text()));
    button->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.snapshots(), 1, WindowBench::kPatience);
    QVERIFY(settings().initialSize != "4x9");
}

void TestWindowFiles::startsWithTheLayerThatWasMeant()
{
    m_bench.forgetDreams();
    MainWindow& window = m_bench.openTiny(2);
    window.store().edit(QStringLiteral("target_layer"), QStringLiteral("sun"));
    m_bench.start();
    QTRY_VERIFY(m_bench.bar().isVisible());
    m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
    QCOMPARE(settings().targetLayer, std::string("sum"));
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.snapshots(), 1, WindowBench::kPatience);
}

void TestWindowFiles::opensADroppedPreset()
{
    m_bench.openTiny();
    const int index = m_bench.window->store().undoStack()->index();
    drop({write(QStringLiteral("mine.json"), R"({"title": "Mine", "settings": {"learning_rate": 3}})")});
    QCOMPARE(settings().learningRate, 3.0);
    QCOMPARE(settings().numSteps, RunSettings().numSteps); // a preset stands for all settings
    QCOMPARE(m_bench.window->store().undoStack()->index(), index + 1);
}

void TestWindowFiles::opensADroppedNetworkFolder()
{
    m_bench.openTiny();
    const int index = m_bench.window->store().undoStack()->index();
    const QString folder = networkFolder(QStringLiteral("sum"), kSumNetwork);
    drop({folder});
    QCOMPARE(settings().model, folder.toStdString());
    QCOMPARE(settings().deployTxt, std::string());
    QCOMPARE(settings().targetLayer, std::string("sum"));
    QCOMPARE(m_bench.window->store().undoStack()->index(), index + 1);
}

void TestWindowFiles::loadsADroppedNetworkOnce()
{
    m_bench.openTiny();
    const RunController& controller = m_bench.window->controller();
    QSignalSpy planned(&controller, &RunController::planReady);
    const auto isPlannedWith = [&](const std::string& path) {
        const PlanOutcome outcome = planned.isEmpty() ? PlanOutcome() : planned.last().at(0).value<PlanOutcome>();
        return outcome.plan && outcome.network->path() == path;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isPlannedWith(settings().deployTxt), WindowBench::kPatience);
    const int before = controller.networks()->loads();
    const QString folder = networkFolder(QStringLiteral("once"), kSumNetwork);
    drop({folder});
    QCOMPARE(controller.networks()->loads(), before + 1); // to be looked at, before it is planned with
    QTRY_VERIFY_WITH_TIMEOUT(
        isPlannedWith((folder + QStringLiteral("/deploy.prototxt")).toStdString()), WindowBench::kPatience);
    QCOMPARE(controller.networks()->loads(), before + 1);
    m_bench.window->store().undoStack()->undo();
    QTRY_VERIFY_WITH_TIMEOUT(isPlannedWith(settings().deployTxt), WindowBench::kPatience);
    QCOMPARE(controller.networks()->loads(), before + 1);
}

void TestWindowFiles::opensTheFilesOfANetwork()
{
    m_bench.openTiny();
    const QString folder = networkFolder(QStringLiteral("files"), kSumNetwork);
    const QString weights = folder + QStringLiteral("/tiny.caffemodel");
    const QString description = folder + QStringLiteral("/deploy.prototxt");
    drop({weights});
    QCOMPARE(settings().model, folder.toStdString()); // in which the description is found
    QCOMPARE(settings().deployTxt, std::string());
    QCOMPARE(settings().caffeModel, weights.toStdString());
    m_bench.window->store().resetAll();
    drop({description});
    QCOMPARE(settings().caffeModel, weights.toStdString());
}

void TestWindowFiles::choosesATargetThatANetworkHas()
{
    m_bench.openTiny();
    drop({networkFolder(QStringLiteral("other"), kTinyNetwork)});
    QCOMPARE(settings().targetLayer, std::string("conv2"));
    QVERIFY(m_bench.bar().text().contains(QStringLiteral("conv2")));
}

void TestWindowFiles::appliesAPresetBeforeThePictureThatCameWithIt()
{
    m_bench.openTiny();
    const QString picture = writePicture(QStringLiteral("with.png"));
    drop({picture, write(QStringLiteral("with.json"), R"({"settings": {"learning_rate": 4}})")});
    QCOMPARE(settings().learningRate, 4.0);
    QCOMPARE(settings().initialImage, picture.toStdString());
}

void TestWindowFiles::refusesWhatCannotBeUsed_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("text") << write(QStringLiteral("notes.txt"), "hello");
    QTest::newRow("nothing") << m_bench.network.path(QStringLiteral("nowhere.png"));
    QTest::newRow("damaged picture") << write(QStringLiteral("bad.png"), "\x89PNG\r\n\x1a\nrubbish");
    QTest::newRow("bad preset") << write(QStringLiteral("bad.json"), R"({"settings": {"learning_rat": 1}})");
    QTest::newRow("no preset") << write(QStringLiteral("list.json"), "[1, 2]");
    write(QStringLiteral("empty/readme"), "");
    QTest::newRow("folder without a network") << m_bench.network.path(QStringLiteral("empty"));
    write(QStringLiteral("bare/deploy.prototxt"), kSumNetwork);
    QTest::newRow("network without weights") << m_bench.network.path(QStringLiteral("bare"));
    QTest::newRow("damaged network") << networkFolder(QStringLiteral("broken"), "layer { name: ");
}

void TestWindowFiles::refusesWhatCannotBeUsed()
{
    QFETCH(QString, path);
    m_bench.openTiny();
    const RunSettings before = settings();
    const int index = m_bench.window->store().undoStack()->index();
    drop({path});
    QVERIFY(settingsDifference(before, settings()).empty());
    QCOMPARE(m_bench.window->store().undoStack()->index(), index);
    QVERIFY(m_bench.bar().isVisible());
    QCOMPARE(m_bench.bar().kind(), MessageBar::Kind::Error);
    QVERIFY(!m_bench.bar().text().contains(QLatin1Char('\n')));
}

void TestWindowFiles::remembersWhatWasOpened()
{
    m_bench.openTiny();
    const QString path = writePicture(QStringLiteral("recent.png"));
    drop({path});
    drop({write(QStringLiteral("no.txt"), "no")});
    const auto* menu = m_bench.window->findChild<QMenu*>(QStringLiteral("recentFilesMenu"));
    QVERIFY(menu->isEnabled());
    QCOMPARE(menu->actions().first()->toolTip(), path);
    m_bench.window->store().resetAll();
    menu->actions().first()->trigger();
    QTRY_COMPARE(settings().initialImage, path.toStdString());
}

void TestWindowFiles::startsFromASnapshot()
{
    m_bench.forgetDreams();
    MainWindow& window = m_bench.openTiny(2);
    m_bench.start();
    QTRY_COMPARE_WITH_TIMEOUT(m_bench.snapshots(), 1, WindowBench::kPatience);
    Q_EMIT window.parts().strip->startImageRequested(1);
    QTRY_VERIFY(!settings().initialImage.empty());
    QCOMPARE(readPictureSize(settings().initialImage), (PictureSize{14, 15}));
    QTRY_COMPARE(m_bench.canvas().picture().size(), QSize(15, 14));
    QTRY_VERIFY(!window.pictures().shown().isDreamt);
    QFile::remove(QString::fromStdString(settings().initialImage));
}

void TestWindowFiles::startsFromAPastedPicture()
{
    MainWindow& window = m_bench.openTiny();
    QImage image(33, 21, QImage::Format_ARGB32);
    image.fill(Qt::red);
    QGuiApplication::clipboard()->setImage(image);
    window.windowActions().pasteStartImage->trigger();
    QTRY_VERIFY(!settings().initialImage.empty());
    const Picture picture = readPicture(settings().initialImage);
    QCOMPARE(picture.size(), (PictureSize{21, 33}));
    QCOMPARE(int(picture.pixels8()[0]), 255);
    QCOMPARE(int(picture.pixels8()[1]), 0);
    QFile::remove(QString::fromStdString(settings().initialImage));
}

QTEST_MAIN(TestWindowFiles)
#include "tst_window_files.moc"
