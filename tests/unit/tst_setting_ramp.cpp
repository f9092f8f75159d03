// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_ramp.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/run_change.h"

#include <QTest>

using namespace cnnvis;

namespace {

const SettingEntry& rate()
{
    return settingOf(&RunSettings::learningRate);
}

SettingRamp rampOfRate(double from, double to)
{
    SettingRamp ramp;
    ramp.key = "learning_rate";
    ramp.from = from;
    ramp.to = to;
    return ramp;
}

RunSettings settingsOf(int steps)
{
    RunSettings settings;
    settings.numSizes = 3;
    settings.numSteps = steps;
    settings.learningRate = 7.0;
    return settings;
}

/// The rate of each step of a size; 0 where no ramp acts.
std::vector<double> ratesOf(const RampCourse& course, int size, int steps)
{
    std::vector<double> rates;
    for (int step = 0; step < steps; ++step) {
        const RunChange due = course.due({size, step}, settingsOf(steps));
        RunSettings settings;
        due.applyTo(settings);
        rates.push_back(due.has(&RunSettings::learningRate) ? settings.learningRate : 0.0);
    }
    return rates;
}

RampCourse courseOf(const SettingRamp& ramp)
{
    RampCourse course({ramp});
    course.noteBeginning({}, settingsOf(5));
    return course;
}

DreamRecipe recipeOf(const std::string& ramp)
{
    return recipeFromJson(R"({"recipe": 1, "settings": {}, "ramps": [)" + ramp + "]}", "here");
}

using Rates = std::vector<double>;

} // namespace

/// Settings that turn by themselves.
class SettingRampTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesFromTheFirstToTheLastValue();
    void goesByTheLogarithmWhereTheScaleDoes();
    void easesAtBothEnds();
    void actsWithinItsPlaces();
    void fitsAnyNumberOfSteps();
    void goesOverSeveralSizes();
    void beginsWithWhatIsThere();
    void whoeverTurnsItWinsUntilItsEnd();
    void staysAtItsLastValue();
    void isTakenAwayAndLaidOnTheWay();
    void survivesJson();
    void olderFormsListTheRest();
    void refusesWhatDoesNotFit_data();
    void refusesWhatDoesNotFit();
    void refusesMoreThanCanBeLookedAt();
    void fitsOtherRuns();
    void presetsCarryRamps();
};

void SettingRampTest::goesFromTheFirstToTheLastValue()
{
    QCOMPARE(ratesOf(courseOf(rampOfRate(100, 100)), 0, 3), (Rates{100, 100, 100}));
    QCOMPARE(ratesOf(courseOf(rampOfRate(10000, 1)), 0, 5), (Rates{10000, 1000, 100, 10, 1}));
    QCOMPARE(ratesOf(courseOf(rampOfRate(10000, 1)), 2, 5), (Rates{10000, 1000, 100, 10, 1}));
    QCOMPARE(ratesOf(courseOf(rampOfRate(3, 1)), 0, 1), (Rates{1}));
}

void SettingRampTest::goesByTheLogarithmWhereTheScaleDoes()
{
    QCOMPARE(rampedValue(rate(), 1.0, 100.0, 0.5, RampShape::Linear), 10.0);
    const SettingEntry& pull = settingOf(&RunSettings::pReg); // reaches down to 0
    QVERIFY(pull.scale == SettingScale::Logarithmic);
    QCOMPARE(rampedValue(pull, 0.0, 3.0, 0.5, RampShape::Linear), 1.5);
    QCOMPARE(rampedValue(settingOf(&RunSettings::alpha), 2.0, 6.0, 0.5, RampShape::Linear), 4.0);
    QCOMPARE(rampedValue(rate(), 2.0, 3.0, 1.0 / 3.0, RampShape::Linear), 2.28943); // in six digits
    QCOMPARE(rampedValue(settingOf(&RunSettings::tvRegStepIter), 1.0, 4.0, 0.4, RampShape::Linear), 2.0);
}

void SettingRampTest::easesAtBothEnds()
{
    const SettingEntry& power = settingOf(&RunSettings::alpha);
    QCOMPARE(rampedValue(power, 1.0, 9.0, 0.25, RampShape::Eased), 2.25);
    QCOMPARE(rampedValue(power, 1.0, 9.0, 0.5, RampShape::Eased), 5.0);
    QCOMPARE(rampedValue(power, 1.0, 9.0, 0.75, RampShape::Eased), 7.75);
}

