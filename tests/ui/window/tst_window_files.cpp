// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture_file.h"
#include "window/picture_presenter.h"
#include "window/recipe_dialog.h"

#include <QClipboard>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeWidget>
#include <QUndoStack>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

Picture greyPicture(PictureSize size)
{
    return {size, std::vector<std::uint8_t>(static_cast<std::size_t>(size.height * size.width * 3), 90)};
}

} // namespace

class TestWindowFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensADroppedPicture();
    void offersTheSettingsInAPicture();
    void findsThePhotoOfADream_data();
    void findsThePhotoOfADream();
    void goesBackToNoiseForADreamFromIt();
    void findsThePictureThatComesWithTheProgram();
    void showsHowADreamWasMade();
    void dreamsAPictureAgain();
    void leavesThePhotoWhereARecipesIsMissing();
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
    QString write(const QString& name, const QByteArray& bytes)
    {
        return QString::fromStdString(m_bench.network.write(name, bytes));
    }
    QString writePicture(const QString& name, const std::map<std::string, std::string>& text = {})
    {
        const QString path = m_bench.network.path(name);
        cnnvis::writePicture(path.toStdString(), greyPicture({20, 30}), text);
        return path;
    }
    /// A folder with the tiny network and trained weights, which none of its layers needs.
    QString networkFolder(const QString& name, const QByteArray& text)
    {
        write(name + QStringLiteral("/deploy.prototxt"), text);
        write(name + QStringLiteral("/tiny.caffemodel"), {});
        return m_bench.network.path(name);
    }
    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_bench.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QSignalSpy finished(&m_bench.window->files(), &FileOpening::finished);
        QCoreApplication::sendEvent(m_bench.window.get(), &event);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, WindowBench::kPatience);
    }
    /// What a picture carries that was made with them.
    static PictureText textOf(const RunSettings& made)
    {
        DreamRecipe recipe;
        recipe.settings = made;
        return embeddedRecipe(recipe);
    }
    /// Opens the dialog of the dream that was dropped. @return  it.
    RecipeDialog* lookAtRecipe()
    {
        m_bench.bar().findChild<QPushButton*>(QStringLiteral("messageAction"))->click();
        return m_bench.window->findChild<RecipeDialog*>();
    }
    void useItsSettings() { lookAtRecipe()->findChild<QPushButton*>(QStringLiteral("useRecipe"))->click(); }
    const RunSettings& settings() { return m_bench.window->store().settings(); }

    WindowBench m_bench;
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

void TestWindowFiles::offersTheSettingsInAPicture()
{
    m_bench.openTiny();
    RunSettings made = m_bench.tinySettings(17);
    made.learningRate = 0.25;
    const QString path = writePicture(QStringLiteral("dream.png"), textOf(made));
    drop({path});
    QVERIFY(m_bench.bar().isVisible());
    useItsSettings();
    QCOMPARE(settings().learningRate, 0.25);
    QCOMPARE(settings().numSteps, 17);
}

void TestWindowFiles::findsThePhotoOfADream_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("there"); // below the folder of all files
    QTest::newRow("beside the dream") << QStringLiteral("/elsewhere/lake.png") << QStringLiteral("dreams/lake.png");
    QTest::newRow("below the dream") << QStringLiteral("photos/lake.png") << QStringLiteral("dreams/photos/lake.png");
    QTest::newRow("in a folder used before")
        << QStringLiteral("C:\\photos\\lake.png") << QStringLiteral("album/lake.png");
}

void TestWindowFiles::findsThePhotoOfADream()
{
    QFETCH(QString, written);
    QFETCH(QString, there);
    m_bench.openTiny();
    write(QStringLiteral("dreams/photos/other"), {});
    write(QStringLiteral("album/other"), {});
    drop({writePicture(QStringLiteral("album/first.png"))});
    const QString photo = writePicture(there);
    RunSettings made = m_bench.tinySettings(17);
    made.initialImage = written.toStdString();
    drop({writePicture(QStringLiteral("dreams/dream.png"), textOf(made))});
    useItsSettings();
    QCOMPARE(QString::fromStdString(settings().initialImage), photo);
    QVERIFY(QFile::remove(photo));
}

