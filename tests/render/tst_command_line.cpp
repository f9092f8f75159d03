// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "command_line.h"
#include "preset_library.h"

#include <QTest>

#include <string>
#include <variant>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::render;

namespace {

using Arguments = std::vector<std::string>;

/// The message of the refusal, or nothing when the arguments were accepted.
std::string refusal(const Arguments& arguments)
{
    try {
        resolveSettings(parseCommandLine(arguments));
    } catch (const SettingsError& error) {
        return error.what();
    }
    return {};
}

RunSettings settingsOf(const Arguments& arguments)
{
    return resolveSettings(parseCommandLine(arguments));
}

std::string textOf(const RunSettings& settings, const std::string& key)
{
    return settingText(settings, *findSetting(key));
}

/// A value that the setting accepts, and that is not its default.
std::string otherValue(const SettingEntry& entry)
{
    std::vector<std::string> candidates(entry.choices.begin(), entry.choices.end());
    candidates.insert(candidates.end(), {"true", "false", "7", "0.25", "300x400", "#102030"});
    for (const std::string& candidate : candidates) {
        RunSettings settings;
        try {
            setSettingText(settings, entry, candidate);
        } catch (const SettingsError&) {
            continue;
        }
        if (!settingsDifference(RunSettings(), settings).empty())
            return candidate;
    }
    return "no candidate fits";
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { qputenv("CAFFE_ROOT", "/nowhere"); } // the defaults of the original
    void everySettingHasItsFlagInAllSpellings();
    void switchesStandAlone();
    void switchesTakeAValueBehindAnEqualsSign();
    void negativeNumbersAreValues();
    void emptyValuesAreValues();
    void theLastOfSeveralWins();
    void misspeltFlagsNameTheNearest_data();
    void misspeltFlagsNameTheNearest();
    void strayWordsAreRefused_data();
    void strayWordsAreRefused();
    void forgottenValuesAreRefused_data();
    void forgottenValuesAreRefused();
    void valuesAreChecked_data();
    void valuesAreChecked();
    void furtherProblemsAreCounted();
    void startsFromTheFirstPresetWhereNothingElseIsSaid();
    void aNamedModelReplacesThePresetsFiles();
    void knowsWhatIsAskedFor_data();
    void knowsWhatIsAskedFor();
    void progressIsChosenByName();
    void helpDescribesEverySetting();
    void helpFitsATerminal();
};

void CommandLineTest::everySettingHasItsFlagInAllSpellings()
{
    for (const SettingEntry& entry : settingsSchema()) {
        std::vector<std::string> names{std::string(entry.key)};
        names.insert(names.end(), entry.aliases.begin(), entry.aliases.end());
        const std::string value = otherValue(entry);
        for (const std::string& name : names) {
            std::string flag = "--" + name;
            flag.append("=").append(value);
            const RunSettings settings = settingsOf({"--seed=0", flag}); // says what to dream
            QCOMPARE(textOf(settings, std::string(entry.key)), value);
            QCOMPARE(settingsDifference(RunSettings(), settings).size(), std::size_t{1});
            if (!std::holds_alternative<bool RunSettings::*>(entry.field))
                QCOMPARE(textOf(settingsOf({"--" + name, value}), std::string(entry.key)), value);
        }
    }
}

void CommandLineTest::switchesStandAlone()
{
    const RunSettings settings = settingsOf({"--rescale_image", "--use_pixel_learning_rates", "--alpha", "3"});
    QVERIFY(settings.rescaleImage && settings.usePixelLearningRates);
    QCOMPARE(settings.alpha, 3.0);
    QVERIFY(!settingsOf({"--alpha", "3"}).rescaleImage);
}

void CommandLineTest::switchesTakeAValueBehindAnEqualsSign()
{
    QVERIFY(settingsOf({"--rescale_image=true"}).rescaleImage);
    QVERIFY(settingsOf({"--rescale_image=on"}).rescaleImage);
    QVERIFY(!settingsOf({"--rescale_image", "--rescale_image=false"}).rescaleImage);
    QCOMPARE(refusal({"--rescale_image=maybe"}), std::string("--rescale_image is 'maybe': give true or false"));
    QCOMPARE(refusal({"--rescale_image="}), std::string("--rescale_image is '': give true or false"));
}

void CommandLineTest::negativeNumbersAreValues()
{
    QCOMPARE(settingsOf({"--gpu", "-1"}).gpu, -1);
    QCOMPARE(settingsOf({"--tv_reg_step", "-1e-3", "--amplify_l1_weight=-2"}).tvRegStep, -1e-3);
    QCOMPARE(settingsOf({"--tv_reg_step", "-.5"}).tvRegStep, -0.5);
}

void CommandLineTest::emptyValuesAreValues()
{
    QCOMPARE(settingsOf({"--iter_behavior", ""}).iterBehavior.bits, 0U);
    const RunSettings settings = settingsOf({"--iter_behavior=", "--alpha", "3"});
    QCOMPARE(settings.iterBehavior.bits, 0U);
    QCOMPARE(settings.alpha, 3.0);
    QCOMPARE(settingsOf({"--target_layer", "{}"}).targetLayer, std::string("{}"));
    QCOMPARE(settingsOf({"--target_layer", "[a,b]"}).targetLayer, std::string("[a,b]"));
    QCOMPARE(settingsOf({"--target_layer=a=b"}).targetLayer, std::string("a=b"));
}

void CommandLineTest::theLastOfSeveralWins()
{
    QCOMPARE(settingsOf({"--alpha", "2", "--alpha", "3"}).alpha, 3.0);
    QCOMPARE(settingsOf({"--amplify_l1_weight", "2", "--l1_weight", "3"}).amplifyL1Weight, 3.0);
}

void CommandLineTest::misspeltFlagsNameTheNearest_data()
{
    QTest::addColumn<std::string>("flag");
    QTest::addColumn<std::string>("nearest");
    const auto row = [](const char* flag, const char* nearest) {
        QTest::newRow(flag) << std::string(flag) << std::string(nearest);
    };
    row("--lerning_rate", "the nearest is --learning_rate");
    row("--lerning_rate=5", "the nearest is --learning_rate");
    row("--l1_wieght", "the nearest is --l1_weight");
    row("--presett", "the nearest is --preset");
    row("--list_layer", "the nearest is --list_layers");
    row("--num-steps", "the nearest is --num_steps");
    row("-gpu", "the nearest is --gpu");
    row("--ALPHA", "the nearest is --alpha");
    row("--xyzzyx", "--help lists them all");
}

void CommandLineTest::misspeltFlagsNameTheNearest()
{
    QFETCH(const std::string, flag);
    QFETCH(const std::string, nearest);
    const std::string name = flag.substr(0, flag.find('='));
    QCOMPARE(refusal({"--alpha", "3", flag, "5"}), "there is no flag " + name + "; " + nearest);
}

void CommandLineTest::strayWordsAreRefused_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<std::string>("word");
    QTest::newRow("alone") << Arguments{"photo.jpg"} << std::string("'photo.jpg' belongs to no flag");
    QTest::newRow("behind") << Arguments{"--alpha", "3", "photo.jpg"} << std::string("'photo.jpg' belongs to no flag");
    QTest::newRow("switch") << Arguments{"--rescale_image", "true"} << std::string("'true' belongs to no flag");
    QTest::newRow("empty") << Arguments{""} << std::string("'' belongs to no flag");
}

