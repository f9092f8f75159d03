// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/recipe_inputs.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using namespace cnnvis;

namespace {

const QByteArray kDescription = "input: 'data' input_dim: 1 input_dim: 3 input_dim: 8 input_dim: 8";

bool areWithin(const SettingsChange& change, const std::string& folder)
{
    return std::all_of(change.begin(), change.end(), [&](const SettingText& setting) {
        return setting.text.empty() || setting.text.compare(0, folder.size() + 1, folder + '/') == 0;
    });
}

} // namespace

/// What a recipe names, in folders as people have them.
class RecipeInputsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void looksAtWrittenPathsOfWhomItTrusts();
    void takesNamesApart_data();
    void takesNamesApart();
    void findsPhotosByContentThenByName();
    void findsNetworksByContentThenByName();
    void tellsOfAnotherNetwork_data();
    void tellsOfAnotherNetwork();
    void findsWhatChangesName();
    void leavesOutWhatChangesNameAndIsNotFound();

private:
    std::string path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }
    std::string write(const char* name, const QByteArray& bytes) const
    {
        const QString place = m_folder->filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(place).path());
        QFile file(place);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return place.toStdString();
    }
    /// Of the recipe as if it lay in `mine`.
    RecipeInputs find(const DreamRecipe& recipe, WrittenPaths written = WrittenPaths::Known) const
    {
        return findInputs(recipe, path("mine/dream.png"), {path("photos")}, written);
    }
    /// Of a network's two files, which are written.
    std::vector<FileDigest> network(const char* folder, const QByteArray& weights) const
    {
        const std::string place = folder;
        return {*digestOfFile(write((place + "/deploy.prototxt").c_str(), kDescription)),
            *digestOfFile(write((place + "/net.caffemodel").c_str(), weights))};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void RecipeInputsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write("mine/dream.png", "the recipe");
    QDir().mkpath(m_folder->filePath(QStringLiteral("photos")));
}

void RecipeInputsTest::looksAtWrittenPathsOfWhomItTrusts()
{
    DreamRecipe recipe;
    recipe.settings.initialImage = write("secret/key.png", "key");
    write("secret/net/deploy.prototxt", kDescription);
    recipe.settings.model = path("secret/net");
    QVERIFY(find(recipe).isPhotoMissing && find(recipe).isNetworkMissing);
    const RecipeInputs trusted = find(recipe, WrittenPaths::All);
    QVERIFY(!trusted.isPhotoMissing && !trusted.isNetworkMissing && trusted.change.empty());
    // Where it lies in a folder that the user has to do with, it is as good as any name there.
    recipe.settings.initialImage = write("photos/a/b.png", "photo");
    write("photos/net/deploy.prototxt", kDescription);
    recipe.settings.model = path("photos/net");
    const RecipeInputs known = find(recipe);
    QVERIFY(!known.isPhotoMissing && !known.isNetworkMissing && known.change.empty());
    // Those that come with the program are no paths.
    recipe.settings.model = "bestiary";
    QVERIFY(!find(recipe).isNetworkMissing);
    recipe.settings.caffeModel = path("secret/net.caffemodel");
    QVERIFY(find(recipe).isNetworkMissing);
}

void RecipeInputsTest::takesNamesApart_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("name"); // of the digest
    QTest::newRow("written") << QStringLiteral("../secret/key.png") << QStringLiteral("x.png");
    QTest::newRow("of the digest") << QStringLiteral("x.png") << QStringLiteral("../secret/key.png");
    QTest::newRow("another system's") << QStringLiteral("x.png") << QStringLiteral("..\\secret\\key.png");
    QTest::newRow("a folder below") << QStringLiteral("x/../../secret/key.png") << QStringLiteral("..");
    QTest::newRow("another folder of that beginning") << QStringLiteral("../photos2/key.png") << QStringLiteral(".");
}

void RecipeInputsTest::takesNamesApart()
{
    QFETCH(QString, written);
    QFETCH(QString, name);
    const std::string key = write("secret/key.png", "key");
    write("photos2/key.png", "key");
    QDir().mkpath(m_folder->filePath(QStringLiteral("mine/x")));
    DreamRecipe recipe;
    recipe.settings.initialImage = written.toStdString();
    recipe.origin.startFile = digestOfFile(key);
    recipe.origin.startFile->name = name.toStdString();
    recipe.settings.model = path("secret");
    recipe.origin.network = {*digestOfFile(key)};
    recipe.origin.network.front().name = "../secret/key.png";
    const RecipeInputs inputs = find(recipe);
    QVERIFY(inputs.isPhotoMissing && inputs.isNetworkMissing && inputs.change.empty());
    write("photos/key.png", "key"); // by its content, or its name
    QVERIFY(!find(recipe).isPhotoMissing);
    QVERIFY(areWithin(find(recipe).change, path("photos")));
}

