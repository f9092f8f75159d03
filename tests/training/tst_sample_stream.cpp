// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"
#include "sample_stream.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace cnnvis;
using namespace cnnvis::training;

namespace {

StreamOptions smallOptions()
{
    StreamOptions options;
    options.side = 64;
    options.batchSize = 6;
    options.poolSize = 10;
    options.freshShare = 0.34;
    options.seed = 5;
    options.mean = 100.0;
    return options;
}

bool areEqual(const PictureBatch& first, const PictureBatch& second)
{
    return first.side == second.side && first.pixels == second.pixels && first.classes == second.classes;
}

} // namespace

class TestSampleStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBatchesOfTheRightSize();
    void givesTheSameBatchesWithAnyNumberOfThreads();
    void startsInTheMiddle();
    void givesOtherBatchesForAnotherSeed();
    void letsTheClassesTakeTurns();
    void cutsOutWhatTheJitterSays();
    void handsOnWhatADrawingThrows();
};

void TestSampleStream::givesBatchesOfTheRightSize()
{
    SampleStream stream(smallOptions(), 0);
    for (int i = 0; i < 4; ++i) {
        const PictureBatch batch = stream.next();
        QCOMPARE(batch.classes.size(), std::size_t{6});
        QCOMPARE(batch.pixels.size(), std::size_t{6 * 64 * 64 * 3});
    }
}

void TestSampleStream::givesTheSameBatchesWithAnyNumberOfThreads()
{
    StreamOptions options = smallOptions();
    SampleStream alone(options, 0);
    options.threads = 3;
    SampleStream together(options, 0);
    for (int i = 0; i < 6; ++i)
        QVERIFY(areEqual(alone.next(), together.next()));
}

void TestSampleStream::startsInTheMiddle()
{
    SampleStream whole(smallOptions(), 0);
    for (int i = 0; i < 5; ++i)
        whole.next();
    SampleStream rest(smallOptions(), 5);
    for (int i = 0; i < 3; ++i)
        QVERIFY(areEqual(whole.next(), rest.next()));
}

void TestSampleStream::givesOtherBatchesForAnotherSeed()
{
    StreamOptions options = smallOptions();
    SampleStream first(options, 0);
    options.seed = 6;
    SampleStream second(options, 0);
    QVERIFY(first.next().pixels != second.next().pixels);
}

void TestSampleStream::letsTheClassesTakeTurns()
{
    const auto count = static_cast<std::int64_t>(bestiaryClassNames().size());
    std::set<int> classes;
    for (std::int64_t i = 0; i < count; ++i)
        classes.insert(SampleSource{64, 1}.draw(i).classIndex);
    QCOMPARE(static_cast<std::int64_t>(classes.size()), count);
}

void TestSampleStream::cutsOutWhatTheJitterSays()
{
    cv::Mat picture(66, 66, CV_8UC3, cv::Scalar::all(0));
    picture.at<cv::Vec3b>(1, 2) = {10, 20, 30};
    Jitter jitter;
    jitter.row = 1;
    jitter.column = 2;
    PictureBatch batch;
    batch.side = 64;
    append(batch, {picture, 3}, jitter, 0.0);
    QCOMPARE(batch.pixels[0] * static_cast<float>(kPixelScale), 10.0F);
    QCOMPARE(batch.pixels[2] * static_cast<float>(kPixelScale), 30.0F);
    QCOMPARE(batch.classes, std::vector<std::int64_t>{3});
    jitter.isMirrored = true;
    append(batch, {picture, 3}, jitter, 0.0);
    const std::size_t corner = 64 * 64 * 3 + 63 * 3;
    QCOMPARE(batch.pixels[corner + 1] * static_cast<float>(kPixelScale), 20.0F);
}

void TestSampleStream::handsOnWhatADrawingThrows()
{
    StreamOptions options = smallOptions();
    options.side = 8; // smaller than can be drawn
    SampleStream stream(options, 0);
    QVERIFY_EXCEPTION_THROWN(stream.next(), std::out_of_range);
}

QTEST_GUILESS_MAIN(TestSampleStream)
#include "tst_sample_stream.moc"
