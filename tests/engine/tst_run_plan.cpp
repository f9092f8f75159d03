// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_plan.h"

#include "cnnvis/settings_text.h"
#include "support/errors.h"
#include "support/tiny_network.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr PictureSize kNoPhoto{};

/// The key that is refused, a blank, and the message.
QString refusal(const RunSettings& settings, const Network& network, PictureSize photo = kNoPhoto)
{
    try {
        planRun(settings, network, photo);
    } catch (const SettingsError& error) {
        return QString::fromStdString(error.key() + " " + error.what());
    }
    return {};
}

} // namespace

class RunPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsSizesAndTiles();
    void startsFromThePhotosSize();
    void refusesSizesBelowTheNetworksInput_data();
    void refusesSizesBelowTheNetworksInput();
    void refusesNeuronsThatAreNotThere();
    void namesTheNearestLayer();
    void refusesLayersBehindUnsupportedOnes();
    void refusesSettingsOutOfRange();
    void refusesWhatNeedsTooMuchMemory_data();
    void refusesWhatNeedsTooMuchMemory();
    void needsMoreMemoryForMore();
    void needsMemoryForWhatIsPulledTo();
    void needsMemoryForAllGradientsToNormaliseThem();
    void needsMemoryForTwoImagesWhereTheyAreResizedInFloat();
    void knowsHowMuchIsDone();
    void isNeverAheadOrBehind();

private:
    RunSettings settings() const { return m_files.settings("sum"); }

    NetworkFiles m_files{kSumNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
};

void RunPlanTest::listsSizesAndTiles()
{
    RunSettings given = settings();
    QCOMPARE(planRun(given, m_network, kNoPhoto).sizes.size(), std::size_t{1});
    QCOMPARE(planRun(given, m_network, kNoPhoto).sizes[0].size, (PictureSize{8, 8}));
    QCOMPARE(planRun(given, m_network, kNoPhoto).sizes[0].tiles, 1);
    given.initialSize = "8x9";
    given.finalSize = "17x24";
    given.numSizes = 2;
    const RunPlan plan = planRun(given, m_network, kNoPhoto);
    QCOMPARE(plan.sizes[0].tiles, 2);
    QCOMPARE(plan.sizes[1].size, (PictureSize{17, 24}));
    QCOMPARE(plan.sizes[1].tiles, 9);
}

void RunPlanTest::startsFromThePhotosSize()
{
    RunSettings given = settings();
    QCOMPARE(planRun(given, m_network, {31, 20}).sizes[0].size, (PictureSize{31, 20}));
    given.initialSize = "x0.5";
    QCOMPARE(planRun(given, m_network, {31, 20}).sizes[0].size, (PictureSize{15, 10}));
    given.initialSize = "x1.5";
    QCOMPARE(planRun(given, m_network, kNoPhoto).sizes[0].size, (PictureSize{12, 12}));
}

void RunPlanTest::refusesSizesBelowTheNetworksInput_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("start");
    const auto row = [](const char* name, const char* first, const char* last, int count, const char* start) {
        QTest::newRow(name) << QString::fromLatin1(first) << QString::fromLatin1(last) << count
                            << QString::fromLatin1(start);
    };
    row("height", "7x20", "", 1,
        "initial_size Size 1 is 7x20, smaller than the network's input of 8x8; give a --initial_size of at least 8x23");
    row("width, the taller", "20x7", "", 1, "initial_size Size 1 is 20x7,");
    row("the last height", "20x20", "7x30", 2, "final_size Size 2 is 7x30,");
    row("the last width", "20x20", "30x7", 2, "final_size Size 2 is 30x7,");
    row("one between", "20x20", "30x4", 3, "final_size Size 3 is 30x4,");
    row("first of three", "6x20", "60x20", 3, "initial_size Size 1 is 6x20,");
}

void RunPlanTest::refusesSizesBelowTheNetworksInput()
{
    QFETCH(QString, first);
    QFETCH(QString, last);
    QFETCH(int, count);
    QFETCH(QString, start);
    RunSettings given = settings();
    given.initialSize = first.toStdString();
    given.finalSize = last.toStdString();
    given.numSizes = count;
    const QString message = refusal(given, m_network);
    QVERIFY2(message.startsWith(start), qPrintable(message));
}

