// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "support/dream_checks.h"
#include "support/random_values.h"
#include "support/tiny_network.h"
#include "support/unit_dreams.h"

#include <QTest>

#include <cmath>
#include <utility>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

class DreamStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void movesByTheLearningRate();
    void remembersItsGradients();
    void movesOverlapsOnceForEachTile();
    void evensOutOverlaps();
    void stepsTilesOnWhatTheOnesBeforeLeft();
    void pullsToThePhoto();
    void reportsThePullToThePhotoWithoutItsStrength();
    void batchesMakeTheSamePicture();
    void bringsGradientsToAMeanOfOne();
    void reportsTheSmoothnessAfterItsSchedule();

private:
    UnitDreams m_dreams;
};

void DreamStepsTest::movesByTheLearningRate()
{
    RunSettings given = m_dreams.settings();
    given.learningRate = 2.0;
    Dream run = m_dreams.dream(given);
    const StepReport report = run.step().value();
    for (int place = 0; place < 8; ++place)
        QVERIFY(isAt(run, place, 7 - place, 10.0 + 2.0 * kUnit));
    const auto isNear = [](double value, double expected) { return std::abs(value - expected) < 1e-9; };
    QVERIFY(isNear(report.meanStep, 2.0 * kUnit));
    QVERIFY(isNear(report.medianStep, 2.0 * kUnit));
    QVERIFY(isNear(report.meanStepRatio, 2.0 * kUnit / (10.0 + 2.0 * kUnit)));
    QVERIFY(isNear(report.imageMean, 10.0 + 2.0 * kUnit));
    QVERIFY(report.imageDeviation < 1e-6);
    stepTimes(run, 4);
    QVERIFY(isAt(run, 3, 3, 10.0 + 10.0 * kUnit));
}

void DreamStepsTest::remembersItsGradients()
{
    RunSettings given = m_dreams.settings();
    given.decayRate = 0.5;
    Dream run = m_dreams.dream(given);
    stepTimes(run, 3);
    // The caches are 1/2, 3/4, 7/8.
    const double way = 1.0 / std::sqrt(0.5 + 1e-8) + 1.0 / std::sqrt(0.75 + 1e-8) + 1.0 / std::sqrt(0.875 + 1e-8);
    QVERIFY(isAt(run, 0, 0, 10.0 + way));
    QCOMPARE(run.state().memory.at(0), std::vector<float>(8 * 8 * 3, 0.875F));
}

void DreamStepsTest::movesOverlapsOnceForEachTile()
{
    // Tiles start at rows and columns 0 and 1.
    Dream run = m_dreams.dream(m_dreams.settings("9x9"), {9, 9});
    run.step();
    QVERIFY(isAt(run, 0, 0, 10.0 + kUnit));
    QVERIFY(isAt(run, 0, 4, 10.0 + 2.0 * kUnit));
    QVERIFY(isAt(run, 4, 8, 10.0 + 2.0 * kUnit));
    QVERIFY(isAt(run, 4, 4, 10.0 + 4.0 * kUnit));
    QVERIFY(isAt(run, 8, 8, 10.0 + kUnit));
}

void DreamStepsTest::evensOutOverlaps()
{
    RunSettings given = m_dreams.settings("9x9");
    given.usePixelLearningRates = true;
    Dream run = m_dreams.dream(given, {9, 9});
    const StepReport report = run.step().value();
    for (const auto& [row, column] :
        {std::pair(0, 0), std::pair(0, 4), std::pair(4, 8), std::pair(4, 4), std::pair(8, 8)})
        QVERIFY(isAt(run, row, column, 10.0 + kUnit));
    // Of the last tile: one pixel alone, 14 in two tiles, 49 in four.
    QVERIFY(std::abs(report.meanStep - kUnit * (1.0 + 14.0 / 2.0 + 49.0 / 4.0) / 64.0) < 1e-12);
    QCOMPARE(report.medianStep, kUnit / 4.0);
    run.change({{"use_pixel_learning_rates", "false"}});
    run.step();
    QVERIFY(isAt(run, 4, 4, 10.0 + 5.0 * kUnit));
}

void DreamStepsTest::stepsTilesOnWhatTheOnesBeforeLeft()
{
    // No gradient of the network: the pull to zero alone, with steps that show how far the pixel was away.
    RunSettings given = m_dreams.settings("8x15"); // tiles start at columns 0 and 7, and share one
    given.imageType = ImageType::AmplifyLayer;
    given.amplifyL1Weight = 0.0;
    given.amplifyL2Weight = 0.0;
    given.alphaAux = 2.0;
    given.pRegAux = 5e-6; // gradients of 1e-4 and less, where the epsilon of 1e-8 counts
    Dream run = m_dreams.dream(given, {8, 15});
    run.step();
    const auto stepped = [](double value) {
        const double gradient = 5e-6 * 2.0 * value;
        return value - gradient / std::sqrt(gradient * gradient + 1e-8);
    };
    QVERIFY(isAt(run, 3, 0, stepped(10.0)));
    QVERIFY(isAt(run, 3, 14, stepped(10.0)));
    QVERIFY(isAt(run, 3, 7, stepped(stepped(10.0))));
}

