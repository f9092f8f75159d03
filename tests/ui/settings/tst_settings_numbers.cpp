// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_text.h"
#include "preset_library.h"
#include "settings/entry_text.h"
#include "settings/fine_slider.h"
#include "settings/number_field.h"
#include "settings/number_format.h"
#include "settings/slider_scale.h"

#include <QtTest>
#include <QtWidgets>

namespace cnnvis::ui {

class TestSettingsNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsNumbersTidily_data();
    void showsNumbersTidily();
    void readsWhatItShows();
    void understandsHowPeopleType_data();
    void understandsHowPeopleType();
    void showsAndReadsThroughTheField_data();
    void showsAndReadsThroughTheField();
    void stepsBySizeWhereTheScaleIsLogarithmic();
    void stepsByLikeRatios();
    void stepsByLittleWithShift();
    void dragsATenthAsFarWithShift();
    void coversWhatPresetsUse();
    void stepsByTheEntryWhereTheScaleIsLinear();
    void stepsSeedsThatNoDoubleHolds();
    void stepsFromAndToTheWordForTheLowest();
    void stepsNothingFromTextThatIsNoNumber();
    void growsMonotonicallyOnEverySlider();
    void findsThePositionOfEverySliderValue();
    void hasTheDefaultOnEverySlider();
    void reachesZeroAndTinyValuesOnALogarithmicSlider();
    void takesAKnownRange();
};

void TestSettingsNumbers::showsNumbersTidily_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isWhole");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* text, bool isWhole, const char* shown) {
        QTest::newRow(text) << QString::fromLatin1(text) << isWhole << QString::fromLatin1(shown);
    };
    row("1e-10", false, "1e-10");
    row("1e-04", false, "1e-4");
    row("1e+12", false, "1e12");
    row("2.5e+06", false, "2.5e6");
    row("0.5", false, "0.50");
    row("1", false, "1.00");
    row("-3", false, "-3.00");
    row("0.999999", false, "0.999999");
    row("10000", false, "10000");
    row("100", true, "100");
    row("9223372036854775807", true, "9223372036854775807");
    row("fast", false, "fast");
}

void TestSettingsNumbers::showsNumbersTidily()
{
    QFETCH(QString, text);
    QFETCH(bool, isWhole);
    QTEST(shownNumber(text, isWhole), "shown");
}

void TestSettingsNumbers::readsWhatItShows()
{
    RunSettings settings;
    const SettingEntry& entry = *findSetting("p_reg");
    for (double value : {1e-10, 0.1, 0.30000000000000004, 1.0 / 3.0, 5e-324, 1e12, 12345.678, 1e-5, 100000.0}) {
        settings.pReg = value;
        const QString shown = shownNumber(QString::fromStdString(settingText(settings, entry)), false);
        QCOMPARE(parseNumber(typedNumber(shown)).value(), value); // to the bit: QCOMPARE of double is fuzzy
        QVERIFY(parseNumber(typedNumber(shown)).value() == value);
    }
}

void TestSettingsNumbers::understandsHowPeopleType_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::newRow("blanks") << QStringLiteral(" 1 000 ") << QStringLiteral("1000");
    QTest::newRow("comma") << QStringLiteral("1,5") << QStringLiteral("1.5");
    QTest::newRow("capital") << QStringLiteral("1E-3") << QStringLiteral("1e-3");
    QTest::newRow("power") << QStringLiteral("2·10^-3") << QStringLiteral("2e-3");
    QTest::newRow("times") << QStringLiteral("2 × 10^4") << QStringLiteral("2e4");
    QTest::newRow("minus") << QStringLiteral("−2") << QStringLiteral("-2");
    QTest::newRow("open exponent") << QStringLiteral("2e-") << QStringLiteral("2");
    QTest::newRow("two commas") << QStringLiteral("1,000,000") << QStringLiteral("1,000,000");
}

void TestSettingsNumbers::understandsHowPeopleType()
{
    QFETCH(QString, typed);
    QTEST(typedNumber(typed), "text");
}