void RunPlanTest::refusesNeuronsThatAreNotThere()
{
    RunSettings given = settings();
    given.imageType = ImageType::AmplifyNeuron;
    given.targetNeuron = 1;
    QCOMPARE(refusal(given, m_network), QString());
    given.targetNeuron = 2;
    const QString message = refusal(given, m_network);
    QVERIFY2(message.startsWith(QStringLiteral("target_neuron ")), qPrintable(message));
    QVERIFY2(message.contains(QStringLiteral("2, but layer 'sum' has 2 channels")), qPrintable(message));
    given.imageType = ImageType::AmplifyLayer;
    QCOMPARE(refusal(given, m_network), QString());
}

void RunPlanTest::namesTheNearestLayer()
{
    RunSettings given = settings();
    given.targetLayer = "hlaf";
    const QString message = refusal(given, m_network);
    QVERIFY2(message.startsWith(QStringLiteral("target_layer ")), qPrintable(message));
    QVERIFY2(message.contains(QStringLiteral("'hlaf'")) && message.contains(QStringLiteral("the nearest is 'half'")),
        qPrintable(message));
}

void RunPlanTest::refusesLayersBehindUnsupportedOnes()
{
    const NetworkFiles files(kSumNetwork
        + "layer { name: \"spp\" type: \"SPP\" bottom: \"half\" top: \"spp\" }\n"
          "layer { name: \"after\" type: \"ReLU\" bottom: \"spp\" top: \"after\" }\n");
    RunSettings given = files.settings("after");
    const Network network = files.load(given);
    const QString message = refusal(given, network);
    QVERIFY2(message.startsWith(QStringLiteral("target_layer ")), qPrintable(message));
    QVERIFY2(message.contains(QStringLiteral("SPP")), qPrintable(message));
    given.targetLayer = "half";
    QCOMPARE(refusal(given, network), QString());
}

void RunPlanTest::refusesSettingsOutOfRange()
{
    RunSettings given = settings();
    given.learningRate = -1.0;
    QVERIFY(refusal(given, m_network).startsWith(QStringLiteral("learning_rate ")));
    given = settings();
    given.batchSize = -1;
    QVERIFY(refusal(given, m_network).startsWith(QStringLiteral("batch_size ")));
    given = settings();
    given.initialSize = "large";
    QVERIFY(refusal(given, m_network).startsWith(QStringLiteral("initial_size ")));
}

void RunPlanTest::refusesWhatNeedsTooMuchMemory_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    QTest::addColumn<QString>("key");
    QTest::newRow("first size") << QStringLiteral("1000000x1000000") << QString() << QStringLiteral("--initial_size");
    QTest::newRow("last size") << QStringLiteral("8x8") << QStringLiteral("999999x999983")
                               << QStringLiteral("--final_size");
}

void RunPlanTest::refusesWhatNeedsTooMuchMemory()
{
    QFETCH(QString, first);
    QFETCH(QString, last);
    QFETCH(QString, key);
    RunSettings given = settings();
    given.initialSize = first.toStdString();
    given.finalSize = last.toStdString();
    given.numSizes = last.isEmpty() ? 1 : 3;
    QElapsedTimer timer;
    timer.start();
    const QString message = messageOf<DeviceError>([&] { planRun(given, m_network, kNoPhoto); });
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QStringLiteral("%1 ms").arg(timer.elapsed())));
    const QRegularExpression figures(
        QStringLiteral("needs about (\\d+) GiB of memory, but only (\\d+) (MiB|GiB) are free"));
    const QRegularExpressionMatch match = figures.match(message);
    QVERIFY2(match.hasMatch(), qPrintable(message));
    // A million squared pixels, three doubles each, are 22 000 GiB.
    QVERIFY(match.captured(1).toLongLong() > 20000);
    QVERIFY(match.captured(2).toLongLong() > 0);
    QVERIFY2(message.contains(key), qPrintable(message));
}

