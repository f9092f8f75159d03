// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream.h"

#include "dream/start_image.h"
#include "picture/image_conversion.h"
#include "picture/resample.h"
#include "support/dream_checks.h"
#include "support/errors.h"
#include "support/random_values.h"
#include "support/tiny_network.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr double kMean = 120.0;

std::vector<std::uint8_t> bytesOf(const Picture& picture)
{
    const auto count = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width()) * 3;
    return {picture.pixels8(), picture.pixels8() + count};
}

bool isFinite(const std::vector<double>& values)
{
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

bool refuseToGoOn()
{
    return false;
}

} // namespace

class DreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsFromThePhoto();
    void startsFromTheSeedsNoise();
    void goesThroughAllSizes();
    void isFinishedAfterTheLastStep();
    void beginsTheNextSizeWhenItIsDue();
    void resizesClassicThroughEightBits();
    void resizesInFloatWithoutRounding();
    void showsPictureAndPixels();
    void stretchesOnlyWhatIsShown();
    void givesTheNeuronsMeanForNeuronsOnly();
    void feedsBlueFirst();
    void worksWithTilesThatAreNoSquares();
    void divergesByTheLearningRate();
    void divergesByTheRegulariser();
    void canGoOnAfterDivergence();
    void refusesWhatCannotBeDreamt();

private:
    RunSettings settings(const std::string& target = "sum") const { return m_files.settings(target); }
    /// Two sizes, 10 x 12 and 17 x 14, with one step each that moves next to nothing.
    RunSettings twoSizes(ResizePipeline pipeline) const
    {
        RunSettings given = settings();
        given.initialSize = "10x12";
        given.finalSize = "17x14";
        given.numSizes = 2;
        given.numSteps = 1;
        given.learningRate = 1e-6;
        given.resizePipeline = pipeline;
        return given;
    }
    Dream dream(const RunSettings& settings, const Picture& photo = {}) const
    {
        return Dream(settings, m_network, photo);
    }

    NetworkFiles m_files{kSumNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
};

void DreamTest::startsFromThePhoto()
{
    const Picture photo = randomPicture({20, 30});
    RunSettings given = settings();
    given.initialSize = "x0.5";
    const Dream run = dream(given, photo);
    QCOMPARE(run.state().size, (PictureSize{10, 15}));
    QCOMPARE(run.state().image, toRealImage(resample(photo, {10, 15}, ResampleFilter::Bilinear), kMean).values);
    given.initialSize.clear();
    QCOMPARE(dream(given, photo).state().image, toRealImage(photo, kMean).values);
}

void DreamTest::startsFromTheSeedsNoise()
{
    RunSettings given = settings();
    given.initialSize = "9x10";
    given.initializationScale = 20.0;
    given.initializationBlur = 0.5;
    given.seed = 12;
    const Dream run = dream(given);
    QCOMPARE(run.state().image, noiseImage(given, {9, 10}, kMean).values);
    given.seed = 13;
    QVERIFY(dream(given).state().image != run.state().image);
}

void DreamTest::goesThroughAllSizes()
{
    RunSettings given = settings();
    given.finalSize = "16x16";
    given.numSizes = 3;
    given.resizeType = ResizeType::Linear;
    given.numSteps = 2;
    Dream run = dream(given);
    const std::vector<StepReport> reports = stepToEnd(run);
    QCOMPARE(reports.size(), std::size_t{6});
    const PictureSize sizes[] = {{8, 8}, {12, 12}, {16, 16}};
    for (std::size_t i = 0; i < reports.size(); ++i) {
        QCOMPARE(reports[i].sizeIndex, static_cast<int>(i / 2));
        QCOMPARE(reports[i].size, sizes[i / 2]);
        QCOMPARE(reports[i].step, static_cast<int>(i % 2 + 1));
        QVERIFY(reports[i].networkSeconds > 0.0);
    }
    QCOMPARE(run.picture().size(), sizes[2]);
}

