// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"

#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace cnnvis;

namespace {

const std::string kDigest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

DreamRecipe sample()
{
    DreamRecipe recipe;
    recipe.settings.numSizes = 2;
    recipe.settings.numSteps = 100;
    recipe.settings.seed = 17;
    recipe.settings.outputFile = "/home/me/secret.png";
    recipe.changes = {{{0, 12}, {{"learning_rate", "100"}}}, {{1, 50}, {{"learning_rate", "100"}, {"tv_reg", "0.1"}}},
        {{1, 60}, {{"num_steps", "80"}}}};
    recipe.end = RunPosition{1, 70, 3};
    recipe.origin.program = "1.2.3";
    recipe.origin.libraries = "LibTorch 1.13.0";
    recipe.origin.threads = 2;
    recipe.origin.network = {{"deploy.prototxt", 12, kDigest}, {"net.caffemodel", std::int64_t{1} << 40U, kDigest}};
    recipe.origin.startFile = FileDigest{"sky.jpg", 4711, kDigest};
    recipe.origin.startPixels = PixelDigest{20, 30, kDigest};
    return recipe;
}

QString text(const SettingsChange& change)
{
    QString result;
    for (const SettingText& setting : change)
        result += QString::fromStdString(setting.key + '=' + setting.text + ' ');
    return result;
}

/// Positions and settings, e.g. "0/12 learning_rate=100; ".
QString text(const std::vector<RecipeChange>& changes)
{
    QString result;
    for (const RecipeChange& change : changes)
        result += QStringLiteral("%1/%2 %3; ")
                      .arg(change.after.sizeIndex)
                      .arg(change.after.steps)
                      .arg(text(change.change).trimmed());
    return result;
}

} // namespace

class DreamRecipeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void isAsciiAndSaysNothingOfTheOutput();
    void changesSayNothingOfTheMachine();
    void endsWhereThePictureStands();
    void readsWhatEarlierVersionsWrote();
    void listsWhatItDoesNotKnow();
    void namesAFewOfManyThatItDoesNotKnow();
    void refusesWhatIsNone_data();
    void refusesWhatIsNone();
    void presetsOfItHaveTheLastSettings();
    void leavesOutWhatDoesNotFit();
    void picturesOfAllFormatsCarryIt_data();
    void picturesOfAllFormatsCarryIt();
    void fitsOtherSizesAndSteps_data();
    void fitsOtherSizesAndSteps();
    void keepsTheOrderWhenStepsWereAdded();
    void keepsTheOrderOfSizesThatFallTogether();
    void forgetsBatchesOfOtherTiles_data();
    void forgetsBatchesOfOtherTiles();
    void leavesWhatIsFixed();
    void tellsOriginsApart();
};

void DreamRecipeTest::comesBackAsItWas()
{
    const DreamRecipe recipe = sample();
    const DreamRecipe read = recipeFromJson(recipeToJson(recipe), "again");
    DreamRecipe expected = recipe;
    expected.settings.outputFile = RunSettings().outputFile;
    QCOMPARE(text(settingsDifference(expected.settings, read.settings)), QString());
    QCOMPARE(text(read.changes), text(recipe.changes));
    QVERIFY(read.end == recipe.end);
    QCOMPARE(read.origin.program, recipe.origin.program);
    QCOMPARE(read.origin.libraries, recipe.origin.libraries);
    QCOMPARE(read.origin.threads, 2);
    QCOMPARE(read.origin.network.size(), std::size_t{2});
    QCOMPARE(read.origin.network[1].name, std::string("net.caffemodel"));
    QVERIFY(isSameContent(read.origin.network[1], recipe.origin.network[1]));
    QVERIFY(isSameContent(*read.origin.startFile, *recipe.origin.startFile));
    QVERIFY(read.origin.startPixels == recipe.origin.startPixels);
    QVERIFY(read.unknown.empty());
    QCOMPARE(recipeToJson(read), recipeToJson(recipe));
}

