// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"
#include "util/value_text.h"

#include <QTest>

#include <cfloat>
#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace cnnvis;

namespace {

const SettingEntry& entryOf(std::string_view key)
{
    return *findSetting(key);
}

/// Values unlike the defaults, one for each setting; awkward ones where the range allows.
RunSettings unusualSettings()
{
    RunSettings settings;
    applyChange(settings,
        {{"model", "my models/net"}, {"deploy_txt", "$CAFFE_ROOT/a b=\"c\"/deploy.prototxt"},
            {"caffe_model", "grün ☃.caffemodel"}, {"mean_image", "mean.npy"}, {"image_type", "amplify_neuron"},
            {"target_layer", "inception_4c/output"}, {"target_neuron", "130"}, {"amplify_l1_weight", "-0.1"},
            {"amplify_l2_weight", "-0"}, {"amplify_grad_clip", "0.30000000000000004"}, {"normalize_gradient", "mean"},
            {"initial_image", "sky.jpg"}, {"ground", "#102030"}, {"keep_transparency", "true"},
            {"initialization_scale", "2.2250738585072014e-308"}, {"initialization_blur", "5e-324"},
            {"seed", "9223372036854775807"}, {"initial_size", "x0.08"}, {"final_size", "1080x1920"}, {"num_sizes", "5"},
            {"resize_type", "linear"}, {"resize_pipeline", "float"}, {"num_steps", "1000000000"},
            {"learning_rate", "0.1"}, {"learning_rate_decay_iter", "7"},
            {"learning_rate_decay_fraction", "0.3333333333333333"}, {"decay_rate", "0.999999"},
            {"use_pixel_learning_rates", "true"}, {"tiling", "even"}, {"alpha", "6.000000000000001"},
            {"p_scale", "1e-06"}, {"p_reg", "1e-10"}, {"alpha_aux", "8"}, {"p_scale_aux", "123456.789"},
            {"p_reg_aux", "5e-11"}, {"beta", "2.5"}, {"tv_reg", "1e12"}, {"tv_reg_scale", "0.7"},
            {"tv_reg_step", "-1e-300"}, {"tv_reg_step_iter", "3"}, {"tv_grad_operator", "sobel_squish"},
            {"output_file", "dreams/x.png"}, {"output_iter", "1"}, {"iter_behavior", "plot_pix+show"},
            {"rescale_image", "on"}, {"show_width", "7.25"}, {"show_height", "3"}, {"gpu", "0"}, {"batch_size", "25"},
            {"threads", "2"}, {"arithmetic", "original"}, {"precision", "bf16"}});
    return settings;
}

QString refusal(const std::string& key, std::string_view text)
{
    RunSettings settings;
    const RunSettings before;
    try {
        setSettingText(settings, entryOf(key), text);
    } catch (const SettingsError& error) {
        const bool isUnchanged = settingsDifference(before, settings).empty();
        const bool hasKey = error.key() == key;
        return isUnchanged && hasKey ? QString::fromUtf8(error.what()) : QStringLiteral("changed, or without its key");
    }
    return QString();
}

} // namespace

class SettingsTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingSurvivesItsText();
    void doublesSurviveToTheBit_data();
    void doublesSurviveToTheBit();
    void defaultsHaveTheirUsualText();
    void numbersIgnoreTheLocale();
    void wholeNumbersAreReadHoweverWritten_data();
    void wholeNumbersAreReadHoweverWritten();
    void nonsenseIsRefusedForEveryNumber_data();
    void nonsenseIsRefusedForEveryNumber();
    void fractionsAreRefusedForWholeNumbers();
    void everyRangeIsChecked();
    void theLowestNumberMayHaveAWord();
    void switchesTakeTheUsualWords();
    void behaviourIsASetOfWords();
    void messagesSayWhatWouldDo_data();
    void messagesSayWhatWouldDo();
    void longTextIsCutInMessages();
    void changesAreAppliedAllOrNothing();
    void laterChangesWin();
    void differenceTurnsOneIntoTheOther();
    void changesAreMadeOfFields();
    void misspeltKeysNameTheNearest_data();
    void misspeltKeysNameTheNearest();
};

void SettingsTextTest::everySettingSurvivesItsText()
{
    const RunSettings unusual = unusualSettings();
    for (const SettingEntry& entry : settingsSchema()) {
        const std::string text = settingText(unusual, entry);
        RunSettings settings;
        QVERIFY2(settingText(settings, entry) != text, entry.key.data());
        setSettingText(settings, entry, text);
        const SettingsChange difference = settingsDifference(RunSettings(), settings);
        QCOMPARE(difference.size(), std::size_t{1});
        QCOMPARE(difference[0].key, std::string(entry.key));
        const auto isEqual = [&](auto field) { return settings.*field == unusual.*field; };
        QVERIFY2(std::visit(isEqual, entry.field), entry.key.data());
    }
}

