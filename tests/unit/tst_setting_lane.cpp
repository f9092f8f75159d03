// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/setting_lane.h"
#include "cnnvis/step_count.h"

#include <QTest>

using namespace cnnvis;

namespace {

const std::vector<int> kSteps = {10, 10, 10};

DreamRecipe recipe()
{
    DreamRecipe recipe;
    recipe.settings.numSizes = 3;
    recipe.settings.numSteps = 10;
    recipe.settings.learningRate = 7.0;
    recipe.changes = {{{0, 4}, {{"learning_rate", "5"}, {"alpha", "3"}}}, {{1, 2}, {{"learning_rate", "3"}}}};
    return recipe;
}

SettingRamp ramp(int size, double from, double to)
{
    SettingRamp ramp;
    ramp.key = "learning_rate";
    ramp.from = from;
    ramp.to = to;
    ramp.sizeIndex = size;
    return ramp;
}

/// The value of each step.
std::vector<double> valuesOf(const DreamRecipe& recipe)
{
    RampCourse course(recipe.ramps);
    course.noteBeginning({}, recipe.settings);
    RunSettings settings = recipe.settings;
    std::vector<double> values;
    auto change = recipe.changes.begin();
    for (int size = 0; size < 3; ++size) {
        for (int step = 0; step < 10; ++step) {
            for (; change != recipe.changes.end() && change->after <= RunPosition{size, step}; ++change) {
                applyChange(settings, change->change);
                course.note(change->after, entriesOf(change->change), settings);
            }
            RunSettings now = settings;
            course.applyTo(now, {size, step});
            values.push_back(now.learningRate);
        }
    }
    return values;
}

std::vector<double> valuesOf(const SettingLane& lane)
{
    std::vector<double> values;
    for (int size = 0; size < 3; ++size) {
        for (int step = 0; step < 10; ++step)
            values.push_back(valueAt(lane, {size, step}, kSteps));
    }
    return values;
}

} // namespace

/// Lanes as people draw them, and the recipes that follow them.
class SettingLaneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesAreItsPoints();
    void rampsAreItsPoints();
    void endlessRunsHaveOne();
    void isWhatTheRecipeDoes_data();
    void isWhatTheRecipeDoes();
    void whatIsBeforeStays();
    void otherSettingsStay();
    void rampsAreCutWhereItIsEdited();
};

void SettingLaneTest::changesAreItsPoints()
{
    const SettingLane lane = laneOf(recipe(), "learning_rate", kSteps);
    QCOMPARE(lane.points, (std::vector<LanePoint>{{{0, 0}, 7}, {{0, 4}, 5}, {{1, 2}, 3}}));
}

void SettingLaneTest::rampsAreItsPoints()
{
    DreamRecipe ramped = recipe();
    ramped.ramps = {ramp(2, 100, 1)};
    const SettingLane lane = laneOf(ramped, "learning_rate", kSteps);
    QCOMPARE(lane.points,
        (std::vector<LanePoint>{
            {{0, 0}, 7}, {{0, 4}, 5}, {{1, 2}, 3}, {{2, 0}, 100}, {{2, 10}, 1, LaneShape::Linear}}));
}

/// An "endless" run of several sizes has more steps than an int counts.
void SettingLaneTest::endlessRunsHaveOne()
{
    constexpr int kEndless = 1'000'000'000;
    const std::vector<int> steps(100, kEndless);
    const int most = stepsUpTo(steps, {100, 0});
    QVERIFY(most > kEndless);
    QCOMPARE(stepsUpTo(steps, {2, 5}), most);
    QCOMPARE(stepsUpTo(steps, {1, 5}), kEndless + 5);
    QCOMPARE(placeAfter(steps, kEndless + 5), (RunPosition{1, 5}));
    DreamRecipe endless = recipe();
    endless.settings.numSteps = kEndless;
    endless.settings.numSizes = 100;
    endless.ramps = {ramp(2, 100, 1)};
    endless.ramps.front().sizeIndex.reset();
    const SettingLane lane = laneOf(endless, "learning_rate", steps);
    QVERIFY(lane.points.size() > 2);
    valueAt(lane, {99, kEndless}, steps);
    withLane(endless, lane, {1, 5}, steps);
}