void DreamRecipeTest::isAsciiAndSaysNothingOfTheOutput()
{
    DreamRecipe recipe = sample();
    recipe.settings.initialImage = "Tr\u00E4ume/\u5922.png";
    recipe.origin.startFile->name = "gr\xFCn.png"; // not even UTF-8
    const std::string json = embeddedRecipe(recipe).at(kSettingsTextKey);
    QVERIFY(std::all_of(
        json.begin(), json.end(), [](char letter) { return letter == '\n' || (letter >= ' ' && letter <= '~'); }));
    QVERIFY(json.find("secret") == std::string::npos);
    QCOMPARE(recipeFromJson(json, "picture").settings.initialImage, recipe.settings.initialImage);
    QCOMPARE(*recipeAmong({{"CNN-Vis", json}}), json);
}

void DreamRecipeTest::changesSayNothingOfTheMachine()
{
    DreamRecipe recipe = sample();
    const QString plain = text(recipe.changes);
    recipe.changes.front().change.push_back({"output_file", "/home/me/secret.png"});
    recipe.changes.push_back({{1, 65}, {{"threads", "3"}, {"gpu", "1"}}});
    const std::string json = recipeToJson(recipe);
    QCOMPARE(json, recipeToJson(sample()));
    QCOMPARE(text(recipeFromJson(json, "again").changes), plain);
    const DreamRecipe read = recipeFromJson(R"({"recipe": 1, "changes": [
        {"size": 1, "after_step": 1, "settings": {"alpha": 3, "output_file": "x.png"}},
        {"size": 1, "after_step": 2, "settings": {"threads": 3, "gpu": 1}}]})",
        "strange");
    QCOMPARE(text(read.changes), QStringLiteral("0/1 alpha=3; "));
}

void DreamRecipeTest::endsWhereThePictureStands()
{
    DreamRecipe recipe = sample();
    recipe.changes.push_back({{1, 70, 3}, {{"alpha", "4"}}});
    recipe.changes.push_back({{1, 71}, {{"alpha", "5"}}});
    QCOMPARE(recipe.settingsAtEnd().alpha, 4.0);
    recipe.end.reset();
    QCOMPARE(recipe.settingsAtEnd().alpha, 5.0);
}

void DreamRecipeTest::readsWhatEarlierVersionsWrote()
{
    const DreamRecipe recipe = recipeFromJson(
        R"({"title": "", "description": "", "settings": {"learning_rate": 3.0, "num_steps": "7"}})", "old.png");
    QCOMPARE(recipe.settings.learningRate, 3.0);
    QCOMPARE(recipe.settings.numSteps, 7);
    QVERIFY(recipe.changes.empty() && !recipe.end && recipe.unknown.empty());
}

void DreamRecipeTest::listsWhatItDoesNotKnow()
{
    const DreamRecipe recipe = recipeFromJson(
        R"({"recipe": 9, "mood": "blue", "settings": {"alpha": 3, "warp": 9}, "changes":
            [{"size": 1, "after_step": 5, "ease": "in", "settings": {"hue": 1, "alpha": 4}},
             {"size": 1, "after_step": 6, "settings": {"hue": 2}}]})",
        "new.png");
    QStringList unknown;
    for (const std::string& part : recipe.unknown)
        unknown << QString::fromStdString(part);
    QCOMPARE(unknown.join(QStringLiteral(", ")),
        QStringLiteral("a newer version's form (9), mood, --warp, changes/ease, --hue"));
    QCOMPARE(recipe.settings.alpha, 3.0);
    QCOMPARE(text(recipe.changes), QStringLiteral("0/5 alpha=4; "));
}

