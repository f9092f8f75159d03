// SPDX-License-Identifier: GPL-3.0-or-later
#include "dropped_files.h"

#include "cnnvis/dream_recipe.h"
#include "window/recipe_dialog.h"

#include <QFile>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeWidget>
#include <QUndoStack>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// Dreams that are dropped onto the window, with the recipe they were made by.
class TestWindowRecipes : public DroppedFilesTestBase {
    Q_OBJECT

private Q_SLOTS:
    void offersTheSettingsInAPicture();
    void findsThePhotoOfADream_data();
    void findsThePhotoOfADream();
    void goesBackToNoiseForADreamFromIt();
    void findsThePictureThatComesWithTheProgram();
    void showsHowADreamWasMade();
    void dreamsAPictureAgain();
    void leavesThePhotoWhereARecipesIsMissing();
    void looksWhereARecipeSaysOnlyWhenAsked();

private:
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
};

void TestWindowRecipes::offersTheSettingsInAPicture()
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

void TestWindowRecipes::findsThePhotoOfADream_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("there"); // below the folder of all files
    QTest::newRow("beside the dream") << QStringLiteral("/elsewhere/lake.png") << QStringLiteral("dreams/lake.png");
    QTest::newRow("below the dream") << QStringLiteral("photos/lake.png") << QStringLiteral("dreams/photos/lake.png");
    QTest::newRow("in a folder used before")
        << QStringLiteral("C:\\photos\\lake.png") << QStringLiteral("album/lake.png");
}

void TestWindowRecipes::findsThePhotoOfADream()
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

void TestWindowRecipes::goesBackToNoiseForADreamFromIt()
{
    m_bench.openTiny();
    drop({writePicture(QStringLiteral("of-noise.png"), textOf(m_bench.tinySettings(17)))});
    QVERIFY(!settings().initialImage.empty());
    useItsSettings();
    QCOMPARE(settings().initialImage, std::string());
    QCOMPARE(settings().initialSize, std::string("12x12"));
}

void TestWindowRecipes::findsThePictureThatComesWithTheProgram()
{
    m_bench.openTiny();
    RunSettings made = m_bench.tinySettings(17);
    made.initialImage = "$CNNVIS_DATA/pictures/landscape.png";
    drop({writePicture(QStringLiteral("dream.png"), textOf(made))});
    useItsSettings();
    QCOMPARE(settings().initialImage, made.initialImage);
}

void TestWindowRecipes::showsHowADreamWasMade()
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

void TestWindowRecipes::dreamsAPictureAgain()
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

void TestWindowRecipes::leavesThePhotoWhereARecipesIsMissing()
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

void TestWindowRecipes::looksWhereARecipeSaysOnlyWhenAsked()
{
    m_bench.openTiny();
    const QTemporaryDir elsewhere;
    const QString photo = elsewhere.filePath(QStringLiteral("lake.png"));
    QVERIFY(QFile::copy(writePicture(QStringLiteral("dreams/another-name.png")), photo));
    RunSettings made = m_bench.tinySettings(17);
    made.initialImage = photo.toStdString();
    drop({writePicture(QStringLiteral("dreams/dream.png"), textOf(made))});
    RecipeDialog* dialog = lookAtRecipe();
    const auto canReplay = [&] {
        dialog = m_bench.window->findChild<RecipeDialog*>();
        return dialog != nullptr && dialog->findChild<QPushButton*>(QStringLiteral("replayRecipe"))->isEnabled();
    };
    QVERIFY(!canReplay());
    dialog->findChild<QPushButton*>(QStringLiteral("lookWhereItSays"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(canReplay(), WindowBench::kPatience); // in the dialog that takes its place
    dialog->findChild<QPushButton*>(QStringLiteral("useRecipe"))->click();
    QCOMPARE(QString::fromStdString(settings().initialImage), photo);
}

QTEST_MAIN(TestWindowRecipes)
#include "tst_window_recipes.moc"