void SettingsTextTest::doublesSurviveToTheBit_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("tenth") << 0.1 << QStringLiteral("0.1");
    QTest::newRow("1e-10") << 1e-10 << QStringLiteral("1e-10");
    QTest::newRow("5e-11") << 5e-11 << QStringLiteral("5e-11");
    QTest::newRow("sum") << 0.1 + 0.2 << QStringLiteral("0.30000000000000004");
    QTest::newRow("whole") << 10.0 << QStringLiteral("10");
    QTest::newRow("subnormal") << 5e-324 << QStringLiteral("5e-324");
    QTest::newRow("largest") << DBL_MAX << QStringLiteral("1.7976931348623157e+308");
    QTest::newRow("minus zero") << -0.0 << QStringLiteral("-0");
}

void SettingsTextTest::doublesSurviveToTheBit()
{
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(numberText(value), text.toStdString());
    const std::optional<double> parsed = parseReal(text.toStdString());
    QVERIFY(parsed.has_value());
    QCOMPARE(std::signbit(*parsed), std::signbit(value));
    QVERIFY(*parsed == value);
}

void SettingsTextTest::defaultsHaveTheirUsualText()
{
    const RunSettings settings;
    QCOMPARE(settingText(settings, entryOf("p_reg")), std::string("1e-04"));
    QCOMPARE(settingText(settings, entryOf("learning_rate")), std::string("1"));
    QCOMPARE(settingText(settings, entryOf("iter_behavior")), std::string("save+print"));
    QCOMPARE(settingText(settings, entryOf("image_type")), std::string("amplify_layer"));
    QCOMPARE(settingText(settings, entryOf("rescale_image")), std::string("false"));
    QCOMPARE(settingText(settings, entryOf("gpu")), std::string("-1"));
}

void SettingsTextTest::numbersIgnoreTheLocale()
{
    // Where there is no German locale this checks the C locale only.
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    const std::string text = numberText(0.5);
    const std::optional<double> value = parseReal("0.5");
    const std::optional<double> comma = parseReal("0,5");
    std::setlocale(LC_ALL, "C");
    QCOMPARE(text, std::string("0.5"));
    QVERIFY(value == 0.5);
    QVERIFY(!comma);
}

void SettingsTextTest::wholeNumbersAreReadHoweverWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("value");
    QTest::newRow("plain") << QStringLiteral("25") << qint64{25};
    QTest::newRow("plus") << QStringLiteral("+25") << qint64{25};
    QTest::newRow("point") << QStringLiteral("10.0") << qint64{10};
    QTest::newRow("exponent") << QStringLiteral("1e3") << qint64{1000};
    QTest::newRow("largest") << QStringLiteral("9223372036854775807") << std::numeric_limits<qint64>::max();
    QTest::newRow("beyond doubles") << QStringLiteral("9007199254740993") << qint64{9007199254740993};
}

void SettingsTextTest::wholeNumbersAreReadHoweverWritten()
{
    QFETCH(QString, text);
    QFETCH(qint64, value);
    RunSettings settings;
    setSettingText(settings, entryOf("seed"), text.toStdString());
    QCOMPARE(qint64{settings.seed}, value);
}

void SettingsTextTest::nonsenseIsRefusedForEveryNumber_data()
{
    QTest::addColumn<QString>("text");
    for (const char* const text :
        {"", " ", "abc", "nan", "inf", "-inf", "infinity", "1e999", "-1e999", "1e-999", "0x10", "1,5", "1 ", " 1", "1x",
            "1.5.5", "--1", "+-1", "++1", "+", "-", ".", "1e", "true", "99999999999999999999"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void SettingsTextTest::nonsenseIsRefusedForEveryNumber()
{
    QFETCH(QString, text);
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.maximum > entry.minimum) {
            const QString message = refusal(std::string(entry.key), text.toStdString());
            QVERIFY2(message.startsWith(QStringLiteral("--%1 is ").arg(QString::fromUtf8(entry.key.data()))),
                qPrintable(message));
        }
    }
}

void SettingsTextTest::fractionsAreRefusedForWholeNumbers()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const bool isWhole = std::holds_alternative<int RunSettings::*>(entry.field)
            || std::holds_alternative<std::int64_t RunSettings::*>(entry.field);
        if (isWhole)
            QVERIFY2(refusal(std::string(entry.key), "1.5").contains(QStringLiteral("whole number")), entry.key.data());
    }
    QVERIFY(!refusal("seed", "9223372036854775808").isEmpty());
    QVERIFY(!refusal("seed", "9223372036854775807.0").isEmpty());
}

