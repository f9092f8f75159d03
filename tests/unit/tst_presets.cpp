// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

using namespace cnnvis;

namespace {

/// The message of the refusal, or nothing when the text was accepted.
QString refusal(std::string_view json)
{
    try {
        presetFromJson(json, "my.json");
    } catch (const SettingsError& error) {
        return QString::fromUtf8(error.what());
    }
    return QString();
}

std::string textOf(const Preset& preset, const std::string& key)
{
    for (const SettingText& setting : preset.change) {
        if (setting.key == key)
            return setting.text;
    }
    return "not set";
}

bool isEqual(const Preset& left, const Preset& right)
{
    const auto isSame = [](const SettingText& a, const SettingText& b) { return a.key == b.key && a.text == b.text; };
    return left.title == right.title && left.description == right.description
        && std::equal(left.change.begin(), left.change.end(), right.change.begin(), right.change.end(), isSame);
}

std::string readPresetFile(const QString& name)
{
    QFile file(QDir(QStringLiteral(CNNVIS_PRESETS_DIR)).filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class PresetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shippedPresetsAreUsable_data();
    void shippedPresetsAreUsable();
    void noPresetIsUntested();
    void writtenFormIsStable();
    void presetsSurviveTheirJson();
    void valuesKeepTheirPrecision();
    void keysComeInTheirUsualSpellingAndOrder();
    void numbersAndSwitchesMayBeStrings();
    void wordsForNumbersAreStrings();
    void titleAndDescriptionMayBeMissing();
    void refusesWhatIsNoPreset_data();
    void refusesWhatIsNoPreset();
    void syntaxErrorsNameTheirLine();
    void refusesDeepJson();
    void refusesHugeJson();
    void refusesToWriteWhatDoesNotFit();
    void writesPathsThatAreNotUtf8();
};

void PresetsTest::shippedPresetsAreUsable_data()
{
    QTest::addColumn<QString>("layer");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("learningRate");
    QTest::addColumn<double>("pReg");
    QTest::addColumn<double>("tvReg");
    QTest::addColumn<int>("sizes");
    QTest::newRow("example1.json") << QStringLiteral("inception_4d/3x3_reduce") << 100 << 10.0 << 1e-10 << 0.5 << 5;
    QTest::newRow("example2.json") << QStringLiteral("inception_4c/output") << 100 << 10.0 << 1e-10 << 0.5 << 5;
    QTest::newRow("example3.json") << QStringLiteral("inception_4e/output") << 100 << 10.0 << 1e-10 << 0.5 << 5;
    QTest::newRow("example4.json") << QStringLiteral("inception_4d/3x3_reduce") << 200 << 10.0 << 1e-11 << 0.01 << 5;
    QTest::newRow("example5.json") << QStringLiteral("inception_4b/3x3_reduce") << 200 << 5.0 << 1e-9 << 0.3 << 5;
    QTest::newRow("example6.json") << QStringLiteral("inception_4c/pool") << 150 << 2.0 << 1e-9 << 1.0 << 5;
    QTest::newRow("example7.json") << QStringLiteral("inception_3a/1x1") << 30 << 1.0 << 0.5 << 0.05 << 2;
    QTest::newRow("example8.json") << QStringLiteral("inception_3a/3x3_reduce") << 30 << 1.0 << 0.5 << 0.05 << 2;
    QTest::newRow("example9.json") << QStringLiteral("inception_4d/output") << 50 << 1.0 << 0.5 << 0.05 << 3;
    QTest::newRow("example10.json") << QStringLiteral("inception_4d/pool") << 50 << 1.0 << 5.0 << 0.1 << 4;
    QTest::newRow("example11.json") << QStringLiteral("inception_4d/pool") << 50 << 1.0 << 10.0 << 1.0 << 5;
    QTest::newRow("example12.json") << QStringLiteral("inception_4c/output") << 100 << 5.0 << 0.5 << 5.0 << 3;
    QTest::newRow("example13.json") << QStringLiteral("inception_4b/5x5_reduce") << 100 << 5.0 << 0.5 << 0.5 << 3;
    QTest::newRow("garden.json") << QStringLiteral("inception_5a/output") << 30 << 16.0 << 0.012 << 0.03 << 3;
    QTest::newRow("jellyfish.json") << QStringLiteral("loss3/classifier") << 80 << 16.0 << 0.01 << 0.05 << 2;
    QTest::newRow("pagodas.json") << QStringLiteral("inception_5a/output") << 32 << 16.0 << 0.012 << 0.03 << 3;
    QTest::newRow("eyes.json") << QStringLiteral("inception_4b/output") << 36 << 10.0 << 0.02 << 0.03 << 3;
    QTest::newRow("scales.json") << QStringLiteral("inception_3b/output") << 40 << 8.0 << 0.03 << 0.03 << 2;
    QTest::newRow("brush.json") << QStringLiteral("conv2/3x3") << 25 << 6.0 << 0.03 << 0.02 << 2;
    QTest::newRow("pearls.json") << QStringLiteral("inception_4d/output") << 36 << 14.0 << 0.02 << 0.03 << 3;
    QTest::newRow("reef.json") << QStringLiteral("inception_4e/output") << 40 << 30.0 << 0.002 << 0.05 << 3;
    QTest::newRow("class-portrait.json") << QStringLiteral("loss3/classifier") << 60 << 16.0 << 0.009 << 0.05 << 2;
    QTest::newRow("layer-sampler.json") << QStringLiteral("inception_4a/output") << 40 << 2.0 << 0.005 << 0.02 << 1;
    QTest::newRow("squeezenet-eyes.json") << QStringLiteral("fire6/concat") << 32 << 12.0 << 0.02 << 0.03 << 2;
}

void PresetsTest::shippedPresetsAreUsable()
{
    QFETCH(QString, layer);
    QFETCH(int, steps);
    QFETCH(double, learningRate);
    QFETCH(double, pReg);
    QFETCH(double, tvReg);
    QFETCH(int, sizes);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const Preset preset = presetFromJson(readPresetFile(name), name.toStdString());
    QVERIFY(!preset.title.empty() && !preset.description.empty());
    RunSettings settings;
    applyChange(settings, preset.change);
    QVERIFY(validate(settings).empty());
    QCOMPARE(settings.targetLayer, layer.toStdString());
    QCOMPARE(settings.numSteps, steps);
    QCOMPARE(settings.learningRate, learningRate);
    QVERIFY(settings.pReg == pReg);
    QCOMPARE(settings.tvReg, tvReg);
    QCOMPARE(settings.numSizes, sizes);
    QCOMPARE(settings.iterBehavior.bits, unsigned{iter_behavior::Print});
    QCOMPARE(settings.outputFile, RunSettings().outputFile);
    QVERIFY(isEqual(presetFromJson(presetToJson(preset), "again"), preset));
}

void PresetsTest::noPresetIsUntested()
{
    const QStringList files = QDir(QStringLiteral(CNNVIS_PRESETS_DIR)).entryList({QStringLiteral("*.json")});
    QCOMPARE(files.size(), qsizetype{24});
}

void PresetsTest::writtenFormIsStable()
{
    Preset preset;
    preset.title = "Grün";
    preset.description = "\"soft\"";
    preset.change = {{"rescale_image", "on"}, {"alpha", "2.5"}, {"num_steps", "1e2"}, {"initial_size", "x0.5"}};
    QCOMPARE(presetToJson(preset),
        std::string("{\n  \"title\": \"Grün\",\n  \"description\": \"\\\"soft\\\"\",\n  \"settings\": {\n"
                    "    \"initial_size\": \"x0.5\",\n    \"num_steps\": 100,\n    \"alpha\": 2.5,\n"
                    "    \"rescale_image\": true\n  }\n}\n"));
    QCOMPARE(presetToJson(Preset()),
        std::string("{\n  \"title\": \"\",\n  \"description\": \"\",\n  \"settings\": {}\n}\n"));
}

void PresetsTest::presetsSurviveTheirJson()
{
    RunSettings settings;
    settings.seed = 9223372036854775807;
    settings.pRegAux = 5e-11;
    settings.amplifyGradClip = 0.1 + 0.2;
    settings.deployTxt = "$CAFFE_ROOT/\"a\\b\"/☃.prototxt";
    settings.iterBehavior.bits = 0;
    settings.tvGradOperator = TvGradOperator::SobelSquish;
    settings.usePixelLearningRates = true;
    const Preset preset{"title", "description", settingsDifference(RunSettings(), settings)};
    const Preset again = presetFromJson(presetToJson(preset), "again");
    QVERIFY(isEqual(again, preset));
    RunSettings restored;
    applyChange(restored, again.change);
    QVERIFY(settingsDifference(restored, settings).empty());
}

void PresetsTest::valuesKeepTheirPrecision()
{
    const Preset preset = presetFromJson(
        R"({"settings": {"seed": 9007199254740993, "p_reg": 1e-10, "alpha": 6.000000000000001, "num_steps": 2.0}})",
        "my.json");
    QCOMPARE(textOf(preset, "seed"), std::string("9007199254740993"));
    QCOMPARE(textOf(preset, "p_reg"), std::string("1e-10"));
    QCOMPARE(textOf(preset, "alpha"), std::string("6.000000000000001"));
    QCOMPARE(textOf(preset, "num_steps"), std::string("2"));
}

void PresetsTest::keysComeInTheirUsualSpellingAndOrder()
{
    const Preset preset = presetFromJson(R"({"settings": {"alpha": 2, "l1_weight": 3}})", "my.json");
    QCOMPARE(preset.change.size(), std::size_t{2});
    QCOMPARE(preset.change[0].key, std::string("amplify_l1_weight"));
    QCOMPARE(preset.change[1].key, std::string("alpha"));
}

void PresetsTest::numbersAndSwitchesMayBeStrings()
{
    const Preset preset = presetFromJson(R"({"settings": {"alpha": "2.50", "rescale_image": "on"}})", "my.json");
    QCOMPARE(textOf(preset, "alpha"), std::string("2.5"));
    QCOMPARE(textOf(preset, "rescale_image"), std::string("true"));
}

void PresetsTest::wordsForNumbersAreStrings()
{
    const std::string json = presetToJson({"", "", {{"batch_size", "auto"}, {"threads", "0"}}});
    QVERIFY(json.find("\"batch_size\": \"auto\"") != std::string::npos);
    QVERIFY(json.find("\"threads\": 0") != std::string::npos);
    const Preset preset = presetFromJson(json, "here");
    QCOMPARE(preset.change[0].text, std::string("auto"));
}

void PresetsTest::titleAndDescriptionMayBeMissing()
{
    const Preset preset = presetFromJson(R"({"settings": {}})", "my.json");
    QVERIFY(preset.title.empty() && preset.description.empty() && preset.change.empty());
}

void PresetsTest::refusesWhatIsNoPreset_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const char* json, const char* part) {
        QTest::newRow(name) << QString::fromUtf8(json) << QString::fromUtf8(part);
    };
    row("empty", "", "line 1 is not valid JSON");
    row("garbage", "PNG", "line 1 is not valid JSON");
    row("trailing", "{\"settings\": {}} x", "not valid JSON");
    row("not a number", R"({"settings": {"alpha": NaN}})", "not valid JSON");
    row("overflow", R"({"settings": {"alpha": 1e999}})", "too large");
    row("array", "[]", "it holds an array");
    row("null", "null", "it holds null");
    row("number", "5", "it holds a number");
    row("no settings", R"({"title": "x"})", "no \"settings\"");
    row("settings array", R"({"settings": [1]})", "\"settings\" is an array");
    row("title number", R"({"title": 5, "settings": {}})", "\"title\" is a number, but must be a string");
    row("description null", R"({"description": null, "settings": {}})", "\"description\" is null");
    row("unknown part", R"({"Settings": {}})", "'Settings' is no part of a preset");
    row("unknown key", R"({"settings": {"lerning_rate": 1}})", "the nearest is --learning_rate");
    row("misfit", R"({"settings": {"alpha": "x"}})", "--alpha is 'x': give a number");
    row("range", R"({"settings": {"alpha": 0.5}})", "--alpha is 0.5, but must lie between 1 and 100");
    row("null value", R"({"settings": {"alpha": null}})", "--alpha is null, but must be a number");
    row("array value", R"({"settings": {"alpha": [6]}})", "--alpha is an array, but must be a number");
    row("boolean number", R"({"settings": {"alpha": true}})", "--alpha is a boolean, but must be a number");
    row("number switch", R"({"settings": {"rescale_image": 1}})",
        "--rescale_image is a number, but must be true or false");
    row("number text", R"({"settings": {"target_layer": 5}})", "--target_layer is a number, but must be a string");
    row("number choice", R"({"settings": {"resize_type": 1}})", "--resize_type is a number, but must be a string");
    row("too large whole", R"({"settings": {"seed": 18446744073709551615}})", "--seed is '18446744073709551615'");
    row("huge whole", R"({"settings": {"num_steps": 123456789012345678901234567890}})", "--num_steps is");
    row("line break", R"({"settings": {"target_layer": "a\nb"}})", "control character");
    row("zero", R"({"settings": {"output_file": "a\u0000.png"}})", "control character");
    row("same key twice", R"({"settings": {"alpha": 2, "alpha": 3}})", "'alpha' twice");
    row("alias twice", R"({"settings": {"l1_weight": 2, "amplify_l1_weight": 3}})", "set twice");
}