void TestWindowFiles::goesBackToNoiseForADreamFromIt()
{
    m_bench.openTiny();
    drop({writePicture(QStringLiteral("of-noise.png"), textOf(m_bench.tinySettings(17)))});
    QVERIFY(!settings().initialImage.empty());
    useItsSettings();
    QCOMPARE(settings().initialImage, std::string());
    QCOMPARE(settings().initialSize, std::string("12x12"));
}

void TestWindowFiles::findsThePictureThatComesWithTheProgram()
{
    m_bench.openTiny();
    RunSettings made = m_bench.tinySettings(17);
    made.initialImage = "$CNNVIS_DATA/pictures/landscape.png";
    drop({writePicture(QStringLiteral("dream.png"), textOf(made))});
    useItsSettings();
    QCOMPARE(settings().initialImage, made.initialImage);
}

void TestWindowFiles::showsHowADreamWasMade()
{
    m_bench.openTiny();
    DreamRecipe recipe;
    recipe.settings = m_bench.tinySettings(17);
    recipe.settings.seed = 5;
    recipe.settings.imageType = ImageType::AmplifyNeuron;
    recipe.changes = {{{0, 9}, {{"learning_rate", "3"}}}};
    drop({writePicture(QStringLiteral("turned.png"), embeddedRecipe(recipe))});
    const int index = m_bench.window->store().undoStack()->index();
    RecipeDialog* const dialog = lookAtRecipe();
    const auto* const changes = dialog->findChild<QTreeWidget*>(QStringLiteral("recipeChanges"));
    const auto rows = [&] {
        QStringList texts;
        for (int row = 0; row < changes->topLevelItemCount(); ++row)
            texts << changes->topLevelItem(row)->text(0) + QLatin1Char('|') + changes->topLevelItem(row)->text(2);
        return texts;
    };
    QVERIFY2(rows().contains(QStringLiteral("Seed|5")), qPrintable(rows().join(QLatin1Char(' '))));
    QVERIFY(rows().contains(QStringLiteral("Learning rate|3.00")));
    dialog->findChildren<QRadioButton*>()[1]->click();
    QVERIFY(!rows().contains(QStringLiteral("Seed|5")));
    dialog->findChildren<QRadioButton*>()[2]->click();
    QCOMPARE(rows().size(), 1);
    QVERIFY(rows()[0].startsWith(QStringLiteral("Amplify|")));
    QCOMPARE(m_bench.window->store().undoStack()->index(), index); // nothing was applied yet
    dialog->findChild<QPushButton*>(QStringLiteral("useRecipe"))->click();
    QCOMPARE(settings().imageType, ImageType::AmplifyNeuron);
    QVERIFY(settings().numSteps != 17);
}

void TestWindowFiles::dreamsAPictureAgain()
{
    m_bench.openTiny();
    DreamRecipe recipe;
    recipe.settings = m_bench.tinySettings(17);
    recipe.changes = {{{0, 4}, {{"learning_rate", "3"}}}, {{0, 5}, {{"tv_reg", "7"}}}};
    recipe.end = RunPosition{0, 9};
    drop({writePicture(QStringLiteral("turned.png"), embeddedRecipe(recipe))});
    QSignalSpy ended(&m_bench.window->controller(), &RunController::runEnded);
    lookAtRecipe()->findChild<QPushButton*>(QStringLiteral("replayRecipe"))->click();
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, WindowBench::kPatience);
    const auto outcome = ended.first()[0].value<RunOutcome>();
    QVERIFY2(outcome.problem.isEmpty(), qPrintable(outcome.problem.message));
    QCOMPARE(outcome.step, 9);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{2});
    // The knobs have turned by themselves.
    QCOMPARE(settings().learningRate, 3.0);
    QCOMPARE(settings().tvReg, 7.0);
}

void TestWindowFiles::leavesThePhotoWhereARecipesIsMissing()
{
    m_bench.openTiny();
    const QString photo = writePicture(QStringLiteral("mine.png"));
    drop({photo});
    RunSettings made = m_bench.tinySettings(17);
    made.initialImage = "/nowhere/lake.png";
    const QString dream = writePicture(QStringLiteral("dream.png"), textOf(made));
    drop({dream});
    m_bench.window->store().edit(QStringLiteral("initial_image"), photo);
    useItsSettings();
    QCOMPARE(QString::fromStdString(settings().initialImage), photo);
    QCOMPARE(settings().numSteps, 17);
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
