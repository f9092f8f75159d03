// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "support/dream_checks.h"
#include "support/errors.h"
#include "support/random_values.h"
#include "support/tiny_network.h"

#include <QTest>

#include <functional>
#include <limits>
#include <optional>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

class DreamStateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sameSeedMakesTheSameBytes_data() { addStarts(); }
    void sameSeedMakesTheSameBytes();
    void goesOnFromAnyStep_data() { addStarts(); }
    void goesOnFromAnyStep();
    void canBeWoundBack();
    void survivesAnInterruptionAtAnyCall_data() { addStarts(); }
    void survivesAnInterruptionAtAnyCall();
    void goesOnFromAnyInterruption_data() { addStarts(); }
    void goesOnFromAnyInterruption();
    void dropsTheOpenHalfStep();
    void asksBeforeEachBatchAndEachHalfStep();
    void keepsChangedSettings();
    void refusesStatesOfOtherRuns_data();
    void refusesStatesOfOtherRuns();

private:
    static void addStarts()
    {
        QTest::addColumn<bool>("isPhoto");
        QTest::newRow("noise") << false;
        QTest::newRow("photo") << true;
    }
    /// Sizes of 6 and of 9 tiles, in batches of two; everything acts, and changes with the steps.
    RunSettings settings() const
    {
        RunSettings given = m_files.settings("conv2");
        given.initialSize = "20x27";
        given.finalSize = "29x30";
        given.numSizes = 2;
        given.numSteps = 3;
        given.initializationScale = 20.0;
        given.batchSize = 2;
        given.learningRateDecayIter = 2;
        given.learningRateDecayFraction = 0.75;
        given.tvReg = 0.01;
        given.tvRegStep = 0.005;
        given.tvRegStepIter = 1;
        given.pRegAux = 1e-12;
        given.usePixelLearningRates = true;
        return given;
    }
    Dream dream(bool isPhoto, std::int64_t seed = 0) const
    {
        RunSettings given = settings();
        given.seed = seed;
        return Dream(given, m_network, isPhoto ? randomPicture({20, 27}) : Picture());
    }

    NetworkFiles m_files{kTinyNetwork};
    Network m_network = m_files.load(m_files.settings("conv2"));
};

void DreamStateTest::sameSeedMakesTheSameBytes()
{
    QFETCH(bool, isPhoto);
    Dream one = dream(isPhoto);
    Dream two = dream(isPhoto);
    const std::vector<StepReport> reports = stepToEnd(one);
    const std::vector<StepReport> again = stepToEnd(two);
    QCOMPARE(reports.size(), std::size_t{6});
    for (std::size_t i = 0; i < reports.size(); ++i) {
        QCOMPARE(differenceOf(reports[i], again[i]), QString());
        QVERIFY(reports[i].meanNetworkGradient > 0.0 && reports[i].meanStep > 0.0);
    }
    QCOMPARE(differenceOf(one.state(), two.state()), QString());
    if (!isPhoto) {
        Dream other = dream(isPhoto, 1);
        stepToEnd(other);
        QVERIFY(other.state().image != one.state().image);
    }
}

void DreamStateTest::goesOnFromAnyStep()
{
    QFETCH(bool, isPhoto);
    Dream straight = dream(isPhoto);
    std::vector<DreamState> states{straight.state()};
    std::vector<StepReport> reports;
    while (!straight.isFinished()) {
        reports.push_back(straight.step().value());
        states.push_back(straight.state());
    }
    for (std::size_t start = 0; start < states.size(); ++start) {
        Dream resumed = dream(isPhoto);
        resumed.restore(states[start]);
        QCOMPARE(differenceOf(resumed.state(), states[start]), QString());
        const std::vector<StepReport> rest = stepToEnd(resumed);
        QCOMPARE(rest.size(), reports.size() - start);
        for (std::size_t i = 0; i < rest.size(); ++i)
            QCOMPARE(differenceOf(rest[i], reports[start + i]), QString());
        QCOMPARE(differenceOf(resumed.state(), straight.state()), QString());
    }
}

void DreamStateTest::canBeWoundBack()
{
    Dream run = dream(true);
    stepTimes(run, 2);
    const DreamState early = run.state();
    stepToEnd(run);
    const DreamState end = run.state();
    run.restore(early);
    QCOMPARE(run.sizeIndex(), 0);
    QCOMPARE(run.stepsDone(), 2);
    QVERIFY(!run.isFinished());
    QCOMPARE(run.picture().size(), (PictureSize{20, 27}));
    stepToEnd(run);
    QCOMPARE(differenceOf(run.state(), end), QString());
}

void DreamStateTest::survivesAnInterruptionAtAnyCall()
{
    QFETCH(bool, isPhoto);
    Dream straight = dream(isPhoto);
    InterruptedAt never(0);
    std::vector<StepReport> reports;
    while (!straight.isFinished())
        reports.push_back(straight.step(std::ref(never)).value());
    QCOMPARE(never.calls(), 3 * (3 + 3) + 3 * (4 + 3));

    for (int call = 1; call <= never.calls(); ++call) {
        Dream run = dream(isPhoto);
        InterruptedAt once(call);
        int interruptions = 0;
        std::vector<StepReport> told;
        while (!run.isFinished()) {
            const std::optional<StepReport> report = run.step(std::ref(once));
            if (report)
                told.push_back(*report);
            else
                ++interruptions;
        }
        QCOMPARE(interruptions, 1);
        QCOMPARE(told.size(), reports.size());
        for (std::size_t i = 0; i < told.size(); ++i)
            QCOMPARE(differenceOf(told[i], reports[i]), QString());
        QCOMPARE(differenceOf(run.state(), straight.state()), QString());
    }
}