void PresetsTest::refusesWhatIsNoPreset()
{
    QFETCH(QString, json);
    QFETCH(QString, part);
    const QString message = refusal(json.toStdString());
    QVERIFY2(message.startsWith(QStringLiteral("my.json")) && message.contains(part), qPrintable(message));
    QVERIFY(!message.contains(QLatin1Char('\n')));
}

void PresetsTest::syntaxErrorsNameTheirLine()
{
    QVERIFY(refusal("{\n\"settings\": {\n\"alpha\": tru\n}}").contains(QStringLiteral("my.json line 3 ")));
    QVERIFY(refusal("{\n\"settings\":\n").contains(QStringLiteral("my.json line 3 ")));
    QVERIFY(refusal("{\"title\": \"\xFF\", \"settings\": {}}").contains(QStringLiteral("my.json line 1 ")));
}

void PresetsTest::refusesDeepJson()
{
    const std::string deepArrays = std::string(400000, '[') + std::string(400000, ']');
    QVERIFY(refusal(deepArrays).contains(QStringLiteral("nested too deep")));
    std::string deepObjects;
    for (int i = 0; i < 100000; ++i)
        deepObjects += "{\"a\":";
    QVERIFY(refusal(deepObjects).contains(QStringLiteral("nested too deep")));
    QVERIFY(refusal("{\"settings\": {\"alpha\": [[[[[[[[]]]]]]]]}}").contains(QStringLiteral("is an array")));
}

void PresetsTest::refusesHugeJson()
{
    const std::string preset = R"({"settings": {"alpha": 2}})";
    const std::size_t limit = 1024 * 1024;
    QCOMPARE(refusal(preset + std::string(limit - preset.size(), ' ')), QString());
    QVERIFY(
        refusal(preset + std::string(limit - preset.size() + 1, ' ')).contains(QStringLiteral("larger than 1 MiB")));
}

void PresetsTest::refusesToWriteWhatDoesNotFit()
{
    QVERIFY_THROWS_EXCEPTION(SettingsError, presetToJson(Preset{"", "", {{"alpha", "x"}}}));
    QVERIFY_THROWS_EXCEPTION(SettingsError, presetToJson(Preset{"", "", {{"gamma", "1"}}}));
}

void PresetsTest::writesPathsThatAreNotUtf8()
{
    const std::string json = presetToJson(Preset{"", "", {{"initial_image", "gr\xFCn.png"}}});
    const Preset preset = presetFromJson(json, "again");
    QCOMPARE(textOf(preset, "initial_image"), std::string("gr\uFFFDn.png"));
}

QTEST_GUILESS_MAIN(PresetsTest)
#include "tst_presets.moc"