void DreamTest::isFinishedAfterTheLastStep()
{
    RunSettings given = settings();
    given.finalSize = "12x12";
    given.numSizes = 2;
    given.numSteps = 2;
    Dream run = dream(given);
    for (int step = 0; step < 4; ++step) {
        QVERIFY(!run.isFinished());
        QCOMPARE(run.sizeIndex(), step > 2 ? 1 : 0);
        QVERIFY(run.step());
        QCOMPARE(run.stepsDone(), step % 2 + 1);
        QCOMPARE(run.sizeIndex(), step / 2);
    }
    QVERIFY(run.isFinished());
    const DreamState end = run.state();
    QVERIFY(!run.step());
    QCOMPARE(differenceOf(run.state(), end), QString());
}

void DreamTest::beginsTheNextSizeWhenItIsDue()
{
    Dream run = dream(twoSizes(ResizePipeline::Classic), randomPicture({10, 12}));
    Dream plain = dream(twoSizes(ResizePipeline::Classic), randomPicture({10, 12}));
    run.beginNextSizeIfDue();
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
    run.step();
    plain.step();
    run.beginNextSizeIfDue();
    QCOMPARE(run.sizeIndex(), 1);
    QCOMPARE(run.stepsDone(), 0);
    QCOMPARE(run.picture().size(), (PictureSize{17, 14}));
    run.beginNextSizeIfDue(); // once is enough
    QCOMPARE(differenceOf(run.step().value(), plain.step().value()), QString());
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
    run.beginNextSizeIfDue(); // there is none
    QVERIFY(run.isFinished());
    QCOMPARE(differenceOf(run.state(), plain.state()), QString());
}

void DreamTest::resizesClassicThroughEightBits()
{
    Dream run = dream(twoSizes(ResizePipeline::Classic), randomPicture({10, 12}));
    run.step();
    RealImage small({10, 12});
    small.values = run.state().image;
    const Picture rounded = toPicture(small, kMean, ToneMapping::Classic, 8);
    // Goes on to the next size, but no further.
    QVERIFY(!run.step(refuseToGoOn));
    QCOMPARE(run.sizeIndex(), 1);
    QCOMPARE(run.stepsDone(), 0);
    QCOMPARE(run.state().image, toRealImage(resample(rounded, {17, 14}, ResampleFilter::Bicubic), kMean).values);
    // The contrast has grown by a fifth: of a plain picture, 1.2 · 10 above the mean.
    Dream plain = dream(twoSizes(ResizePipeline::Classic), Picture({1, 1}, std::vector<std::uint8_t>{130, 130, 130}));
    plain.step();
    plain.step(refuseToGoOn);
    QCOMPARE(plain.state().image, std::vector<double>(17 * 14 * 3, 12.0));
}

void DreamTest::resizesInFloatWithoutRounding()
{
    Dream run = dream(twoSizes(ResizePipeline::Float), randomPicture({10, 12}));
    run.step();
    RealImage small({10, 12});
    small.values = run.state().image;
    run.step(refuseToGoOn);
    QCOMPARE(run.state().image, resample(small, {17, 14}, ResampleFilter::Bicubic).values);
    Dream plain = dream(twoSizes(ResizePipeline::Float), Picture({1, 1}, std::vector<std::uint8_t>{130, 130, 130}));
    plain.step();
    plain.step(refuseToGoOn);
    for (const double value : plain.state().image)
        QVERIFY(std::abs(value - 10.0) < 1e-4);
}

void DreamTest::showsPictureAndPixels()
{
    Dream run = dream(settings(), randomPicture({9, 11}));
    run.step();
    RealImage image({9, 11});
    image.values = run.state().image;
    QCOMPARE(bytesOf(run.picture()), bytesOf(toPicture(image, kMean, ToneMapping::Classic, 8)));
    QCOMPARE(run.picture(16).bitsPerChannel(), 16);
    QCOMPARE(run.picture(16).size(), (PictureSize{9, 11}));
    const auto pixel = run.pixel(8, 10);
    QVERIFY(pixel);
    for (std::size_t colour = 0; colour < 3; ++colour)
        QCOMPARE((*pixel)[colour], image.values[(8 * 11 + 10) * 3 + colour]);
    for (const auto& [row, column] : {std::pair(9, 0), std::pair(0, 11), std::pair(-1, 0), std::pair(0, -1)})
        QVERIFY(!run.pixel(row, column));
}