void CommandLineTest::strayWordsAreRefused()
{
    QFETCH(const Arguments, arguments);
    QFETCH(const std::string, word);
    const std::string message = refusal(arguments);
    QVERIFY2(message.find(word) == 0, message.c_str());
}

void CommandLineTest::forgottenValuesAreRefused_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::newRow("at the end") << Arguments{"--rescale_image", "--deploy_txt"};
    QTest::newRow("before a flag") << Arguments{"--deploy_txt", "--caffe_model", "x"};
    QTest::newRow("before a misspelt flag") << Arguments{"--deploy_txt", "--cafe_model", "x"};
}

void CommandLineTest::forgottenValuesAreRefused()
{
    QFETCH(const Arguments, arguments);
    const std::string message = refusal(arguments);
    QVERIFY2(message.find("--deploy_txt has no value: write --deploy_txt FILE") == 0, message.c_str());
}

void CommandLineTest::valuesAreChecked_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<std::string>("message");
    QTest::newRow("word") << Arguments{"--alpha", "x"} << std::string("--alpha is 'x': give a number");
    QTest::newRow("comma") << Arguments{"--alpha", "2,5"} << std::string("--alpha is '2,5': give a number");
    QTest::newRow("range") << Arguments{"--alpha", "0.5"} << std::string("--alpha is 0.5, but must lie between");
    QTest::newRow("not a number") << Arguments{"--alpha", "nan"} << std::string("--alpha is 'nan'");
    QTest::newRow("infinite") << Arguments{"--tv_reg", "inf"} << std::string("--tv_reg is 'inf'");
    QTest::newRow("alias") << Arguments{"--l1_weight", "x"} << std::string("--amplify_l1_weight is 'x'");
    QTest::newRow("choice") << Arguments{"--resize_type", "linaer"} << std::string("--resize_type is 'linaer'");
    QTest::newRow("size") << Arguments{"--initial_size", "0x5"} << std::string("--initial_size is '0x5'");
    QTest::newRow("rule") << Arguments{"--initial_image", "x.png", "--output_file", "./x.png"}
                          << std::string("--output_file is the start image");
    QTest::newRow("progress") << Arguments{"--progress", "jsno"}
                              << std::string("--progress is 'jsno': give auto, json or none");
}