void RecipeInputsTest::findsPhotosByContentThenByName()
{
    DreamRecipe recipe;
    recipe.settings.initialImage = "/nowhere/sky.png";
    recipe.origin.startFile = digestOfFile(write("photos/holiday.png", "sky"));
    write("mine/sky.png", "another");
    QCOMPARE(find(recipe).change.front().text, path("photos/holiday.png"));
    QVERIFY(find(recipe).notes.empty());
    QFile::remove(m_folder->filePath(QStringLiteral("photos/holiday.png")));
    QCOMPARE(find(recipe).change.front().text, path("mine/sky.png"));
    QCOMPARE(find(recipe).notes.size(), std::size_t{1});
}

void RecipeInputsTest::findsNetworksByContentThenByName()
{
    DreamRecipe recipe;
    recipe.settings.model = "/nowhere/googlenet";
    recipe.origin.network = network("photos/renamed", "weights");
    network("mine/googlenet", "others");
    QCOMPARE(find(recipe).change.front().text, path("photos/renamed"));
    QVERIFY(find(recipe).notes.empty());
    QVERIFY(QDir(m_folder->filePath(QStringLiteral("photos/renamed"))).removeRecursively());
    QCOMPARE(find(recipe).change.front().text, path("mine/googlenet"));
    QCOMPARE(find(recipe).notes.size(), std::size_t{1});
    QVERIFY(QDir(m_folder->filePath(QStringLiteral("mine/googlenet"))).removeRecursively());
    QVERIFY(find(recipe).isNetworkMissing);
}

void RecipeInputsTest::tellsOfAnotherNetwork_data()
{
    QTest::addColumn<QByteArray>("description");
    QTest::addColumn<QByteArray>("weights");
    QTest::addColumn<int>("notes");
    QTest::newRow("the same") << kDescription << QByteArray("weights") << 0;
    QTest::newRow("another description") << kDescription + "\n" << QByteArray("weights") << 1;
    QTest::newRow("other weights") << kDescription << QByteArray("retrained") << 1;
    QTest::newRow("no weights") << kDescription << QByteArray() << 1;
}

void RecipeInputsTest::tellsOfAnotherNetwork()
{
    QFETCH(QByteArray, description);
    QFETCH(QByteArray, weights);
    QFETCH(int, notes);
    DreamRecipe recipe;
    recipe.settings.model = path("net");
    recipe.origin.network = network("net", "weights");
    write("net/deploy.prototxt", description);
    QFile::remove(m_folder->filePath(QStringLiteral("net/net.caffemodel")));
    if (!weights.isEmpty())
        write("net/net.caffemodel", weights);
    const RecipeInputs inputs = find(recipe, WrittenPaths::All);
    QVERIFY(!inputs.isNetworkMissing && inputs.change.empty());
    QCOMPARE(inputs.notes.size(), static_cast<std::size_t>(notes));
    // Elsewhere there may be the right one.
    network("photos/saved", "weights");
    QVERIFY(find(recipe, WrittenPaths::All).notes.empty());
    QCOMPARE(find(recipe, WrittenPaths::All).change.empty(), notes == 0);
}

void RecipeInputsTest::findsWhatChangesName()
{
    network("photos/second", "weights");
    write("photos/other.png", "photo");
    DreamRecipe recipe;
    recipe.changes = {{{0, 1}, {{"alpha", "3"}, {"model", "/nowhere/second"}, {"initial_image", "/nowhere/other.png"}}},
        {{0, 2}, {{"model", ""}}}};
    const RecipeInputs inputs = find(recipe);
    QVERIFY(inputs.notes.empty() && inputs.change.empty());
    QCOMPARE(inputs.changes.size(), std::size_t{2});
    RunSettings then;
    applyChange(then, inputs.changes.front().change);
    QCOMPARE(then.alpha, 3.0);
    QCOMPARE(then.model, path("photos/second"));
    QCOMPARE(then.initialImage, path("photos/other.png"));
    QCOMPARE(inputs.changes.back().change.front().text, std::string());
}

void RecipeInputsTest::leavesOutWhatChangesNameAndIsNotFound()
{
    DreamRecipe recipe;
    write("secret/net/deploy.prototxt", kDescription);
    recipe.changes = {{{0, 1}, {{"alpha", "3"}, {"model", path("secret/net")}}},
        {{0, 2}, {{"initial_image", write("secret/key.png", "key")}}}};
    const RecipeInputs inputs = find(recipe);
    QCOMPARE(inputs.notes.size(), std::size_t{2});
    QCOMPARE(inputs.changes.size(), std::size_t{1});
    QCOMPARE(inputs.changes.front().change.size(), std::size_t{1});
    QCOMPARE(find(recipe, WrittenPaths::All).changes.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(RecipeInputsTest)
#include "tst_recipe_inputs.moc"
