// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "support/dream_checks.h"
#include "support/errors.h"
#include "support/unit_dreams.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

std::vector<double> ratesOf(const std::vector<StepReport>& reports)
{
    std::vector<double> rates;
    for (const StepReport& report : reports)
        rates.push_back(report.learningRate);
    return rates;
}

std::vector<double> strengthsOf(const std::vector<StepReport>& reports)
{
    std::vector<double> strengths;
    for (const StepReport& report : reports)
        strengths.push_back(report.tvStrength);
    return strengths;
}

} // namespace

class DreamChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decaysTheLearningRateAfterTheStep();
    void raisesTheSmoothnessAfterTheStep();
    void startsSchedulesAfreshAtEachSize();
    void changesActAtTheNextStepOnly();
    void changesLeaveOtherSchedulesAlone();
    void changedSchedulesActFromTheirStepOn();
    void changesTheObjective();
    void batchSizeActsAtTheNextSize();
    void fewerStepsEndTheSize();
    void refusesChangesThatCannotAct_data();
    void refusesChangesThatCannotAct();

private:
    UnitDreams m_dreams;
};

void DreamChangesTest::decaysTheLearningRateAfterTheStep()
{
    RunSettings given = m_dreams.settings();
    given.learningRateDecayIter = 2;
    given.learningRateDecayFraction = 0.5;
    Dream run = m_dreams.dream(given);
    QCOMPARE(ratesOf(stepTimes(run, 5)), (std::vector<double>{1, 1, 0.5, 0.5, 0.25}));
    QVERIFY(isAt(run, 0, 0, 10.0 + 3.25 * kUnit));
    QCOMPARE(run.state().learningRate, 0.25);
    run.step();
    QCOMPARE(run.state().learningRate, 0.125);
}

void DreamChangesTest::raisesTheSmoothnessAfterTheStep()
{
    RunSettings given = m_dreams.settings();
    given.tvReg = 1.0;
    given.tvRegStep = 0.5;
    given.tvRegStepIter = 3;
    Dream run = m_dreams.dream(given);
    QCOMPARE(strengthsOf(stepTimes(run, 7)), (std::vector<double>{1, 1, 1, 1.5, 1.5, 1.5, 2}));
}

void DreamChangesTest::startsSchedulesAfreshAtEachSize()
{
    RunSettings given = m_dreams.settings();
    given.finalSize = "9x9";
    given.numSizes = 2;
    given.numSteps = 2;
    given.learningRateDecayIter = 1;
    given.learningRateDecayFraction = 0.5;
    given.tvReg = 1.0;
    given.tvRegStep = 1.0;
    given.tvRegStepIter = 1;
    Dream run = m_dreams.dream(given);
    const std::vector<StepReport> reports = stepToEnd(run);
    QCOMPARE(ratesOf(reports), (std::vector<double>{1, 0.5, 1, 0.5}));
    QCOMPARE(strengthsOf(reports), (std::vector<double>{1, 2, 1, 2}));
    // So do the memories of the gradients: their number is that of the new tiles, and two steps are as the first two.
    QCOMPARE(run.state().memory.at(0).size(), std::size_t{4 * 8 * 8 * 3});
}

void DreamChangesTest::changesActAtTheNextStepOnly()
{
    Dream run = m_dreams.dream(m_dreams.settings());
    run.step();
    const DreamState before = run.state();
    run.change({{"learning_rate", "3"}, {"decay_rate", "0.75"}});
    QCOMPARE(run.settings().learningRate, 3.0);
    QCOMPARE(run.state().image, before.image);
    QCOMPARE(run.state().memory, before.memory);
    const StepReport report = run.step().value();
    QCOMPARE(report.learningRate, 3.0);
    QVERIFY(isAt(run, 0, 0, 10.0 + kUnit + 3.0 * kUnit)); // the cache stays 1
    run.change({{"learning_rate", "1"}, {"p_reg", "1e-3"}, {"tv_reg", "4"}});
    QCOMPARE(run.step().value().tvStrength, 4.0);
}