void CommandLineTest::valuesAreChecked()
{
    QFETCH(const Arguments, arguments);
    QFETCH(const std::string, message);
    const std::string found = refusal(arguments);
    QVERIFY2(found.find(message) == 0, found.c_str());
}

void CommandLineTest::furtherProblemsAreCounted()
{
    const std::string message = refusal({"--beta", "x", "--gpu", "1.5", "--alpha", "0"});
    QVERIFY2(message.find("--alpha is 0, but") == 0, message.c_str()); // the first in the order of the schema
    QVERIFY2(message.find(" (and 2 more such)") != std::string::npos, message.c_str());
    QVERIFY(refusal({"--alpha", "0"}).find("more such") == std::string::npos);
}

void CommandLineTest::startsFromTheFirstPresetWhereNothingElseIsSaid()
{
    RunSettings first;
    applyChange(first, loadPreset(kFirstPreset).change);
    const auto isFirst = [&](const Arguments& arguments) {
        return settingsOf(arguments).targetLayer == first.targetLayer;
    };
    QVERIFY(first.targetLayer != RunSettings().targetLayer);
    qunsetenv("CAFFE_ROOT");
    QVERIFY(settingsDifference(first, settingsOf({})).empty());
    QVERIFY(isFirst({"--output_file", "dream.png", "--threads", "1"}));
    QVERIFY(isFirst({"--initial_image", "photo.png"}));
    QCOMPARE(settingsOf({"--initial_image", "photo.png"}).initialImage, std::string("photo.png"));
    QVERIFY(!isFirst({"--model", "bestiary"}));
    QVERIFY(!isFirst({"--deploy_txt", "deploy.prototxt"}));
    QVERIFY(!isFirst({"--preset", "example1"}));
    QVERIFY(!isFirst({"--list_layers"}));
    // Where the original finds a network, what says what to dream means what it means there.
    qputenv("CAFFE_ROOT", "/opt/caffe");
    QVERIFY(isFirst({"--output_file", "dream.png"}));
    QVERIFY(!isFirst({"--initial_image", "photo.png"}));
    qunsetenv("CAFFE_ROOT");
}