void SettingRampTest::actsWithinItsPlaces()
{
    SettingRamp ramp = rampOfRate(1, 100);
    ramp.sizeIndex = 1;
    ramp.begin = 0.2;
    ramp.end = 0.8;
    QCOMPARE(ratesOf(courseOf(ramp), 1, 5), (Rates{0, 1, 10, 100, 0}));
    QCOMPARE(ratesOf(courseOf(ramp), 0, 5), (Rates{0, 0, 0, 0, 0}));
    QCOMPARE(ratesOf(courseOf(ramp), 2, 5), (Rates{0, 0, 0, 0, 0}));
    ramp.end = 0.2; // a jump
    QCOMPARE(ratesOf(courseOf(ramp), 1, 5), (Rates{0, 100, 0, 0, 0}));
    ramp.begin = ramp.end = 1.0;
    QCOMPARE(ratesOf(courseOf(ramp), 1, 5), (Rates{0, 0, 0, 0, 100}));
}

void SettingRampTest::fitsAnyNumberOfSteps()
{
    for (const int steps : {2, 3, 9, 17, 1000}) {
        const Rates rates = ratesOf(courseOf(rampOfRate(100, 1)), 0, steps);
        QCOMPARE(rates.front(), 100.0);
        QCOMPARE(rates.back(), 1.0);
    }
}

void SettingRampTest::goesOverSeveralSizes()
{
    SettingRamp ramp = rampOfRate(100, 1);
    ramp.sizeIndex = 0;
    ramp.endSizeIndex = 1;
    ramp.begin = 1.0 / 3.0;
    ramp.end = 2.0 / 3.0;
    QCOMPARE(ratesOf(courseOf(ramp), 0, 3), (Rates{0, 100, 21.5443}));
    QCOMPARE(ratesOf(courseOf(ramp), 1, 3), (Rates{4.64159, 1, 0}));
}

void SettingRampTest::beginsWithWhatIsThere()
{
    SettingRamp ramp = rampOfRate(0, 0.07);
    ramp.from.reset();
    ramp.begin = 0.4;
    ramp.sizeIndex = 0;
    RampCourse course = courseOf(ramp);
    QVERIFY(course.toBeNoted({0, 1}, settingsOf(5)).empty());
    QCOMPARE(course.toBeNoted({0, 2}, settingsOf(5)), std::vector<const SettingEntry*>{&rate()});
    RunSettings decayed = settingsOf(5);
    decayed.learningRate = 70.0;
    course.note({0, 2}, {&rate()}, decayed);
    QVERIFY(course.toBeNoted({0, 2}, settingsOf(5)).empty());
    QCOMPARE(ratesOf(course, 0, 5), (Rates{0, 0, 70, 2.21359, 0.07}));
}

void SettingRampTest::whoeverTurnsItWinsUntilItsEnd()
{
    RampCourse course = courseOf(rampOfRate(10000, 1));
    course.note({0, 2}, {&rate()}, settingsOf(5));
    QCOMPARE(ratesOf(course, 0, 5), (Rates{10000, 1000, 0, 0, 0}));
    QCOMPARE(ratesOf(course, 1, 5), (Rates{10000, 1000, 100, 10, 1})); // the next one begins
    course.note({1, 1}, {&settingOf(&RunSettings::alpha)}, settingsOf(5)); // another knob
    QCOMPARE(ratesOf(course, 1, 5), (Rates{10000, 1000, 100, 10, 1}));
}

void SettingRampTest::staysAtItsLastValue()
{
    SettingRamp ramp = rampOfRate(100, 1);
    ramp.sizeIndex = 0;
    ramp.end = 0.6;
    RampCourse course = courseOf(ramp);
    const auto at = [&course](const RunPosition& position) {
        RunSettings settings = settingsOf(5);
        course.applyTo(settings, position);
        return settings.learningRate;
    };
    QCOMPARE(at({0, 0}), 100.0);
    QCOMPARE(at({0, 1}), 10.0);
    QCOMPARE(at({0, 4}), 1.0);
    QCOMPARE(at({2, 1}), 1.0);
    course.note({1, 3}, {&rate()}, settingsOf(5));
    QCOMPARE(at({1, 2}), 1.0);
    QCOMPARE(at({2, 1}), 7.0);
}