void DreamTest::stretchesOnlyWhatIsShown()
{
    RunSettings given = twoSizes(ResizePipeline::Classic);
    given.rescaleImage = true;
    // Few greys around the mean.
    Picture photo({10, 12}, std::vector<std::uint8_t>(10 * 12 * 3, 121));
    Dream run = dream(given, photo);
    Dream plain = dream(twoSizes(ResizePipeline::Classic), photo);
    for (Dream* each : {&run, &plain})
        stepToEnd(*each);
    QCOMPARE(run.state().image, plain.state().image);
    QVERIFY(bytesOf(run.picture()) != bytesOf(plain.picture()));
    Dream wide = dream(given, randomPicture({10, 12}));
    const std::vector<std::uint8_t> bytes = bytesOf(wide.picture());
    QCOMPARE(*std::max_element(bytes.begin(), bytes.end()), std::uint8_t{255});
    QCOMPARE(*std::min_element(bytes.begin(), bytes.end()), std::uint8_t{0});
}

void DreamTest::givesTheNeuronsMeanForNeuronsOnly()
{
    // Of blue + green + red 10 above the mean each.
    const Picture photo({8, 8}, std::vector<std::uint8_t>(8 * 8 * 3, 130));
    RunSettings given = settings();
    given.imageType = ImageType::AmplifyNeuron;
    const StepReport neuron = dream(given, photo).step().value();
    QVERIFY(neuron.neuronMean);
    QCOMPARE(*neuron.neuronMean, 30.0);
    QCOMPARE(neuron.objective, 15.0); // over both channels
    QCOMPARE(neuron.meanNetworkGradient, 1.0);
    given.imageType = ImageType::AmplifyLayer;
    const StepReport layer = dream(given, photo).step().value();
    QVERIFY(!layer.neuronMean);
    // 30²/2, and 5 · 30 - 5²/2; the gradient is that of both channels.
    QCOMPARE(layer.objective, 450.0 + 137.5);
    QCOMPARE(layer.meanNetworkGradient, 70.0);
}

void DreamTest::feedsBlueFirst()
{
    const NetworkFiles files(R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "cut" type: "Slice" bottom: "data" top: "blue" top: "green" top: "red" slice_param { axis: 1 } }
layer { name: "onlyBlue" type: "Power" bottom: "blue" top: "onlyBlue" }
layer { name: "onlyRed" type: "Power" bottom: "red" top: "onlyRed" }
)");
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < 64; ++i)
        pixels.insert(pixels.end(), {150, 140, 130});
    for (const auto& [layer, colour] : {std::pair("onlyBlue", 0), std::pair("onlyRed", 2)}) {
        RunSettings given = files.settings(layer);
        given.imageType = ImageType::AmplifyNeuron;
        given.pReg = 0.0;
        given.tvReg = 0.0;
        Dream run(given, files.load(given), Picture({8, 8}, pixels));
        QCOMPARE(run.step()->neuronMean.value(), colour == 0 ? 10.0 : 30.0);
        const auto pixel = run.pixel(3, 4).value();
        QCOMPARE(pixel[0] > 10.0, colour == 0);
        QCOMPARE(pixel[1], 20.0);
        QCOMPARE(pixel[2] > 30.0, colour == 2);
    }
}

void DreamTest::worksWithTilesThatAreNoSquares()
{
    const NetworkFiles files(QByteArray(kSumNetwork).replace("dim: 8 dim: 8", "dim: 8 dim: 5"));
    RunSettings given = files.settings("sum");
    given.imageType = ImageType::AmplifyNeuron;
    given.pReg = 0.0;
    given.tvReg = 0.0;
    given.decayRate = 0.0;
    const Network network = files.load(given);
    QCOMPARE(network.inputSize(), (PictureSize{8, 5}));
    // Rows from 0 and 1, columns from 0 and 4, and all of one grey.
    Dream run(given, network, Picture({9, 9}, std::vector<std::uint8_t>(9 * 9 * 3, 130)));
    QCOMPARE(run.plan().sizes[0].tiles, 4);
    run.step();
    const auto steps = [&](int row, int column) { return std::lround(run.pixel(row, column).value()[1] - 10.0); };
    QCOMPARE(steps(0, 0), 1L);
    QCOMPARE(steps(0, 4), 2L);
    QCOMPARE(steps(4, 3), 2L);
    QCOMPARE(steps(4, 4), 4L);
    QCOMPARE(steps(8, 8), 1L);
}