void SettingsTextTest::everyRangeIsChecked()
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (entry.maximum > entry.minimum && entry.key != "seed") {
            const std::string key(entry.key);
            QVERIFY2(!refusal(key, numberText(entry.minimum - 1.0)).isEmpty(), entry.key.data());
            QVERIFY2(!refusal(key, numberText(entry.maximum + 1.0)).isEmpty(), entry.key.data());
            QCOMPARE(refusal(key, numberText(entry.maximum)), QString());
        }
    }
}

void SettingsTextTest::theLowestNumberMayHaveAWord()
{
    RunSettings settings;
    const SettingEntry& entry = entryOf("batch_size");
    QCOMPARE(settingText(settings, entry), std::string("auto"));
    setSettingText(settings, entry, "4");
    QCOMPARE(settings.batchSize, 4);
    setSettingText(settings, entry, "auto");
    QCOMPARE(settings.batchSize, 0);
    QCOMPARE(settingText(settings, entryOf("threads")), std::string("0"));
    QVERIFY(!refusal("batch_size", "Auto").isEmpty());
    QVERIFY(!refusal("threads", "auto").isEmpty());
}

void SettingsTextTest::switchesTakeTheUsualWords()
{
    RunSettings settings;
    for (const char* const word : {"true", "1", "on", "yes"}) {
        settings.rescaleImage = false;
        setSettingText(settings, entryOf("rescale_image"), word);
        QVERIFY2(settings.rescaleImage, word);
    }
    for (const char* const word : {"false", "0", "off", "no"}) {
        settings.rescaleImage = true;
        setSettingText(settings, entryOf("rescale_image"), word);
        QVERIFY2(!settings.rescaleImage, word);
    }
    QVERIFY(!refusal("rescale_image", "").isEmpty());
    QVERIFY(!refusal("rescale_image", "2").isEmpty());
}

void SettingsTextTest::behaviourIsASetOfWords()
{
    RunSettings settings;
    setSettingText(settings, entryOf("iter_behavior"), "plot_pix+show+show");
    QCOMPARE(settings.iterBehavior.bits, unsigned{iter_behavior::PlotPix | iter_behavior::Show});
    QCOMPARE(settingText(settings, entryOf("iter_behavior")), std::string("show+plot_pix"));
    setSettingText(settings, entryOf("iter_behavior"), "");
    QCOMPARE(settings.iterBehavior.bits, 0U);
    for (const char* const text : {"+", "save+", "+save", "save++print", "save print", "SAVE"})
        QVERIFY2(!refusal("iter_behavior", text).isEmpty(), text);
}

void SettingsTextTest::messagesSayWhatWouldDo_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("whole") << QStringLiteral("target_neuron") << QStringLiteral("abc")
                           << QStringLiteral("--target_neuron is 'abc': give a whole number between 0 and 1000000");
    QTest::newRow("word") << QStringLiteral("batch_size") << QStringLiteral("many")
                          << QStringLiteral("--batch_size is 'many': give a whole number between 1 and 1024, or auto");
    QTest::newRow("real") << QStringLiteral("p_reg") << QStringLiteral("much")
                          << QStringLiteral("--p_reg is 'much': give a number between 0 and 1e+12");
    QTest::newRow("range") << QStringLiteral("learning_rate") << QStringLiteral("-1")
                           << QStringLiteral("--learning_rate is -1, but must lie between 1e-06 and 1e+06");
    QTest::newRow("choice") << QStringLiteral("resize_type") << QStringLiteral("liner")
                            << QStringLiteral("--resize_type is 'liner': give one of geometric, linear; the nearest is "
                                              "linear");
    QTest::newRow("far choice") << QStringLiteral("resize_type") << QStringLiteral("up")
                                << QStringLiteral("--resize_type is 'up': give one of geometric, linear");
    QTest::newRow("bits") << QStringLiteral("iter_behavior") << QStringLiteral("save+prnt")
                          << QStringLiteral("--iter_behavior is 'save+prnt': give, joined by '+', any of show, save, "
                                            "print, plot_pix; the nearest is print");
    QTest::newRow("switch") << QStringLiteral("rescale_image") << QStringLiteral("maybe")
                            << QStringLiteral("--rescale_image is 'maybe': give true or false");
    QTest::newRow("size") << QStringLiteral("initial_size") << QStringLiteral("big")
                          << QStringLiteral("--initial_size is 'big': give HEIGHTxWIDTH in pixels (1080x1920, at most "
                                            "1000000 each), one side in pixels (short640, long1600), or a factor "
                                            "(x0.5, 0.5, 50%)");
    QTest::newRow("empty") << QStringLiteral("output_file") << QString()
                           << QStringLiteral("--output_file is empty: name the file to write, such as out.png");
}