void SettingRampTest::isTakenAwayAndLaidOnTheWay()
{
    const SettingRamp old = rampOfRate(10000, 1);
    SettingRamp other = rampOfRate(1, 100);
    other.sizeIndex = 0;
    const std::vector<SettingRamp> ramps = replacedRamps({old}, {other}, {0, 2}, 5);
    QCOMPARE(ramps.size(), std::size_t{2});
    QCOMPARE(*ramps[0].until, (RunPosition{0, 2}));
    QCOMPARE(*ramps[1].since, (RunPosition{0, 2}));
    RampCourse course(ramps);
    course.noteBeginning({}, settingsOf(5));
    QCOMPARE(ratesOf(course, 0, 5), (Rates{10000, 1000, 1, 10, 100}));
    QCOMPARE(ratesOf(course, 1, 5), (Rates{0, 0, 0, 0, 0}));
    // What has not begun leaves no trace; what stays is as it was; within a step it is the next one that counts.
    QVERIFY(replacedRamps({other}, {}, {0, 0}, 5).empty());
    QCOMPARE(replacedRamps({old}, {old}, {0, 2}, 5), std::vector<SettingRamp>{old});
    QCOMPARE(*replacedRamps({old}, {}, {0, 2, 1}, 5)[0].until, (RunPosition{0, 3}));
    QCOMPARE(replacedRamps({}, {old}, {0, 0}, 5), std::vector<SettingRamp>{old});
}

void SettingRampTest::survivesJson()
{
    SettingRamp whole = rampOfRate(100, 0.1);
    whole.shape = RampShape::Eased;
    whole.begin = 1.0 / 3.0;
    whole.sizeIndex = 0;
    whole.endSizeIndex = 2;
    whole.since = RunPosition{0, 3};
    whole.until = RunPosition{2, 1};
    SettingRamp plain;
    plain.key = "tv_reg_step_iter";
    plain.to = 3;
    DreamRecipe recipe;
    recipe.ramps = {whole, plain};
    const std::string json = recipeToJson(recipe);
    QCOMPARE(recipeFromJson(json, "again").ramps, recipe.ramps);
    QVERIFY(recipeFromJson(json, "again").unknown.empty());
    QVERIFY(recipeToJson(DreamRecipe()).find("ramps") == std::string::npos);
    QCOMPARE(recipeOf(R"({"setting": "learning_rate", "to": "2"})").ramps[0].to, 2.0);
}

void SettingRampTest::olderFormsListTheRest()
{
    const DreamRecipe recipe = recipeOf(R"({"setting": "wobble", "to": 2},
        {"setting": "alpha", "to": 2, "shape": "bouncing", "colour": "red"})");
    QCOMPARE(recipe.ramps.size(), std::size_t{1});
    QVERIFY(recipe.ramps[0].shape == RampShape::Linear);
    QCOMPARE(recipe.unknown, (std::vector<std::string>{"--wobble", "ramps/colour", "ramps/shape bouncing"}));
}

void SettingRampTest::refusesWhatDoesNotFit_data()
{
    QTest::addColumn<QString>("ramp");
    QTest::newRow("no object") << "3";
    QTest::newRow("no setting") << R"({"setting": 3, "to": 2})";
    QTest::newRow("no end") << R"({"setting": "learning_rate"})";
    QTest::newRow("no number") << R"({"setting": "rescale_image", "to": 1})";
    QTest::newRow("a new run only") << R"({"setting": "num_sizes", "to": 2})";
    QTest::newRow("the number of steps") << R"({"setting": "num_steps", "to": 2})";
    QTest::newRow("out of range") << R"({"setting": "learning_rate", "to": -2})";
    QTest::newRow("from out of range") << R"({"setting": "learning_rate", "from": 1e9, "to": 2})";
    QTest::newRow("a size of 0") << R"({"setting": "alpha", "to": 2, "size": 0})";
    QTest::newRow("sizes backwards") << R"({"setting": "alpha", "to": 2, "size": 2, "end_size": 1})";
    QTest::newRow("an end without a beginning") << R"({"setting": "alpha", "to": 2, "end_size": 1})";
    QTest::newRow("backwards") << R"({"setting": "alpha", "to": 2, "begin": 0.6, "end": 0.5})";
    QTest::newRow("behind the end") << R"({"setting": "alpha", "to": 2, "end": 1.5})";
    QTest::newRow("nowhere") << R"({"setting": "alpha", "to": 2, "since": 3})";
}