void SettingLaneTest::isWhatTheRecipeDoes_data()
{
    QTest::addColumn<int>("which");
    for (int which = 0; which < 6; ++which)
        QTest::addRow("%d", which) << which;
}

void SettingLaneTest::isWhatTheRecipeDoes()
{
    QFETCH(const int, which);
    DreamRecipe course = recipe();
    if (which == 1)
        course.ramps = {ramp(2, 100, 1)};
    if (which >= 2) {
        SettingRamp each = ramp(0, 64, 1);
        each.sizeIndex.reset();
        each.begin = which == 2 ? 0.0 : 0.6;
        if (which == 4)
            each.until = RunPosition{2, 0};
        course.ramps = {each};
        course.changes.clear();
    }
    if (which == 5) {
        course.ramps = {ramp(0, 100, 1)};
        course.ramps[0].endSizeIndex = 2;
        course.ramps[0].begin = 0.3;
        course.ramps[0].end = 0.4;
        course.ramps[0].shape = RampShape::Eased;
    }
    const SettingLane lane = laneOf(course, "learning_rate", kSteps);
    QCOMPARE(valuesOf(lane), valuesOf(course));
    const DreamRecipe drawn = withLane(course, lane, {}, kSteps);
    QCOMPARE(valuesOf(drawn), valuesOf(course));
    QVERIFY(laneOf(drawn, "learning_rate", kSteps).points == lane.points);
}

void SettingLaneTest::whatIsBeforeStays()
{
    SettingLane lane = laneOf(recipe(), "learning_rate", kSteps);
    lane.points[2] = {{1, 5}, 50, LaneShape::Eased};
    lane.points.push_back({{2, 3}, 9});
    const DreamRecipe edited = withLane(recipe(), lane, {0, 4}, kSteps);
    const std::vector<double> before = valuesOf(recipe());
    const std::vector<double> after = valuesOf(edited);
    QVERIFY(std::equal(before.begin(), before.begin() + 5, after.begin()));
    QCOMPARE(after[4], 5.0);
    QCOMPARE(after[14], 50.0);
    QCOMPARE(after[22], 50.0);
    QCOMPARE(after[23], 9.0);
    QCOMPARE(after, valuesOf(lane));
}

void SettingLaneTest::otherSettingsStay()
{
    const DreamRecipe edited = withLane(recipe(), {"learning_rate", {{{0, 0}, 2}}}, {}, kSteps);
    QCOMPARE(edited.changes.size(), std::size_t{2});
    QCOMPARE(edited.changes[1].change.size(), std::size_t{1});
    QCOMPARE(edited.changes[1].change[0].key, std::string("alpha"));
}

void SettingLaneTest::rampsAreCutWhereItIsEdited()
{
    DreamRecipe course;
    course.settings = recipe().settings;
    course.ramps = {ramp(0, 64, 1)};
    course.ramps[0].sizeIndex.reset();
    const std::vector<double> before = valuesOf(course);
    SettingLane lane = laneOf(course, "learning_rate", kSteps);
    // From the middle of the second size on, it holds.
    const double there = valueAt(lane, {1, 5}, kSteps);
    while (RunPosition{1, 5} < lane.points.back().after)
        lane.points.pop_back();
    lane.points.push_back({{1, 5}, there});
    const DreamRecipe edited = withLane(course, lane, {1, 5}, kSteps);
    const std::vector<double> after = valuesOf(edited);
    QVERIFY(std::equal(before.begin(), before.begin() + 15, after.begin()));
    QVERIFY(std::all_of(after.begin() + 15, after.end(), [&](double value) { return value == there; }));
    // The part before is the same ramp, not one that was laid there.
    const std::vector<SettingRamp> ramps = replacedRamps(course.ramps, edited.ramps, {1, 2}, 10);
    QCOMPARE(ramps.size(), std::size_t{1});
    QVERIFY(!ramps[0].since && ramps[0].until);
}

QTEST_GUILESS_MAIN(SettingLaneTest)
#include "tst_setting_lane.moc"