void SettingsTextTest::messagesSayWhatWouldDo()
{
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, message);
    QCOMPARE(refusal(key.toStdString(), text.toStdString()), message);
}

void SettingsTextTest::longTextIsCutInMessages()
{
    const QString message = refusal("alpha", std::string(100000, 'a') + "\n");
    QVERIFY(message.size() < 200);
    QVERIFY(!message.contains(QLatin1Char('\n')));
    QCOMPARE(quotedText("a\nb\x7F"), std::string("'a?b?'"));
    QCOMPARE(quotedText(std::string(59, 'a') + "ü"), "'" + std::string(59, 'a') + "…'");
}

void SettingsTextTest::changesAreAppliedAllOrNothing()
{
    RunSettings settings;
    const SettingsChange halfGood{{"alpha", "2"}, {"beta", "3"}, {"gamma", "4"}};
    QVERIFY_THROWS_EXCEPTION(SettingsError, applyChange(settings, halfGood));
    const SettingsChange badLast{{"alpha", "2"}, {"num_steps", "0"}};
    QVERIFY_THROWS_EXCEPTION(SettingsError, applyChange(settings, badLast));
    QVERIFY(settingsDifference(RunSettings(), settings).empty());
    applyChange(settings, {{"alpha", "2"}, {"l1_weight", "3"}});
    QCOMPARE(settings.alpha, 2.0);
    QCOMPARE(settings.amplifyL1Weight, 3.0);
}

void SettingsTextTest::laterChangesWin()
{
    RunSettings settings;
    applyChange(settings, {{"amplify_l1_weight", "2"}, {"l1_weight", "3"}, {"amplify_l1_weight", "4"}});
    QCOMPARE(settings.amplifyL1Weight, 4.0);
}

void SettingsTextTest::differenceTurnsOneIntoTheOther()
{
    const RunSettings unusual = unusualSettings();
    const SettingsChange difference = settingsDifference(RunSettings(), unusual);
    QCOMPARE(difference.size(), settingsSchema().size());
    RunSettings settings;
    applyChange(settings, difference);
    QVERIFY(settingsDifference(settings, unusual).empty());
    for (std::size_t i = 0; i < difference.size(); ++i)
        QCOMPARE(difference[i].key, std::string(settingsSchema()[i].key));
}

void SettingsTextTest::changesAreMadeOfFields()
{
    RunSettings wanted;
    wanted.imageType = ImageType::AmplifyNeuron;
    wanted.targetNeuron = 7;
    const SettingsChange change = changeOf(wanted, {&RunSettings::targetNeuron, &RunSettings::imageType});
    QCOMPARE(change.size(), std::size_t{2});
    QCOMPARE(change[0].key + ' ' + change[0].text, std::string("target_neuron 7"));
    QCOMPARE(change[1].key + ' ' + change[1].text, std::string("image_type amplify_neuron"));
}

void SettingsTextTest::misspeltKeysNameTheNearest_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("nearest");
    QTest::newRow("swapped") << QStringLiteral("lerning_rate") << QStringLiteral("learning_rate");
    QTest::newRow("dashes") << QStringLiteral("--Learning-Rate") << QStringLiteral("learning_rate");
    QTest::newRow("alias") << QStringLiteral("l1_weigth") << QStringLiteral("amplify_l1_weight");
    QTest::newRow("british") << QStringLiteral("iter_behaviour") << QStringLiteral("iter_behavior");
    QTest::newRow("far") << QStringLiteral("zzzzzzz") << QString();
    QTest::newRow("empty") << QString() << QString();
}

void SettingsTextTest::misspeltKeysNameTheNearest()
{
    QFETCH(QString, key);
    QFETCH(QString, nearest);
    QCOMPARE(nearestSettingKey(key.toStdString()), nearest.toStdString());
    RunSettings settings;
    try {
        applyChange(settings, {{key.toStdString(), "1"}});
        QFAIL("an unknown key was accepted");
    } catch (const SettingsError& error) {
        const QString message = QString::fromUtf8(error.what());
        const QString advice = nearest.isEmpty() ? QStringLiteral("--help") : QStringLiteral("--") + nearest;
        QVERIFY2(message.contains(advice), qPrintable(message));
        QCOMPARE(error.key(), key.toStdString());
    }
}

QTEST_GUILESS_MAIN(SettingsTextTest)
#include "tst_settings_text.moc"
