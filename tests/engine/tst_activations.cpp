// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/activations.h"

#include "support/errors.h"
#include "support/tiny_network.h"

#include <QTest>

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// `sum` is blue + green + red less three times the mean, `all` the channels 0.5 · sum, sum, -sum, and `pooled` their
/// means over 4 × 4 pixels; a tile is 8 × 8 pixels.
const QByteArray kKnownNetwork = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "sum" type: "Convolution" bottom: "data" top: "sum"
  convolution_param { num_output: 1 kernel_size: 1 weight_filler { type: "constant" value: 1 } } }
layer { name: "half" type: "Power" bottom: "sum" top: "half" power_param { scale: 0.5 } }
layer { name: "negative" type: "Power" bottom: "sum" top: "negative" power_param { scale: -1 } }
layer { name: "all" type: "Concat" bottom: "half" bottom: "sum" bottom: "negative" top: "all" }
layer { name: "pooled" type: "Pooling" bottom: "all" top: "pooled"
  pooling_param { pool: AVE kernel_size: 4 stride: 4 } }
layer { name: "whole" type: "Pooling" bottom: "all" top: "whole" pooling_param { pool: AVE global_pooling: true } }
layer { name: "flat" type: "Flatten" bottom: "all" top: "flat" flatten_param { axis: 0 } }
layer { name: "root" type: "Power" bottom: "sum" top: "root" power_param { power: 0.5 } }
layer { name: "spp" type: "SPP" bottom: "sum" top: "spp" }
)";
constexpr int kMean = 120;

Picture picture(int height, int width, const std::function<int(int, int)>& grey)
{
    std::vector<std::uint8_t> pixels;
    for (int row = 0; row < height; ++row) {
        for (int column = 0; column < width; ++column)
            pixels.insert(pixels.end(), 3, static_cast<std::uint8_t>(grey(row, column)));
    }
    return {{height, width}, std::move(pixels)};
}

Picture plain(int height, int width, int grey)
{
    return picture(height, width, [grey](int, int) { return grey; });
}

/// Whether these are the channels of `all` for that sum, in their order.
bool areOfSum(const std::vector<ChannelActivation>& channels, double sum)
{
    const std::vector<ChannelActivation> expected = sum > 0
        ? std::vector<ChannelActivation>{{1, sum}, {0, 0.5 * sum}, {2, -sum}}
        : std::vector<ChannelActivation>{{2, -sum}, {0, 0.5 * sum}, {1, sum}};
    bool areEqual = channels.size() == expected.size();
    for (std::size_t i = 0; areEqual && i < expected.size(); ++i)
        areEqual = channels[i].channel == expected[i].channel
            && std::abs(channels[i].activation - expected[i].activation) < 1e-3;
    return areEqual;
}

} // namespace

class ActivationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksChannelsByTheirMean();
    void looksBehindTheReluInPlace();
    void meansCoverThePicture();
    void largePicturesAreSampled();
    void smallPicturesAreStretched();
    void givesTheValueAtEachSpot();
    void findsThePositionThatSeesTheSpot();
    void layersThatSeeTheWholeTileAnswerForIt();
    void canBeInterruptedBetweenTiles();
    void notANumberCountsAsNothing();
    void refusesLayersThatItCannotRank();
    void refusesUnusablePictures();

private:
    ActivationProbe probe(const char* layer) const { return {m_network, layer}; }

    NetworkFiles m_files{kKnownNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
};

void ActivationsTest::ranksChannelsByTheirMean()
{
    ActivationProbe all = probe("all");
    // The weights stay: one probe looks at any number of pictures.
    for (const int grey : {130, 100, 121}) {
        const auto means = all.means(plain(8, 8, grey));
        QVERIFY(means && areOfSum(*means, 3.0 * (grey - kMean)));
    }
    // Equal ones by number.
    QCOMPARE(*all.means(plain(8, 8, kMean)), (std::vector<ChannelActivation>{{0, 0.0}, {1, 0.0}, {2, 0.0}}));
}

void ActivationsTest::looksBehindTheReluInPlace()
{
    const NetworkFiles files(kSumNetwork);
    ActivationProbe sum(files.load(files.settings("sum")), "sum");
    QCOMPARE((*sum.means(plain(8, 8, 110)))[0].activation, 0.0);
    QCOMPARE((*sum.means(plain(8, 8, 130)))[1].activation, 30.0);
}

void ActivationsTest::meansCoverThePicture()
{
    const Picture halves = picture(16, 24, [](int, int column) { return column < 12 ? 130 : 140; });
    QVERIFY(areOfSum(*probe("all").means(halves), 45.0));
    QVERIFY(areOfSum(*probe("pooled").means(halves), 45.0));
    const Picture rows = picture(24, 8, [](int row, int) { return row < 8 ? 130 : 160; });
    QVERIFY(areOfSum(*probe("all").means(rows), (30.0 + 2 * 120.0) / 3.0));
}