void DreamStepsTest::pullsToThePhoto()
{
    RunSettings given = m_dreams.settings();
    given.alpha = 2.0;
    given.pReg = 0.25;
    given.alphaAux = 2.0;
    given.pRegAux = 0.5;
    given.pScaleAux = 2.0;
    Dream photo = m_dreams.dream(given);
    StepReport report = photo.step().value();
    // At first the picture is the photo; the auxiliary pull is to zero: 0.5 · 2 · 10 / 2².
    QCOMPARE(report.term("p-norm").loss, 0.0);
    QCOMPARE(report.term("p-norm").meanGradient, 0.0);
    QCOMPARE(report.term("auxiliary").meanGradient, 2.5);
    const double distance = photo.pixel(0, 0).value()[0] - 10.0;
    report = photo.step().value();
    QVERIFY(std::abs(report.term("p-norm").loss - 192.0 * distance * distance) < 1e-9);
    QVERIFY(std::abs(report.term("p-norm").meanGradient - 0.25 * 2.0 * std::abs(distance)) < 1e-9);
    // From noise, both are to zero.
    given.initializationScale = 0.0;
    Dream noise(given, m_dreams.files().load([&] {
        RunSettings dark = given;
        dark.meanImage = "120.5";
        return dark;
    }()),
        Picture());
    report = noise.step().value();
    QCOMPARE(report.term("p-norm").loss, 192.0 * 0.25);
    QCOMPARE(report.term("p-norm").meanGradient, 0.25);
}

void DreamStepsTest::reportsThePullToThePhotoWithoutItsStrength()
{
    // Of a photo that is resized: what it pulls to is then worked out for the reported tile alone.
    for (const char* const size : {"20x27", "8x8", "8x30"}) {
        RunSettings given = m_dreams.settings(size);
        given.alpha = 3.0;
        const Picture photo = randomPicture({14, 17});
        Dream without(given, m_dreams.network(), photo);
        given.pReg = 1e-300;
        Dream with(given, m_dreams.network(), photo);
        for (int step = 0; step < 2; ++step) {
            const double loss = without.step().value().term("p-norm").loss;
            QCOMPARE(loss, with.step().value().term("p-norm").loss);
            QVERIFY(step == 0 || loss > 0.0);
        }
        // And the pull can be switched on and off.
        for (const char* const strength : {"0.25", "0", "1"}) {
            without.change({{"p_reg", strength}});
            with.change({{"p_reg", strength}});
            QCOMPARE(differenceOf(without.step().value(), with.step().value()), QString());
        }
        QCOMPARE(without.state().image, with.state().image);
    }
}

void DreamStepsTest::batchesMakeTheSamePicture()
{
    const NetworkFiles files(kTinyNetwork);
    RunSettings given = files.settings("conv2");
    given.initialSize = "20x27";
    given.numSteps = 3;
    const Network network = files.load(given);
    std::vector<double> single;
    for (const int batch : {1, 2, 3}) {
        given.batchSize = batch;
        Dream run(given, network, randomPicture({20, 27}));
        stepToEnd(run);
        const std::vector<double> image = run.state().image;
        if (batch == 1)
            single = image;
        for (std::size_t i = 0; i < image.size(); ++i)
            QVERIFY(std::abs(image[i] - single[i]) < 0.05);
    }
}

void DreamStepsTest::bringsGradientsToAMeanOfOne()
{
    const NetworkFiles files(kTinyNetwork);
    RunSettings given = files.settings("conv2");
    given.initialSize = "20x27"; // several tiles, whose gradients differ in strength
    given.normalizeGradient = NormalizeGradient::Mean;
    given.decayRate = 0.5;
    given.pReg = 0.0;
    given.tvReg = 0.0;
    given.amplifyL2Weight = 0.0;
    const Network network = files.load(given);
    const Picture photo = randomPicture({20, 27});
    // The caches are half the squares of what the steps were taken with.
    const auto meanOf = [](const Dream& run) {
        double sum = 0.0;
        const DreamState state = run.state();
        for (const double square : state.memory.at(0))
            sum += std::sqrt(2.0 * square);
        return sum / static_cast<double>(state.memory.at(0).size());
    };
    Dream weak(given, network, photo);
    const double raw = weak.step().value().meanNetworkGradient;
    QVERIFY2(std::abs(meanOf(weak) - 1.0) < 1e-5, qPrintable(QString::number(meanOf(weak), 'g', 9)));
    given.amplifyL1Weight = 1000.0;
    Dream strong(given, network, photo);
    QVERIFY(strong.step().value().meanNetworkGradient > 900.0 * raw);
    QVERIFY(std::abs(meanOf(strong) - 1.0) < 1e-5);
    strong.change({{"normalize_gradient", "off"}});
    strong.step();
    QVERIFY(meanOf(strong) > 2.0);
    // No gradient stays none.
    given.amplifyL1Weight = 0.0;
    Dream still(given, network, photo);
    QCOMPARE(still.step().value().meanNetworkGradient, 0.0);
    QCOMPARE(meanOf(still), 0.0);
}

void DreamStepsTest::reportsTheSmoothnessAfterItsSchedule()
{
    // As the original: what is printed after a step of the schedule has its new strength already.
    RunSettings given = m_dreams.settings();
    given.tvReg = 2.0;
    Dream plain(given, m_dreams.network(), randomPicture({8, 8}));
    given.tvRegStep = 1.0;
    given.tvRegStepIter = 1;
    Dream raised(given, m_dreams.network(), randomPicture({8, 8}));
    const StepReport before = plain.step().value();
    const StepReport after = raised.step().value();
    QVERIFY(before.term("tv").meanGradient > 0.0);
    QCOMPARE(after.term("tv").meanGradient, 1.5 * before.term("tv").meanGradient);
    QCOMPARE(after.tvStrength, 2.0);
    QCOMPARE(after.term("tv").loss, before.term("tv").loss);

    // A strength that has become negative is reported as a magnitude all the same.
    given.tvRegStep = -3.0;
    Dream lowered(given, m_dreams.network(), randomPicture({8, 8}));
    QCOMPARE(lowered.step().value().term("tv").meanGradient, 0.5 * before.term("tv").meanGradient);
}

QTEST_GUILESS_MAIN(DreamStepsTest)
#include "tst_dream_steps.moc"