void DreamStateTest::goesOnFromAnyInterruption()
{
    QFETCH(bool, isPhoto);
    Dream straight = dream(isPhoto);
    stepToEnd(straight);
    int halfDone = 0;
    constexpr int kCalls = 3 * (3 + 3) + 3 * (4 + 3);
    for (int call = 1; call <= kCalls; ++call) {
        Dream run = dream(isPhoto);
        InterruptedAt once(call);
        while (run.step(std::ref(once))) { }
        const DreamState state = run.state();
        halfDone += state.isHalfDone ? 1 : 0;
        Dream resumed = dream(isPhoto);
        resumed.restore(state);
        stepToEnd(resumed);
        QCOMPARE(differenceOf(resumed.state(), straight.state()), QString());
    }
    QCOMPARE(halfDone, 3 * 3 + 3 * 3);
}

void DreamStateTest::dropsTheOpenHalfStep()
{
    Dream run = dream(true);
    run.step();
    const DreamState before = run.state();
    // In the even half: nothing has happened.
    for (const int call : {1, 2, 3}) {
        InterruptedAt interrupted(call);
        QVERIFY(!run.step(std::ref(interrupted)));
        QCOMPARE(differenceOf(run.state(), before), QString());
    }
    // In the odd half: the even one counts.
    for (const int call : {4, 3, 2, 1}) {
        InterruptedAt interrupted(call);
        QVERIFY(!run.step(std::ref(interrupted)));
        QVERIFY(run.state().isHalfDone);
        QCOMPARE(run.stepsDone(), 1);
        QVERIFY(run.state().image != before.image);
        if (call == 2) {
            const DreamState middle = run.state();
            InterruptedAt atOnce(1);
            QVERIFY(!run.step(std::ref(atOnce)));
            QCOMPARE(differenceOf(run.state(), middle), QString());
        }
    }
    QVERIFY(run.step());
    QVERIFY(!run.state().isHalfDone);
    QCOMPARE(run.stepsDone(), 2);
}

void DreamStateTest::asksBeforeEachBatchAndEachHalfStep()
{
    RunSettings given = settings();
    for (const auto& [batch, calls] : {std::pair(1, 8), std::pair(2, 6), std::pair(3, 4), std::pair(100, 4)}) {
        given.batchSize = batch;
        Dream run(given, m_network, Picture());
        InterruptedAt never(0);
        QVERIFY(run.step(std::ref(never)));
        QCOMPARE(never.calls(), calls);
    }
}

void DreamStateTest::keepsChangedSettings()
{
    Dream run = dream(true);
    run.step();
    run.change({{"learning_rate", "0.5"}, {"num_steps", "4"}, {"batch_size", "3"}, {"tv_grad_operator", "sobel"}});
    run.step();
    const DreamState state = run.state();
    QCOMPARE(state.settings.numSteps, 4);
    QCOMPARE(state.batchSize, 2); // of this size still
    Dream resumed = dream(true);
    resumed.restore(state);
    QCOMPARE(differenceOf(resumed.state(), state), QString());
    QCOMPARE(resumed.settings().tvGradOperator, TvGradOperator::Sobel);
    QCOMPARE(stepToEnd(resumed).size(), std::size_t{6});
    stepToEnd(run);
    QCOMPARE(differenceOf(resumed.state(), run.state()), QString());
    QCOMPARE(run.state().batchSize, 3);
}

using Alteration = std::function<void(DreamState&)>;

void DreamStateTest::refusesStatesOfOtherRuns_data()
{
    QTest::addColumn<Alteration>("alter");
    QTest::addColumn<QString>("key");
    const auto row = [](const char* name, const Alteration& alter, const char* key) {
        QTest::newRow(name) << alter << QString::fromLatin1(key);
    };
    const auto size = [&row](const char* name, const Alteration& alter) { row(name, alter, "initial_size"); };
    size("another size", [](DreamState& state) { state.size = {20, 28}; });
    size("the next size", [](DreamState& state) { state.sizeIndex = 1; });
    size("a size too many", [](DreamState& state) { state.sizeIndex = 2; });
    size("a negative size", [](DreamState& state) { state.sizeIndex = -1; });
    size("a short image", [](DreamState& state) { state.image.pop_back(); });
    size("a long image", [](DreamState& state) { state.image.push_back(0.0); });
    size("no caches", [](DreamState& state) { state.caches.clear(); });
    size("caches of another network", [](DreamState& state) { state.caches.resize(state.caches.size() + 432); });
    size("negative steps", [](DreamState& state) { state.steps = -1; });
    size("no batch", [](DreamState& state) { state.batchSize = 0; });
    row(
        "another seed", [](DreamState& state) { state.settings.seed = 4; }, "seed");
    row(
        "another target", [](DreamState& state) { state.settings.targetLayer = "conv1"; }, "target_layer");
    row(
        "another start", [](DreamState& state) { state.settings.initialSize = "x1"; }, "initial_size");
    row(
        "a setting out of range", [](DreamState& state) { state.settings.tvRegStepIter = 0; }, "tv_reg_step_iter");
    row(
        "no number", [](DreamState& state) { state.settings.pReg = std::numeric_limits<double>::quiet_NaN(); },
        "p_reg");
}

void DreamStateTest::refusesStatesOfOtherRuns()
{
    QFETCH(Alteration, alter);
    QFETCH(QString, key);
    Dream run = dream(true);
    stepTimes(run, 2);
    DreamState state = run.state();
    state.learningRate = 7.0;
    alter(state);
    run.step();
    const DreamState before = run.state();
    QCOMPARE(refusedKey([&] { run.restore(state); }), key);
    QCOMPARE(differenceOf(run.state(), before), QString());
}

QTEST_GUILESS_MAIN(DreamStateTest)
#include "tst_dream_state.moc"
