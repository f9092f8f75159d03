// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "support/recording_sink.h"
#include "support/same_pixels.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <functional>
#include <memory>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

SettingRamp ramp(std::optional<double> from, double to)
{
    SettingRamp ramp;
    ramp.key = "learning_rate";
    ramp.from = from;
    ramp.to = to;
    return ramp;
}

/// Keeps each state before a step and between batches of tiles, and does something behind each step.
class Watch final : public OutputSink {
public:
    void started(const SessionStart& start) override { m_journal = &start.journal; }
    void stepStarting(const Dream& dream) override { keep(dream); }
    void betweenBatches(const Dream& dream) override { keep(dream); }
    void stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& dream) override
    {
        keep(dream);
        rates.push_back(report.learningRate);
        if (onStep)
            onStep(report);
    }
    void scriptReplaced(const DreamRecipe& script) override { replaced.push_back(script); }
    std::vector<std::shared_ptr<const SessionResume>> states;
    std::vector<double> rates;
    std::vector<DreamRecipe> replaced;
    std::function<void(const StepReport&)> onStep;

private:
    void keep(const Dream& dream)
    {
        states.push_back(std::make_shared<SessionResume>(SessionResume{dream.state(), *m_journal}));
    }
    const Journal* m_journal = nullptr;
};

} // namespace

/// Runs in which settings turn by themselves.
class RunRampsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachStepHasItsRate();
    void ratesThatDecayAreHeld();
    void goesOnFromAnyState_data();
    void goesOnFromAnyState();
    void theHandWinsAndIsMadeAgain();
    void rampsAreReplacedOnTheWay_data();
    void rampsAreReplacedOnTheWay();
    void theJournalKnowsWhatStepsRanWith();

private:
    SessionRequest request(const std::vector<SettingRamp>& ramps, int steps = 5) const
    {
        SessionRequest request = m_dreams.request(steps);
        request.settings.learningRate = 7.0;
        request.settings.batchSize = 2;
        DreamRecipe script;
        script.ramps = ramps;
        request.script = RunScript(script);
        return request;
    }
    /// The recipe's picture, which is to be that of the outcome, with the same recipe.
    void requireReplay(const SessionOutcome& outcome) const
    {
        const DreamRecipe recipe = recipeFromJson(recipeToJson(outcome.recipe), "picture");
        SessionRequest again = m_dreams.request(1);
        again.settings = recipe.settings;
        again.script = RunScript(recipe);
        RunControl untouched;
        const SessionOutcome replayed = Session(again, untouched).run();
        QVERIFY2(replayed.problem.isEmpty(), replayed.problem.message.c_str());
        QVERIFY(haveSamePixels(outcome.picture, replayed.picture));
        QCOMPARE(recipeToJson(replayed.recipe), recipeToJson(outcome.recipe));
    }

    TwoSizeDreams m_dreams;
};

void RunRampsTest::eachStepHasItsRate()
{
    RunControl control;
    Watch watch;
    Session session(request({ramp(10000, 1)}), control);
    session.add(watch);
    const SessionOutcome outcome = session.run();
    QCOMPARE(watch.rates, (std::vector<double>{10000, 1000, 100, 10, 1, 10000, 1000, 100, 10, 1}));
    QCOMPARE(outcome.recipe.ramps.size(), std::size_t{1});
    QVERIFY(outcome.recipe.changes.empty()); // it stays a ramp, however many steps it has
    requireReplay(outcome);
}

void RunRampsTest::ratesThatDecayAreHeld()
{
    SettingRamp flat = ramp(4, 4);
    flat.end = 0.4;
    SessionRequest decaying = request({flat});
    decaying.settings.learningRateDecayIter = 1;
    decaying.settings.learningRateDecayFraction = 0.5;
    RunControl control;
    Watch watch;
    Session session(decaying, control);
    session.add(watch);
    requireReplay(session.run());
    QCOMPARE(watch.rates, (std::vector<double>{4, 4, 2, 1, 0.5, 4, 4, 2, 1, 0.5}));
}

void RunRampsTest::goesOnFromAnyState_data()
{
    QTest::addColumn<bool>("hasFrom");
    QTest::newRow("from a value") << true;
    QTest::newRow("from what is there, which decays") << false;
}