void DreamChangesTest::changesLeaveOtherSchedulesAlone()
{
    RunSettings given = m_dreams.settings();
    given.learningRateDecayIter = 1;
    given.learningRateDecayFraction = 0.5;
    given.tvReg = 1.0;
    given.tvRegStep = 1.0;
    given.tvRegStepIter = 1;
    Dream run = m_dreams.dream(given);
    stepTimes(run, 2);
    run.change({{"p_reg", "1e-9"}});
    QCOMPARE(run.state().learningRate, 0.25);
    QCOMPARE(run.state().tvStrength, 3.0);
    run.change({{"tv_reg", "10"}});
    QCOMPARE(run.state().learningRate, 0.25);
    QCOMPARE(run.state().tvStrength, 10.0);
    run.change({{"learning_rate", "8"}});
    QCOMPARE(run.state().learningRate, 8.0);
    const std::vector<StepReport> reports = stepTimes(run, 2);
    QCOMPARE(ratesOf(reports), (std::vector<double>{8, 4}));
    QCOMPARE(strengthsOf(reports), (std::vector<double>{10, 11}));
}

void DreamChangesTest::changedSchedulesActFromTheirStepOn()
{
    Dream run = m_dreams.dream(m_dreams.settings());
    run.step();
    run.change({{"learning_rate_decay_iter", "3"}, {"learning_rate_decay_fraction", "0.5"}, {"tv_reg_step_iter", "2"},
        {"tv_reg_step", "1"}});
    const std::vector<StepReport> reports = stepTimes(run, 5);
    QCOMPARE(ratesOf(reports), (std::vector<double>{1, 1, 0.5, 0.5, 0.5}));
    QCOMPARE(strengthsOf(reports), (std::vector<double>{0, 1, 1, 2, 2}));
}

void DreamChangesTest::changesTheObjective()
{
    RunSettings given = m_dreams.settings();
    given.imageType = ImageType::AmplifyLayer;
    Dream run = m_dreams.dream(given);
    run.change({{"amplify_l1_weight", "0"}, {"grad_clip", "3"}});
    QCOMPARE(run.step().value().meanNetworkGradient, 6.0);
    run.change({{"amplify_l2_weight", "-2"}});
    QCOMPARE(run.step().value().meanNetworkGradient, 12.0);
    QVERIFY(isAt(run, 0, 0, 10.0 + 1.0 / std::sqrt(1.0 + 1e-8 / 36.0) - 1.0 / std::sqrt(1.0 + 1e-8 / 144.0)));
}

void DreamChangesTest::batchSizeActsAtTheNextSize()
{
    RunSettings given = m_dreams.settings("9x9");
    given.finalSize = "10x10";
    given.numSizes = 2;
    given.numSteps = 2;
    Dream run = m_dreams.dream(given, {9, 9});
    std::vector<int> calls;
    while (!run.isFinished()) {
        InterruptedAt never(0);
        run.step(std::ref(never));
        calls.push_back(never.calls());
        if (calls.size() == 1)
            run.change({{"batch_size", "2"}});
    }
    QCOMPARE(calls, (std::vector<int>{4, 4, 2, 2}));
}

void DreamChangesTest::fewerStepsEndTheSize()
{
    RunSettings given = m_dreams.settings();
    given.finalSize = "9x9";
    given.numSizes = 2;
    given.numSteps = 10;
    Dream run = m_dreams.dream(given);
    stepTimes(run, 5);
    run.change({{"num_steps", "3"}});
    QVERIFY(!run.isFinished());
    QCOMPARE(run.step().value().sizeIndex, 1);
    stepTimes(run, 2);
    QVERIFY(run.isFinished());
    run.change({{"num_steps", "4"}});
    QVERIFY(!run.isFinished());
    QCOMPARE(run.step().value().step, 4);
    run.change({{"num_steps", "1"}});
    QVERIFY(run.isFinished());
    QVERIFY(!run.step());
}

void DreamChangesTest::refusesChangesThatCannotAct_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* key, const char* text) {
        QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(text);
    };
    row("target", "target_layer", "half");
    row("seed", "seed", "1");
    row("size", "initial_size", "9x9");
    row("kind of image", "image_type", "amplify_layer");
    row("device", "gpu", "0");
    row("out of range", "beta", "0");
    row("no number", "alpha", "two");
    row("no choice", "tv_grad_operator", "prewitt");
}

void DreamChangesTest::refusesChangesThatCannotAct()
{
    QFETCH(QString, key);
    QFETCH(QString, text);
    Dream run = m_dreams.dream(m_dreams.settings());
    run.step();
    const DreamState before = run.state();
    const SettingsChange change{{"learning_rate", "2"}, {key.toStdString(), text.toStdString()}, {"tv_reg", "3"}};
    QCOMPARE(refusedKey([&] { run.change(change); }), key);
    QCOMPARE(differenceOf(run.state(), before), QString());
    QVERIFY_THROWS_EXCEPTION(SettingsError, run.change({{"no_such_setting", "1"}}));
}

QTEST_GUILESS_MAIN(DreamChangesTest)
#include "tst_dream_changes.moc"