void ActivationsTest::largePicturesAreSampled()
{
    int tiles = 0;
    const auto count = [&tiles] { return ++tiles > 0; };
    QVERIFY(areOfSum(*probe("all").means(plain(8, 800, 130), count), 30.0));
    QCOMPARE(tiles, 5);
    // From edge to edge: only the outermost tiles are bright.
    const Picture edges = picture(8, 800, [](int, int column) { return column < 8 || column >= 792 ? 170 : 120; });
    QVERIFY(areOfSum(*probe("all").means(edges), 150.0 * 2 / 5));
}

void ActivationsTest::smallPicturesAreStretched()
{
    QVERIFY(areOfSum(*probe("all").means(plain(3, 1, 130)), 30.0));
    const Picture halves = picture(2, 20, [](int row, int) { return row == 0 ? 100 : 200; });
    // The rows between are smoothed, so that only the order is certain.
    QCOMPARE(probe("all").at(halves, 0, 19).front().channel, 2);
    QCOMPARE(probe("all").at(halves, 1, 0).front().channel, 1);
}

void ActivationsTest::givesTheValueAtEachSpot()
{
    const auto grey = [](int row, int column) { return row * 20 + column; };
    const Picture known = picture(12, 20, grey);
    ActivationProbe all = probe("all");
    for (int row = 0; row < 12; ++row) {
        for (int column = 0; column < 20; ++column) {
            const double sum = 3.0 * (grey(row, column) - kMean);
            if (sum != 0.0)
                QVERIFY2(areOfSum(all.at(known, row, column), sum), qPrintable(QString::number(grey(row, column))));
        }
    }
}

void ActivationsTest::findsThePositionThatSeesTheSpot()
{
    // In a picture of one tile, the four positions of `pooled` see its quarters.
    const auto grey = [](int row, int column) { return 130 + 10 * (row / 4 * 2 + column / 4); };
    const Picture quarters = picture(8, 8, grey);
    ActivationProbe pooled = probe("pooled");
    for (const int row : {0, 3, 4, 7}) {
        for (const int column : {0, 3, 4, 7})
            QVERIFY(areOfSum(pooled.at(quarters, row, column), 3.0 * (grey(row, column) - kMean)));
    }
}

void ActivationsTest::layersThatSeeTheWholeTileAnswerForIt()
{
    const Picture halves = picture(8, 24, [](int, int column) { return column < 8 ? 130 : 160; });
    QVERIFY(areOfSum(probe("whole").at(halves, 2, 1), 30.0));
    QVERIFY(areOfSum(probe("whole").at(halves, 7, 23), 120.0));
    QVERIFY(areOfSum(probe("whole").at(halves, 0, 8), 75.0));
}

void ActivationsTest::canBeInterruptedBetweenTiles()
{
    ActivationProbe all = probe("all");
    int tiles = 0;
    QVERIFY(!all.means(plain(16, 16, 130), [&tiles] { return ++tiles < 3; }));
    QCOMPARE(tiles, 3);
    QVERIFY(areOfSum(*all.means(plain(16, 16, 130)), 30.0));
}

void ActivationsTest::notANumberCountsAsNothing()
{
    QCOMPARE((*probe("root").means(plain(8, 8, 110)))[0].activation, 0.0);
}

void ActivationsTest::refusesLayersThatItCannotRank()
{
    const QString unknown = messageOf<ModelError>([&] { probe("polled"); });
    QVERIFY2(unknown.contains(QStringLiteral("the nearest is 'pooled'")), qPrintable(unknown));
    QVERIFY(messageOf<ModelError>([&] { probe("spp"); }).contains(QStringLiteral("SPP")));
    QVERIFY(messageOf<ModelError>([&] { probe("flat"); }).contains(QStringLiteral("no channels")));
    RunSettings settings = m_files.settings("sum");
    settings.caffeModel = "missing.caffemodel";
    const Network untrained = m_files.load(settings);
    const QString missing = messageOf<ModelError>([&] { ActivationProbe(untrained, "sum"); });
    QVERIFY2(missing.contains(QStringLiteral("missing.caffemodel")), qPrintable(missing));
}

void ActivationsTest::refusesUnusablePictures()
{
    ActivationProbe all = probe("all");
    const Picture deep({1, 1}, std::vector<std::uint16_t>(3, 7));
    for (const Picture& unusable : {Picture(), deep}) {
        QVERIFY(!messageOf<PictureError>([&] { all.means(unusable); }).isEmpty());
        QVERIFY(!messageOf<PictureError>([&] { all.at(unusable, 0, 0); }).isEmpty());
    }
    const Picture small = plain(9, 9, 130);
    const int outside[][2] = {{-1, 0}, {0, -1}, {9, 0}, {0, 9}};
    for (const auto& spot : outside)
        QVERIFY(messageOf<PictureError>([&] { all.at(small, spot[0], spot[1]); }).contains(QStringLiteral("outside")));
}

QTEST_GUILESS_MAIN(ActivationsTest)
#include "tst_activations.moc"
