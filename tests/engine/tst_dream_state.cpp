// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "support/dream_checks.h"
#include "support/errors.h"
#include "support/random_values.h"
#include "support/tiny_network.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

Q_DECLARE_METATYPE(NormalizeGradient)

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
    void keepsTheOpenHalfStep();
    void stepsTilesWhenTheirNeighboursAreSeen();
    void keepsAColumnOfGradients();
    void keepsAllGradientsToNormaliseThem();
    void normalisesAHalfStepAsItBegan();
    void asksBeforeEachBatch();
    void keepsChangedSettings();
    void refusesStatesOfOtherRuns_data();
    void refusesStatesOfOtherRuns();

private:
    static bool hasEvenTiling() { return qEnvironmentVariable("CNNVIS_TEST_TILING") == QStringLiteral("even"); }
    /// Of two tiles, of halves or of all.
    static int batchesOfRun() { return hasEvenTiling() ? 3 * 3 + 3 * 5 : 3 * (2 + 2) + 3 * (3 + 2); }
    static void addStarts()
    {
        QTest::addColumn<bool>("isPhoto");
        QTest::addColumn<NormalizeGradient>("normalizeGradient");
        QTest::newRow("noise") << false << NormalizeGradient::Off;
        QTest::newRow("photo") << true << NormalizeGradient::Off;
        QTest::newRow("normalised") << true << NormalizeGradient::Mean;
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
        given.tiling = hasEvenTiling() ? Tiling::Even : Tiling::Original;
        return given;
    }
    Dream dream(bool isPhoto, NormalizeGradient normalizeGradient = NormalizeGradient::Off, std::int64_t seed = 0) const
    {
        RunSettings given = settings();
        given.normalizeGradient = normalizeGradient;
        given.seed = seed;
        return Dream(given, m_network, isPhoto ? randomPicture({20, 27}) : Picture());
    }

    NetworkFiles m_files{kTinyNetwork};
    Network m_network = m_files.load(m_files.settings("conv2"));
};

void DreamStateTest::sameSeedMakesTheSameBytes()
{
    QFETCH(bool, isPhoto);
    QFETCH(NormalizeGradient, normalizeGradient);
    Dream one = dream(isPhoto, normalizeGradient);
    Dream two = dream(isPhoto, normalizeGradient);
    const std::vector<StepReport> reports = stepToEnd(one);
    const std::vector<StepReport> again = stepToEnd(two);
    QCOMPARE(reports.size(), std::size_t{6});
    for (std::size_t i = 0; i < reports.size(); ++i) {
        QCOMPARE(differenceOf(reports[i], again[i]), QString());
        QVERIFY(reports[i].meanNetworkGradient > 0.0 && reports[i].meanStep > 0.0);
    }
    QCOMPARE(differenceOf(one.state(), two.state()), QString());
    if (!isPhoto) {
        Dream other = dream(isPhoto, normalizeGradient, 1);
        stepToEnd(other);
        QVERIFY(other.state().image != one.state().image);
    }
}