void DreamTest::divergesByTheLearningRate()
{
    RunSettings wild = settings();
    wild.imageType = ImageType::AmplifyNeuron;
    wild.decayRate = 0.0;
    wild.pReg = 0.0;
    wild.tvReg = 0.0;
    wild.initialSize = "9x9";
    wild.finalSize = "12x12";
    wild.numSizes = 2;
    wild.numSteps = 6;
    wild.learningRate = 1e6;
    wild.learningRateDecayIter = 1;
    wild.learningRateDecayFraction = 1000.0;
    wild.resizePipeline = ResizePipeline::Float;
    Dream run = dream(wild);
    stepTimes(run, 6);
    run.change({{"num_steps", "100"}});
    QString message;
    for (int step = 7; step < 100 && message.isEmpty(); ++step) {
        message = messageOf<DivergenceError>([&] { run.step(); });
        const QString where = QStringLiteral("Step %1 of size 1 ").arg(step);
        QVERIFY2(message.isEmpty() || message.startsWith(where), qPrintable(message));
    }
    // 1e6 · 1000^k is beyond the largest float, 3.4e38, for k = 11.
    QVERIFY2(message.startsWith(QStringLiteral("Step 12 ")), qPrintable(message));
    QVERIFY(message.contains(QStringLiteral("--learning_rate")));
    QVERIFY(isFinite(run.state().image));
    QCOMPARE(run.stepsDone(), 11);
    QCOMPARE(run.picture().size(), (PictureSize{9, 9}));
}

void DreamTest::divergesByTheRegulariser()
{
    RunSettings wild = settings();
    wild.alpha = 100.0;
    wild.pScale = 1e-6;
    wild.finalSize = "12x12";
    wild.numSizes = 2;
    wild.numSteps = 1;
    wild.pReg = 0.0;
    Dream run = dream(wild);
    run.step();
    run.change({{"p_reg", "1"}});
    const QString message = messageOf<DivergenceError>([&] { run.step(); });
    QVERIFY2(message.startsWith(QStringLiteral("Step 1 of size 2 ")), qPrintable(message));
    QVERIFY(message.contains(QStringLiteral("--p_reg (1)")));
    QVERIFY(isFinite(run.state().image));
}

void DreamTest::canGoOnAfterDivergence()
{
    RunSettings wild = settings();
    wild.alpha = 100.0;
    wild.pScale = 1e-6;
    wild.pReg = 0.0;
    Dream run = dream(wild, randomPicture({8, 8}));
    Dream tame = dream(wild, randomPicture({8, 8}));
    run.step();
    tame.step();
    run.change({{"p_reg", "1"}});
    QVERIFY_THROWS_EXCEPTION(DivergenceError, run.step());
    run.change({{"p_reg", "0"}});
    QCOMPARE(differenceOf(run.state(), tame.state()), QString());
    QCOMPARE(differenceOf(run.step().value(), tame.step().value()), QString());
}

void DreamTest::refusesWhatCannotBeDreamt()
{
    RunSettings given = settings("missing");
    QCOMPARE(refusedKey([&] { dream(given); }), QStringLiteral("target_layer"));
    given = settings();
    given.initialSize = "8x7";
    QCOMPARE(refusedKey([&] { dream(given); }), QStringLiteral("initial_size"));
    given = settings();
    given.initialSize = "1000000x1000000";
    QVERIFY_THROWS_EXCEPTION(DeviceError, dream(given));
    given = settings();
    given.caffeModel = "missing.caffemodel";
    const Network network = m_files.load(given);
    const QString message = messageOf<ModelError>([&] { Dream(given, network, {}); });
    QVERIFY2(message.contains(QStringLiteral("missing.caffemodel")), qPrintable(message));
}

QTEST_GUILESS_MAIN(DreamTest)
#include "tst_dream.moc"