void DreamRecipeTest::namesAFewOfManyThatItDoesNotKnow()
{
    std::string json =
        R"({"recipe": 1, "\u001b[31mred": 0, ")" + std::string(5000, 'x') + R"(": 0, "settings": {"a": 0)";
    int known = 3;
    for (; json.size() < kLongestRecipe - 20; ++known)
        json += ",\"" + std::to_string(known) + "\":0";
    const DreamRecipe recipe = recipeFromJson(json + "}}", "strange");
    QCOMPARE(recipe.unknown.size(), std::size_t{21});
    QCOMPARE(recipe.unknown.back(), "and " + std::to_string(known - 20) + " more");
    for (const std::string& part : recipe.unknown) {
        QVERIFY(part.size() < 1000);
        QVERIFY(std::none_of(part.begin(), part.end(), [](char letter) { return letter == '\x1b'; }));
    }
}

void DreamRecipeTest::refusesWhatIsNone_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words"); // that the message has
    const auto row = [](const char* name, const QByteArray& json, const char* words) {
        QTest::newRow(name) << json << QString::fromUtf8(words);
    };
    row("a list", "[]", "holds an array");
    row("no JSON", "{", "line 1 is not valid JSON");
    row("too long", QByteArray(1 << 20, ' ') + "{}", "larger than 1 MiB");
    row("too deep", QByteArray("{\"recipe\": 1, \"x\": ") + QByteArray(100, '[') + QByteArray(100, ']') + "}",
        "too deep");
    row("twice", R"({"recipe": 1, "recipe": 1})", "twice");
    row("version", R"({"recipe": "one"})", "whole number");
    row("negative version", R"({"recipe": -1})", "whole number");
    row("title", R"({"recipe": 1, "title": 3})", "must be a string");
    row("settings", R"({"recipe": 1, "settings": []})", "\"settings\" is an array");
    row("a value", R"({"recipe": 1, "settings": {"num_steps": -3}})", "num_steps");
    row("changes", R"({"recipe": 1, "changes": {}})", "\"changes\" is an object");
    row("a change", R"({"recipe": 1, "changes": [7]})", "is a number");
    row("a changed value", R"({"recipe": 1, "changes": [{"settings": {"alpha": "x"}}]})", "alpha");
    row("size 0", R"({"recipe": 1, "picture": {"size": 0}})", "from 1 on");
    row("huge step", R"({"recipe": 1, "picture": {"step": 4294967296}})", "from 0 on");
    row("half a step", R"({"recipe": 1, "picture": {"step": 1.5}})", "from 0 on");
    row("a digest", R"({"recipe": 1, "start_file": {"name": "a", "bytes": 1, "sha256": "xyz"}})", "64");
    QByteArray changes = R"({"recipe": 1, "changes": [{})";
    for (int i = 0; i < 20'000; ++i)
        changes += ",{}";
    row("many changes", changes + "]}", "20001 changes");
    row("bytes", R"({"recipe": 1, "network": [{"name": "a", "bytes": -1, "sha256": ""}]})", "\"bytes\"");
}

void DreamRecipeTest::refusesWhatIsNone()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, words);
    try {
        recipeFromJson(json.toStdString(), "bad.png");
        QFAIL("it was taken");
    } catch (const SettingsError& error) {
        const QString message = QString::fromUtf8(error.what());
        QVERIFY2(message.contains(words) && message.contains(QStringLiteral("bad.png")), qPrintable(message));
    }
}

void DreamRecipeTest::presetsOfItHaveTheLastSettings()
{
    RunSettings settings;
    applyChange(settings, presetFromJson(recipeToJson(sample()), "dream.png").change);
    QCOMPARE(settings.learningRate, 100.0);
    QCOMPARE(settings.tvReg, 0.1);
    QCOMPARE(settings.numSteps, 80);
    QCOMPARE(settings.seed, std::int64_t{17});
}