void RunRampsTest::goesOnFromAnyState()
{
    QFETCH(const bool, hasFrom);
    SettingRamp first = ramp(hasFrom ? std::optional<double>(100) : std::nullopt, 1);
    first.begin = 0.4;
    SettingRamp power = ramp(2, 5);
    power.key = "alpha";
    power.shape = RampShape::Eased;
    power.sizeIndex = 0;
    power.endSizeIndex = 1;
    SessionRequest whole = request({first, power});
    whole.settings.learningRateDecayIter = 1;
    whole.settings.learningRateDecayFraction = 0.5;
    RunControl control;
    Watch watch;
    Session session(whole, control);
    session.add(watch);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.recipe.changes.size(), hasFrom ? std::size_t{0} : std::size_t{2});
    if (!hasFrom)
        QCOMPARE(watch.rates[2], 1.75);
    requireReplay(outcome);
    QVERIFY(watch.states.size() > 20);
    for (const auto& state : watch.states) {
        SessionRequest rest = whole;
        rest.settings = state->state.settings;
        rest.resume = state;
        RunControl untouched;
        const SessionOutcome again = Session(rest, untouched).run();
        QVERIFY2(again.problem.isEmpty(), again.problem.message.c_str());
        QVERIFY(haveSamePixels(outcome.picture, again.picture));
        QCOMPARE(recipeToJson(again.recipe), recipeToJson(outcome.recipe));
    }
}

void RunRampsTest::theHandWinsAndIsMadeAgain()
{
    RunControl control;
    Watch watch;
    watch.onStep = [&control](const StepReport& report) {
        if (report.sizeIndex == 0 && report.step == 2)
            control.change(SettingsChange{{"learning_rate", "33"}});
    };
    Session session(request({ramp(10000, 1)}), control);
    session.add(watch);
    requireReplay(session.run());
    QCOMPARE(watch.rates, (std::vector<double>{10000, 1000, 33, 33, 33, 10000, 1000, 100, 10, 1}));
}

void RunRampsTest::rampsAreReplacedOnTheWay_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("step");
    QTest::newRow("within a ramp") << 0 << 2;
    QTest::newRow("at a size's end") << 0 << 5;
    QTest::newRow("in the second size") << 1 << 1;
}

void RunRampsTest::rampsAreReplacedOnTheWay()
{
    QFETCH(const int, size);
    QFETCH(const int, step);
    SettingRamp later = ramp(std::nullopt, 50);
    later.sizeIndex = 1;
    later.begin = 0.4;
    DreamRecipe script;
    script.ramps = {later};
    script.changes = {{{1, 1}, {{"tv_reg", "2"}}}};
    RunControl control;
    Watch watch;
    watch.onStep = [&](const StepReport& report) {
        if (report.sizeIndex == size && report.step == step)
            control.follow(script);
    };
    const SessionRequest first = request({ramp(10000, 1)});
    Session session(first, control);
    session.add(watch);
    const SessionOutcome outcome = session.run();
    QCOMPARE(watch.replaced.size(), std::size_t{1});
    QCOMPARE(watch.replaced[0].ramps, outcome.recipe.ramps);
    QCOMPARE(outcome.recipe.ramps.size(), std::size_t{2});
    QCOMPARE(watch.rates.back(), 50.0);
    requireReplay(outcome);
    for (const auto& state : watch.states) {
        const RunPosition now{state->state.sizeIndex, state->state.steps};
        if (now <= RunPosition{size, step})
            continue; // it is not known yet what comes
        SessionRequest rest = first;
        rest.settings = state->state.settings;
        rest.resume = state;
        DreamRecipe left = watch.replaced[0];
        if (left.changes[0].after < now)
            left.changes.clear();
        rest.script = RunScript(left);
        RunControl untouched;
        QVERIFY(haveSamePixels(Session(rest, untouched).run().picture, outcome.picture));
    }
}

void RunRampsTest::theJournalKnowsWhatStepsRanWith()
{
    SettingRamp first = ramp(100, 1);
    first.end = 0.6;
    RunControl control;
    RecordingSink sink;
    Watch watch;
    watch.onStep = [&control](const StepReport& report) {
        if (report.sizeIndex == 1 && report.step == 2)
            control.change(SettingsChange{{"learning_rate", "33"}});
    };
    Session session(request({first}), control);
    session.add(sink);
    session.add(watch);
    session.run();
    for (const StepReport& report : sink.reports)
        QCOMPARE(sink.journal.settingsOfStep(report.sizeIndex, report.step)->learningRate, report.learningRate);
    QCOMPARE(watch.rates, (std::vector<double>{100, 10, 1, 1, 1, 100, 10, 33, 33, 33}));
}

QTEST_GUILESS_MAIN(RunRampsTest)
#include "tst_run_ramps.moc"