void TestSettingsNumbers::showsAndReadsThroughTheField_data()
{
    QTest::addColumn<QString>("text");
    for (const char* const text : {"1e-10", "0.5", "10000", "1e+12", "-0.25"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestSettingsNumbers::showsAndReadsThroughTheField()
{
    QFETCH(QString, text);
    NumberField field(*findSetting("tv_reg_step"));
    field.showText(text);
    QCOMPARE(parseNumber(field.inputText()).value(), parseNumber(text).value());
    QSignalSpy typed(&field, &NumberField::typed);
    field.selectAll();
    QTest::keyClicks(&field, text);
    QCOMPARE(typed.size(), text.size());
    QCOMPARE(parseNumber(field.inputText()).value(), parseNumber(text).value());
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(parseNumber(field.inputText()).value(), parseNumber(text).value());
}

void TestSettingsNumbers::stepsBySizeWhereTheScaleIsLogarithmic()
{
    const SliderScale pull(*findSetting("p_reg"));
    QCOMPARE(pull.stepped(1e-4, 1), 1.2e-4);
    QCOMPARE(pull.stepped(1e-4, -1), 8e-5);
    QCOMPARE(pull.stepped(9e-4, 1), 1e-3);
    QCOMPARE(pull.stepped(1e-4, 10), 1e-3); // a page is a decade
    QCOMPARE(pull.stepped(0.0, -1), 0.0);
    QVERIFY(pull.stepped(0.0, 1) > 0.0);
    QCOMPARE(pull.stepped(pull.stepped(0.0, 1), -1), 0.0);
    const SliderScale steps(*findSetting("num_steps"));
    QCOMPARE(steps.stepped(1000, 1), 1200.0);
    QCOMPARE(steps.stepped(50, 1), 60.0);
    QCOMPARE(steps.stepped(1, 1), 2.0);
    QCOMPARE(steps.stepped(3, -1), 2.0);
    QCOMPARE(steps.stepped(1, -1), 1.0);
    QCOMPARE(steps.stepped(1e9, 1), 1e9);
}

/// From each value to the next is a quarter more, or near it, wherever one stands.
void TestSettingsNumbers::stepsByLikeRatios()
{
    const SliderScale rate(*findSetting("learning_rate"));
    for (double value = 1e-3; value < 1e3;) {
        const double next = rate.stepped(value, 1);
        QVERIFY2(next / value > 1.15 && next / value < 1.4, qPrintable(QString::number(value)));
        QCOMPARE(rate.stepped(next, -1), value);
        value = next;
    }
}

void TestSettingsNumbers::stepsByLittleWithShift()
{
    const SliderScale rate(*findSetting("learning_rate"));
    QCOMPARE(rate.stepped(2.0, 1, true), 2.02);
    QCOMPARE(rate.stepped(1.0, -1, true), 0.998);
    NumberField field(*findSetting("beta"));
    field.showText(QStringLiteral("2"));
    QTest::keyClick(&field, Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(field.inputText(), QStringLiteral("2.01"));
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("2.11"));
    FineSlider slider;
    slider.setRange(0, 1000);
    slider.setSingleStep(40);
    slider.setValue(500);
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(slider.value(), 540);
    QTest::keyClick(&slider, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(slider.value(), 544);
}

void TestSettingsNumbers::dragsATenthAsFarWithShift()
{
    FineSlider slider;
    slider.setRange(0, 1000);
    slider.resize(400, 20);
    slider.setValue(500);
    slider.show();
    QVERIFY(QTest::qWaitForWindowExposed(&slider));
    QTest::mousePress(&slider, Qt::LeftButton, Qt::NoModifier, {200, 10});
    const int start = slider.value();
    const auto moveTo = [&slider](int x) {
        QMouseEvent event(QEvent::MouseMove, QPointF(x, 10), slider.mapToGlobal(QPointF(x, 10)), Qt::NoButton,
            Qt::LeftButton, Qt::ShiftModifier);
        QApplication::sendEvent(&slider, &event);
    };
    moveTo(200);
    moveTo(240);
    QCOMPARE(slider.value(), start + 10);
    QTest::mouseRelease(&slider, Qt::LeftButton, Qt::ShiftModifier, {240, 10});
    QCOMPARE(slider.value(), start + 10);
}

/// Nothing that comes with the program lies beyond the ends of its slider.
void TestSettingsNumbers::coversWhatPresetsUse()
{
    for (const BuiltInPreset& builtIn : builtInPresets()) {
        for (const SettingText& setting : builtIn.preset.change) {
            const SettingEntry& entry = *findSetting(setting.key);
            if (!isNumberEntry(entry))
                continue;
            const SliderScale scale(entry);
            const double value = numberOf(entry, QString::fromStdString(setting.text)).value();
            QVERIFY2(value >= scale.low() && value <= scale.high(),
                (builtIn.name + ": " + setting.key + ' ' + setting.text).c_str());
        }
    }
}

void TestSettingsNumbers::stepsByTheEntryWhereTheScaleIsLinear()
{
    NumberField field(*findSetting("beta"));
    field.showText(QStringLiteral("0.2"));
    QSignalSpy stepped(&field, &NumberField::stepped);
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("0.30"));
    QCOMPARE(stepped.size(), 1);
    QCOMPARE(stepped.at(0).at(0).toString(), QStringLiteral("0.3"));
    QTest::keyClick(&field, Qt::Key_PageUp);
    QCOMPARE(field.inputText(), QStringLiteral("1.30"));
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(&field, Qt::Key_Down);
    QCOMPARE(field.inputText(), QStringLiteral("0.001")); // the least that is accepted
}

void TestSettingsNumbers::stepsSeedsThatNoDoubleHolds()
{
    NumberField field(*findSetting("seed"));
    field.showText(QStringLiteral("9007199254740993"));
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("9007199254740994"));
    field.showText(QStringLiteral("9223372036854775807"));
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("9223372036854775807"));
    field.showText(QStringLiteral("0"));
    QTest::keyClick(&field, Qt::Key_Down);
    QCOMPARE(field.inputText(), QStringLiteral("0"));
}

void TestSettingsNumbers::stepsFromAndToTheWordForTheLowest()
{
    NumberField field(*findSetting("batch_size"));
    field.showText(QStringLiteral("auto"));
    QSignalSpy stepped(&field, &NumberField::stepped);
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("1"));
    QTest::keyClick(&field, Qt::Key_Down);
    QTest::keyClick(&field, Qt::Key_Down);
    QCOMPARE(field.inputText(), QStringLiteral("auto"));
    QCOMPARE(stepped.last().at(0).toString(), QStringLiteral("auto"));
}