void DreamRecipeTest::leavesOutWhatDoesNotFit()
{
    DreamRecipe recipe = sample();
    const std::size_t whole = recipeToJson(recipe).size();
    QVERIFY(recipeToJson(recipe, whole - 1).size() < whole); // without its indents
    QVERIFY(recipeFromJson(recipeToJson(recipe, whole - 1), "same").unknown.empty());
    for (int step = 0; step < 20'000; ++step)
        recipe.changes.push_back({{1, 70 + step}, {{"alpha", std::to_string(2 + step % 7)}}});
    for (const std::size_t most : {std::size_t{32'000}, kLongestRecipe}) {
        const std::string json = recipeToJson(recipe, most);
        QVERIFY(json.size() < most);
        const DreamRecipe read = recipeFromJson(json, "long");
        QVERIFY(read.changes.empty());
        QCOMPARE(read.unknown, std::vector<std::string>{"changes_left_out"});
        QCOMPARE(read.settings.alpha, recipe.settingsAtEnd().alpha);
    }
}

void DreamRecipeTest::picturesOfAllFormatsCarryIt_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.png", "a.jpg", "a.tif", "a.webp"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void DreamRecipeTest::picturesOfAllFormatsCarryIt()
{
    QFETCH(QString, name);
    const QTemporaryDir folder;
    const std::string path = folder.filePath(name).toStdString();
    DreamRecipe recipe = sample();
    for (const int changes : {3, 200, 5000}) {
        while (static_cast<int>(recipe.changes.size()) < changes)
            recipe.changes.push_back({{1, 70 + static_cast<int>(recipe.changes.size())}, {{"alpha", "2.0123456789"}}});
        const std::map<std::string, std::string> text = embeddedRecipe(recipe, mostTextBytes(path));
        writePicture(path, Picture({2, 2}, std::vector<std::uint8_t>(12, 9)), text);
        const std::optional<std::string> read = recipeAmong(readPictureText(path));
        QVERIFY(read);
        QCOMPARE(*read, text.at(kSettingsTextKey));
    }
}

void DreamRecipeTest::fitsOtherSizesAndSteps_data()
{
    QTest::addColumn<int>("sizes");
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("changes");
    QTest::addColumn<QString>("end");
    QTest::newRow("the same") << 2 << 100
                              << QStringLiteral("0/12 learning_rate=100; 1/50 learning_rate=100 tv_reg=0.1; "
                                                "1/60 num_steps=80; ")
                              << QStringLiteral("1/70/3");
    QTest::newRow("twice the steps") << 2 << 200
                                     << QStringLiteral(
                                            "0/24 learning_rate=100; 1/125 learning_rate=100 tv_reg=0.1; ") // 50 of 80
                                     << QStringLiteral("1/175/0"); // 70 of 80
    QTest::newRow("one size") << 1 << 100
                              << QStringLiteral("0/7 learning_rate=100; 0/83 learning_rate=100 tv_reg=0.1; ") // 12, 150
                              << QStringLiteral("0/94/0"); // 170 of 180
    QTest::newRow("four sizes") << 4 << 100
                                << QStringLiteral("0/12 learning_rate=100; 2/50 learning_rate=100 tv_reg=0.1; "
                                                  "2/60 num_steps=80; ")
                                << QStringLiteral("2/70/0");
}

void DreamRecipeTest::fitsOtherSizesAndSteps()
{
    QFETCH(int, sizes);
    QFETCH(int, steps);
    QFETCH(QString, changes);
    QFETCH(QString, end);
    RunSettings settings = sample().settings;
    settings.numSizes = sizes;
    settings.numSteps = steps;
    const DreamRecipe moved = fitted(sample(), settings, {});
    QCOMPARE(text(moved.changes), changes);
    QCOMPARE(moved.settings.numSteps, steps);
    QVERIFY(moved.end);
    QCOMPARE(QStringLiteral("%1/%2/%3").arg(moved.end->sizeIndex).arg(moved.end->steps).arg(moved.end->batches), end);
}

void DreamRecipeTest::keepsTheOrderWhenStepsWereAdded()
{
    DreamRecipe recipe;
    recipe.settings.numSteps = 100;
    recipe.changes = {{{0, 80}, {{"alpha", "2"}}}, {{0, 90}, {{"num_steps", "200"}, {"alpha", "3"}}},
        {{0, 100}, {{"alpha", "4"}}}, {{0, 150}, {{"num_steps", "140"}}}, {{1, 70}, {{"alpha", "5"}}}};
    recipe.settings.numSizes = 2;
    RunSettings settings = recipe.settings;
    settings.numSteps = 300;
    // The first size ended at 150, the second at 140.
    QCOMPARE(text(fitted(recipe, settings, {}).changes),
        QStringLiteral("0/160 alpha=2; 0/180 alpha=3; 0/200 alpha=4; 1/150 alpha=5; "));
}

void DreamRecipeTest::keepsTheOrderOfSizesThatFallTogether()
{
    DreamRecipe recipe;
    recipe.settings.numSizes = 3;
    recipe.settings.numSteps = 100;
    recipe.changes = {{{0, 90}, {{"alpha", "2"}}}, {{1, 10}, {{"alpha", "3"}}}, {{2, 50}, {{"alpha", "4"}}}};
    recipe.end = RunPosition{1, 20};
    RunSettings settings = recipe.settings;
    settings.numSizes = 2;
    const DreamRecipe moved = fitted(recipe, settings, {});
    QCOMPARE(text(moved.changes), QStringLiteral("0/45 alpha=2; 0/55 alpha=3; 1/50 alpha=4; "));
    QCOMPARE(*moved.end, (RunPosition{0, 60}));
}

void DreamRecipeTest::forgetsBatchesOfOtherTiles_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isFixed");
    QTest::addColumn<int>("batches");
    const auto row = [](const char* key, const char* value, bool isFixed, int batches) {
        QTest::addRow("%s %s", key, isFixed ? "given" : "found")
            << QString::fromUtf8(key) << QString::fromUtf8(value) << isFixed << batches;
    };
    row("learning_rate", "3", true, 3);
    row("final_size", "x2", true, 0);
    row("initial_size", "99x99", false, 0);
    row("target_layer", "other", false, 0);
    row("tiling", "even", false, 0);
    row("model", "moved", false, 3);
    row("model", "another", true, 0);
    row("initial_image", "moved.png", false, 3);
    row("initial_image", "another.png", true, 0);
}

void DreamRecipeTest::forgetsBatchesOfOtherTiles()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(bool, isFixed);
    QFETCH(int, batches);
    DreamRecipe recipe = sample();
    recipe.changes = {{{0, 12, 3}, {{"alpha", "2"}}}};
    RunSettings settings = recipe.settings;
    applyChange(settings, {{key.toStdString(), value.toStdString()}});
    const std::vector<std::string> fixed =
        isFixed ? std::vector<std::string>{key.toStdString()} : std::vector<std::string>{};
    const DreamRecipe moved = fitted(recipe, settings, fixed);
    QCOMPARE(*moved.end, (RunPosition{1, 70, batches}));
    QCOMPARE(moved.changes.front().after, (RunPosition{0, 12, batches}));
}

void DreamRecipeTest::leavesWhatIsFixed()
{
    const DreamRecipe moved = fitted(sample(), sample().settings, {"learning_rate", "num_steps"});
    QCOMPARE(text(moved.changes), QStringLiteral("1/63 tv_reg=0.1; ")); // 50 of 80
    DreamRecipe whole = sample();
    whole.end = RunPosition{1, 80, 0}; // all of them
    QVERIFY(!fitted(whole, whole.settings, {}).end);
}

void DreamRecipeTest::tellsOriginsApart()
{
    const DreamOrigin recipe = sample().origin;
    QVERIFY(differences(recipe, recipe).empty());
    DreamOrigin other = recipe;
    other.network[1].sha256[0] = 'f';
    other.startPixels.reset();
    other.program = "9.9";
    const std::vector<std::string> texts = differences(recipe, other);
    QCOMPARE(texts.size(), std::size_t{3});
    QVERIFY(texts[0].find("deploy.prototxt") != std::string::npos);
    QVERIFY(texts[1].find("from noise") != std::string::npos);
    QVERIFY(texts[2].find("1.2.3") != std::string::npos);
    other = recipe;
    other.network[0].name = "renamed.prototxt"; // the same content
    QVERIFY(differences(recipe, other).empty());
}

QTEST_GUILESS_MAIN(DreamRecipeTest)
#include "tst_dream_recipe.moc"