void DreamStateTest::goesOnFromAnyStep()
{
    QFETCH(bool, isPhoto);
    QFETCH(NormalizeGradient, normalizeGradient);
    Dream straight = dream(isPhoto, normalizeGradient);
    std::vector<DreamState> states{straight.state()};
    std::vector<StepReport> reports;
    while (!straight.isFinished()) {
        reports.push_back(straight.step().value());
        states.push_back(straight.state());
    }
    for (std::size_t start = 0; start < states.size(); ++start) {
        Dream resumed = dream(isPhoto, normalizeGradient);
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
    QFETCH(NormalizeGradient, normalizeGradient);
    Dream straight = dream(isPhoto, normalizeGradient);
    InterruptedAt never(0);
    std::vector<StepReport> reports;
    while (!straight.isFinished())
        reports.push_back(straight.step(std::ref(never)).value());
    QCOMPARE(never.calls(), batchesOfRun());

    for (int call = 1; call <= never.calls(); ++call) {
        Dream run = dream(isPhoto, normalizeGradient);
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
    QFETCH(NormalizeGradient, normalizeGradient);
    Dream straight = dream(isPhoto, normalizeGradient);
    stepToEnd(straight);
    int halfDone = 0;
    for (int call = 1; call <= batchesOfRun(); ++call) {
        Dream run = dream(isPhoto, normalizeGradient);
        InterruptedAt once(call);
        while (run.step(std::ref(once))) { }
        const DreamState state = run.state();
        halfDone += state.isHalfDone ? 1 : 0;
        Dream resumed = dream(isPhoto, normalizeGradient);
        resumed.restore(state);
        stepToEnd(resumed);
        QCOMPARE(differenceOf(resumed.state(), straight.state()), QString());
    }
    QCOMPARE(halfDone, hasEvenTiling() ? 0 : 3 * 2 + 3 * 2);
}

void DreamStateTest::keepsTheOpenHalfStep()
{
    Dream run = dream(true);
    run.step();
    const DreamState before = run.state();
    QCOMPARE(before.openHalf.computed, 0);
    InterruptedAt atOnce(1);
    QVERIFY(!run.step(std::ref(atOnce)));
    QCOMPARE(differenceOf(run.state(), before), QString());
    // The even half: two of its three tiles are computed, and the second waits for the third.
    InterruptedAt second(2);
    QVERIFY(!run.step(std::ref(second)));
    QCOMPARE(run.state().openHalf.computed, 2);
    QCOMPARE(run.state().openHalf.gradients.size(), std::size_t{kTinyTile * kTinyTile * 3});
    QVERIFY(run.state().image != before.image);
    QVERIFY(!run.state().isHalfDone);
    // The odd half: the even one counts. The question is asked anew where the answer was no.
    InterruptedAt third(2);
    QVERIFY(!run.step(std::ref(third)));
    const DreamState middle = run.state();
    QVERIFY(middle.isHalfDone);
    QCOMPARE(middle.openHalf.computed, 0);
    QCOMPARE(run.stepsDone(), 1);
    QVERIFY(middle.image != before.image);
    InterruptedAt again(1);
    QVERIFY(!run.step(std::ref(again)));
    QCOMPARE(differenceOf(run.state(), middle), QString());
    QVERIFY(run.step());
    QVERIFY(!run.state().isHalfDone);
    QCOMPARE(run.state().openHalf.computed, 0);
    QCOMPARE(run.stepsDone(), 2);
}

void DreamStateTest::stepsTilesWhenTheirNeighboursAreSeen()
{
    // The even tiles: two on the left, one in the middle that overlaps both, two on the right that overlap that one.
    RunSettings given = settings();
    given.initialSize = "29x30";
    given.numSizes = 1;
    given.batchSize = 1;
    Dream run(given, m_network, randomPicture({29, 30}));
    const auto movedBy = [&](int call) {
        const std::vector<double> before = run.state().image;
        InterruptedAt interrupted(call);
        run.step(std::ref(interrupted));
        const DreamState state = run.state();
        QStringList corners; // pixels that lie in one tile alone
        for (const auto& [row, column] : {std::pair(0, 0), std::pair(28, 0), std::pair(14, 15), std::pair(0, 29)}) {
            const auto index = static_cast<std::size_t>((row * 30 + column) * 3);
            if (state.image[index] != before[index])
                corners << QStringLiteral("%1,%2").arg(row).arg(column);
        }
        return corners.join(QLatin1Char(' ')) + QStringLiteral(" of %1").arg(state.openHalf.computed);
    };
    QCOMPARE(movedBy(3), QStringLiteral(" of 2"));
    QCOMPARE(movedBy(2), QStringLiteral("0,0 28,0 of 3"));
    QCOMPARE(movedBy(2), QStringLiteral(" of 4"));
    QCOMPARE(movedBy(2), QStringLiteral("14,15 0,29 of 0"));
}

void DreamStateTest::keepsAColumnOfGradients()
{
    RunSettings given = settings();
    given.initialSize = "50x200"; // 5 rows of tiles, 20 columns
    given.numSizes = 1;
    for (const auto& [batch, most] : {std::pair(1, 3), std::pair(2, 5), std::pair(7, 9)}) {
        given.batchSize = batch;
        Dream run(given, m_network, Picture());
        std::size_t kept = 0;
        while (run.stepsDone() == 0) {
            InterruptedAt second(2);
            run.step(std::ref(second));
            kept = std::max(kept, run.state().openHalf.gradients.size() / (kTinyTile * kTinyTile * 3));
        }
        QVERIFY2(kept >= 2 && kept <= static_cast<std::size_t>(most), qPrintable(QString::number(kept)));
    }
}

void DreamStateTest::keepsAllGradientsToNormaliseThem()
{
    Dream run = dream(true, NormalizeGradient::Mean);
    const DreamState before = run.state();
    InterruptedAt second(2);
    QVERIFY(!run.step(std::ref(second)));
    QVERIFY(run.state().openHalf.isNormalised);
    QCOMPARE(run.state().openHalf.gradients.size(), std::size_t{2 * kTinyTile * kTinyTile * 3});
    QVERIFY(run.state().openHalf.gradientSum > 0.0);
    QCOMPARE(run.state().image, before.image);
}

void DreamStateTest::normalisesAHalfStepAsItBegan()
{
    for (const auto& [begins, later] : {std::pair("off", "mean"), std::pair("mean", "off")}) {
        Dream changed = dream(true);
        Dream plain = dream(true);
        for (Dream* const run : {&changed, &plain}) {
            run->change({{"normalize_gradient", begins}});
            InterruptedAt second(2);
            QVERIFY(!run->step(std::ref(second)));
        }
        changed.change({{"normalize_gradient", later}});
        InterruptedAt oddHalf(2);
        InterruptedAt sameHalf(2);
        QVERIFY(!changed.step(std::ref(oddHalf)) && !plain.step(std::ref(sameHalf)));
        QVERIFY(changed.state().isHalfDone);
        QCOMPARE(changed.state().image, plain.state().image);
        changed.step();
        plain.step();
        QVERIFY(changed.state().image != plain.state().image);
    }
}

void DreamStateTest::asksBeforeEachBatch()
{
    RunSettings given = settings();
    for (const auto& [batch, calls] : {std::pair(1, 6), std::pair(2, 4), std::pair(3, 2), std::pair(100, 2)}) {
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
    size("no caches", [](DreamState& state) { state.memory.at(0).clear(); });
    size("caches of another network",
        [](DreamState& state) { state.memory.at(0).resize(state.memory.at(0).size() + 432); });
    size("negative steps", [](DreamState& state) { state.steps = -1; });
    size("no batch", [](DreamState& state) { state.batchSize = 0; });
    size("a negative setting of the batch", [](DreamState& state) { state.givenBatch = -1; });
    size("tiles without gradients", [](DreamState& state) { state.openHalf.computed = 2; });
    size("gradients without tiles", [](DreamState& state) { state.openHalf.gradients.resize(432); });
    const auto openHalf = [](int computed, std::size_t kept) {
        return [=](DreamState& state) {
            state.openHalf.computed = computed;
            state.openHalf.gradients.resize(kept * 432);
        };
    };
    size("half a batch", openHalf(1, 1));
    size("a half that is whole", openHalf(4, 4));
    size("less than no tile", openHalf(-2, 2));
    size("gradients of stepped tiles", openHalf(2, 2));
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