void TestSettingsNumbers::stepsNothingFromTextThatIsNoNumber()
{
    NumberField field(*findSetting("beta"));
    QSignalSpy stepped(&field, &NumberField::stepped);
    field.showText(QStringLiteral("soft"));
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.inputText(), QStringLiteral("soft"));
    QCOMPARE(stepped.size(), 0);
}

void TestSettingsNumbers::growsMonotonicallyOnEverySlider()
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (!isNumberEntry(entry))
            continue;
        const SliderScale scale(entry);
        double last = scale.valueAt(0);
        QVERIFY(last >= entry.minimum);
        for (int position = 1; position <= SliderScale::kLastPosition; ++position) {
            const double value = scale.valueAt(position);
            QVERIFY2(value >= last && value <= entry.maximum, qPrintable(keyOf(entry)));
            last = value;
        }
        QVERIFY2(scale.valueAt(SliderScale::kLastPosition) > scale.valueAt(0), qPrintable(keyOf(entry)));
    }
}

void TestSettingsNumbers::findsThePositionOfEverySliderValue()
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (!isNumberEntry(entry))
            continue;
        const SliderScale scale(entry);
        for (int position = 0; position <= SliderScale::kLastPosition; position += 7) {
            const double value = scale.valueAt(position);
            const double again = scale.valueAt(scale.positionOf(value));
            QVERIFY2(qAbs(again - value) <= 0.011 * qAbs(value) + entry.step / 8,
                qPrintable(QStringLiteral("%1: %2 %3").arg(keyOf(entry)).arg(value).arg(again)));
        }
    }
}

void TestSettingsNumbers::hasTheDefaultOnEverySlider()
{
    for (const SettingEntry& entry : settingsSchema()) {
        if (isNumberEntry(entry)) {
            const SliderScale scale(entry);
            const double usual = numberOf(entry, QString::fromStdString(settingText(RunSettings(), entry))).value();
            QVERIFY2(usual >= scale.low() && usual <= scale.high(), qPrintable(keyOf(entry)));
        }
    }
}

void TestSettingsNumbers::reachesZeroAndTinyValuesOnALogarithmicSlider()
{
    const SliderScale scale(*findSetting("p_reg"));
    QCOMPARE(scale.valueAt(0), 0.0);
    QCOMPARE(scale.positionOf(0.0), 0);
    QVERIFY(scale.positionOf(1e-12) > 0);
    QVERIFY(scale.positionOf(1e-10) > scale.positionOf(1e-11));
    QCOMPARE(scale.valueAt(SliderScale::kLastPosition), 100.0); // the useful end, not that of the accepted values
    QCOMPARE(scale.positionOf(1e12), SliderScale::kLastPosition);
}

void TestSettingsNumbers::takesAKnownRange()
{
    SliderScale scale(*findSetting("target_neuron"));
    scale.setRange(0, 511);
    QCOMPARE(scale.valueAt(SliderScale::kLastPosition), 511.0);
    scale.setRange(5, 5); // of no use: what the entry accepts
    QVERIFY(scale.high() > scale.low());
}

} // namespace cnnvis::ui

QTEST_MAIN(cnnvis::ui::TestSettingsNumbers)
#include "tst_settings_numbers.moc"