void CommandLineTest::aNamedModelReplacesThePresetsFiles()
{
    const RunSettings preset = settingsOf({"--preset", "example5"});
    const RunSettings named = settingsOf({"--preset", "example5", "--model", "bestiary"});
    QVERIFY(!preset.deployTxt.empty());
    QVERIFY(named.deployTxt.empty() && named.caffeModel.empty() && named.meanImage.empty());
    QCOMPARE(named.targetLayer, preset.targetLayer);
    QCOMPARE(settingsOf({"--deploy_txt", "my.prototxt", "--model", "bestiary"}).deployTxt, std::string("my.prototxt"));
}

void CommandLineTest::knowsWhatIsAskedFor_data()
{
    QTest::addColumn<Arguments>("arguments");
    QTest::addColumn<int>("request");
    QTest::newRow("picture") << Arguments{"--alpha", "3"} << static_cast<int>(Request::Render);
    QTest::newRow("help") << Arguments{"--alpha", "3", "--help"} << static_cast<int>(Request::ShowHelp);
    QTest::newRow("short help") << Arguments{"-h"} << static_cast<int>(Request::ShowHelp);
    QTest::newRow("version") << Arguments{"--version"} << static_cast<int>(Request::ShowVersion);
    QTest::newRow("presets") << Arguments{"--list_presets"} << static_cast<int>(Request::ListPresets);
    QTest::newRow("layers") << Arguments{"--list_layers", "--deploy_txt", "x"} << static_cast<int>(Request::ListLayers);
}

void CommandLineTest::knowsWhatIsAskedFor()
{
    QFETCH(const Arguments, arguments);
    QFETCH(const int, request);
    QCOMPARE(static_cast<int>(parseCommandLine(arguments).request), request);
}

void CommandLineTest::progressIsChosenByName()
{
    QVERIFY(parseCommandLine({"--alpha", "3"}).progress == ProgressStyle::Auto);
    QVERIFY(parseCommandLine({"--progress", "auto"}).progress == ProgressStyle::Auto);
    QVERIFY(parseCommandLine({"--progress", "json"}).progress == ProgressStyle::Json);
    QVERIFY(parseCommandLine({"--progress=none"}).progress == ProgressStyle::None);
}

void CommandLineTest::helpDescribesEverySetting()
{
    const QString help = QString::fromStdString(helpText()).simplified();
    for (const SettingEntry& entry : settingsSchema()) {
        const auto text = [](std::string_view part) { return QString::fromUtf8(part.data(), qsizetype(part.size())); };
        QVERIFY2(help.contains(QStringLiteral(" --") + text(entry.key)), entry.key.data());
        QVERIFY2(help.contains(text(entry.help)), entry.key.data());
        QVERIFY2(help.contains(text(entry.group) + QLatin1Char(':')), entry.key.data());
        for (const std::string_view name : entry.aliases)
            QVERIFY2(help.contains(QStringLiteral(", --") + text(name)), name.data());
        for (const std::string_view choice : entry.choices)
            QVERIFY2(help.contains(text(choice)), choice.data());
    }
    for (const char* const part :
        {"Default: inception_4d/3x3_reduce.", "Default: save+print.", "One of geometric, linear.",
            "Whole number from 1 to 1024 tiles, or auto.", "From 1 to 100. Default: 6.", "130 ended by Ctrl-C"})
        QVERIFY2(help.contains(QString::fromUtf8(part)), part);
}

void CommandLineTest::helpFitsATerminal()
{
    for (const QString& line : QString::fromStdString(helpText()).split(QLatin1Char('\n'))) {
        QVERIFY2(line.size() <= 90, qPrintable(line));
        QVERIFY2(!line.endsWith(QLatin1Char(' ')), qPrintable(line));
    }
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