void SettingRampTest::refusesWhatDoesNotFit()
{
    QFETCH(const QString, ramp);
    QVERIFY_THROWS_EXCEPTION(SettingsError, recipeOf(ramp.toStdString()));
}

void SettingRampTest::refusesMoreThanCanBeLookedAt()
{
    const auto ramps = [](int count) {
        std::string all = R"({"setting": "alpha", "to": 2})";
        for (int i = 1; i < count; ++i)
            all += R"(,{"setting": "alpha", "to": 2})";
        return all;
    };
    const auto text = [&](int count, const std::string& rest) {
        return R"({"recipe": 1, )" + rest + R"(, "ramps": [)" + ramps(count) + "]}";
    };
    const std::string large = R"("settings": {"num_sizes": 100})";
    const std::string grows = R"("settings": {}, "changes": [{"after_step": 1, "settings": {"num_sizes": 100}}])";
    for (const std::string& rest : {large, grows}) {
        QCOMPARE(recipeFromJson(text(20, rest), "here").ramps.size(), std::size_t{20});
        QVERIFY_THROWS_EXCEPTION(SettingsError, recipeFromJson(text(21, rest), "here"));
    }
    QVERIFY_THROWS_EXCEPTION(SettingsError, presetFromJson("{" + large + R"(, "ramps": [)" + ramps(21) + "]}", "here"));
}

void SettingRampTest::fitsOtherRuns()
{
    DreamRecipe recipe;
    recipe.settings = settingsOf(10);
    recipe.settings.numSizes = 4;
    SettingRamp second = rampOfRate(100, 1);
    second.sizeIndex = 1;
    second.until = RunPosition{1, 5};
    recipe.ramps = {second, rampOfRate(1, 2)};
    RunSettings longer = recipe.settings;
    longer.numSteps = 40;
    const DreamRecipe fit = fitted(recipe, longer, {"num_steps"});
    QCOMPARE(fit.ramps.size(), std::size_t{2});
    QCOMPARE(*fit.ramps[0].sizeIndex, 1);
    QCOMPARE(*fit.ramps[0].until, (RunPosition{1, 20}));
    QCOMPARE(fit.ramps[1], recipe.ramps[1]);
    RunSettings fewer = recipe.settings;
    fewer.numSizes = 2;
    const SettingRamp half = fitted(recipe, fewer, {"num_sizes"}).ramps[0];
    QCOMPARE(*half.sizeIndex, 0);
    QCOMPARE(half.begin, 0.5);
    QCOMPARE(half.end, 1.0);
    QVERIFY(fitted(recipe, fewer, {"learning_rate"}).ramps.empty());
}

void SettingRampTest::presetsCarryRamps()
{
    Preset preset{"Falling", "", {{"learning_rate", "3"}}, {rampOfRate(100, 2)}};
    const std::string json = presetToJson(preset);
    QVERIFY(json.find("\"recipe\": 1") != std::string::npos); // older versions read the rest of it
    const Preset again = presetFromJson(json, "again");
    QCOMPARE(again.ramps, preset.ramps);
    QCOMPARE(again.change.at(0).text, std::string("3"));
    QCOMPARE(presetFromJson(R"({"settings": {}, "ramps": [{"setting": "alpha", "to": 3}]})", "plain").ramps[0].to, 3.0);
    // Of a run that was made, as if it had been there from the beginning.
    DreamRecipe recipe;
    recipe.ramps = {rampOfRate(100, 2), rampOfRate(1, 2)};
    recipe.ramps[0].since = RunPosition{0, 3};
    recipe.ramps[1].until = RunPosition{0, 3};
    recipe.end = RunPosition{0, 10};
    QCOMPARE(presetFromJson(recipeToJson(recipe), "made").ramps, preset.ramps);
    QVERIFY(recipe.settingsAtEnd().learningRate != recipe.settings.learningRate);
}

QTEST_GUILESS_MAIN(SettingRampTest)
#include "tst_setting_ramp.moc"