void RunPlanTest::needsMoreMemoryForMore()
{
    const auto bytes = [&](const char* size, int batch) {
        RunSettings given = settings();
        given.initialSize = size;
        given.batchSize = batch;
        return planRun(given, m_network, kNoPhoto).memoryBytes;
    };
    QVERIFY(bytes("8x8", 1) > 1 << 20);
    // The image in doubles, and the caches in floats; two pictures handed out, and a column of gradients.
    const double perPixel = static_cast<double>(bytes("1000x1100", 1) - bytes("8x8", 1)) / 1.1e6;
    QVERIFY2(perPixel > 3 * (8 + 4) + 6 && perPixel < 3 * (8 + 4) + 7, qPrintable(QString::number(perPixel)));
    QVERIFY(bytes("8x8", 1024) - bytes("8x8", 1) > 1023 * 4 * 2 * 64);
    RunSettings given = settings();
    given.initialSize = "1000x1100";
    given.finalSize = "8x8";
    given.numSizes = 2;
    QVERIFY(planRun(given, m_network, kNoPhoto).memoryBytes >= bytes("1000x1100", 1));
}

void RunPlanTest::needsMemoryForWhatIsPulledTo()
{
    const auto bytes = [&](PictureSize photo, double strength) {
        RunSettings given = settings();
        given.initialSize = "1000x1100";
        given.pReg = strength;
        return static_cast<double>(planRun(given, m_network, photo).memoryBytes) / 1.1e6;
    };
    const double none = bytes(kNoPhoto, 1.0);
    const auto isMore = [none](double value, double more) { return std::abs(value - none - more) < 0.01; };
    QVERIFY(isMore(bytes({1000, 1100}, 1.0), 3.0)); // the photo
    QVERIFY(isMore(bytes({1000, 550}, 0.0), 1.5));
    QVERIFY(isMore(bytes({1000, 550}, 1.0), 1.5 + 3.0)); // and what it is resized to
}

void RunPlanTest::needsMemoryForAllGradientsToNormaliseThem()
{
    RunSettings given = settings();
    given.initialSize = "1000x1100";
    const double streamed = static_cast<double>(planRun(given, m_network, kNoPhoto).memoryBytes) / 1.1e6;
    given.normalizeGradient = NormalizeGradient::Mean;
    const double kept = static_cast<double>(planRun(given, m_network, kNoPhoto).memoryBytes) / 1.1e6;
    // Half of the tiles, in floats.
    QVERIFY2(kept - streamed > 5.5 && kept - streamed < 6.5, qPrintable(QString::number(kept - streamed)));
}

void RunPlanTest::needsMemoryForTwoImagesWhereTheyAreResizedInFloat()
{
    RunSettings given = settings();
    given.initialSize = "1000x1100";
    given.finalSize = "1000x1050";
    given.numSizes = 2;
    const double classic = static_cast<double>(planRun(given, m_network, kNoPhoto).memoryBytes) / 1.1e6;
    given.resizePipeline = ResizePipeline::Float;
    const double real = static_cast<double>(planRun(given, m_network, kNoPhoto).memoryBytes) / 1.1e6;
    QVERIFY2(real - classic > 4.0 && real - classic < 7.0, qPrintable(QString::number(real - classic)));
}

void RunPlanTest::knowsHowMuchIsDone()
{
    RunPlan plan;
    plan.sizes = {{{8, 8}, 1}, {{16, 16}, 4}, {{24, 24}, 5}};
    QCOMPARE(plan.fractionDone(0, 0, 10), 0.0);
    QCOMPARE(plan.fractionDone(0, 10, 10), 0.1);
    QCOMPARE(plan.fractionDone(1, 0, 10), 0.1);
    QCOMPARE(plan.fractionDone(1, 5, 10), 0.3);
    QCOMPARE(plan.fractionDone(2, 10, 10), 1.0);
    // The number of steps was lowered meanwhile.
    QCOMPARE(plan.fractionDone(1, 50, 10), 0.5);
    QCOMPARE(RunPlan().fractionDone(0, 0, 10), 0.0);
}

void RunPlanTest::isNeverAheadOrBehind()
{
    RunSettings given = settings();
    given.finalSize = "40x30";
    given.numSizes = 4;
    const RunPlan plan = planRun(given, m_network, kNoPhoto);
    double before = -1.0;
    for (int size = 0; size < 4; ++size) {
        for (int step = 0; step <= 7; ++step) {
            const double now = plan.fractionDone(size, step, 7);
            QVERIFY(now >= before && now <= 1.0);
            // What is done only grows with a step; the end of one size is the start of the next.
            QVERIFY(step == 0 ? now == before || size == 0 : now > before);
            before = now;
        }
    }
    QCOMPARE(before, 1.0);
}

QTEST_GUILESS_MAIN(RunPlanTest)
#include "tst_run_plan.moc"
