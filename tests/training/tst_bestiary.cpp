// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"
#include "class_sheet.h"
#include "cnnvis/data_folder.h"
#include "cnnvis/picture_file.h"
#include "sample_landscape.h"
#include "sample_sky.h"

#include <QtTest>

#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace cnnvis;

namespace {

int classCount()
{
    return static_cast<int>(bestiaryClassNames().size());
}

bool areEqual(const cv::Mat& first, const cv::Mat& second)
{
    return first.size() == second.size() && first.type() == second.type()
        && cv::norm(first, second, cv::NORM_INF) == 0.0;
}

/// How far a picture that comes with the program is from one that was drawn, in grey levels a value.
double meanDifference(const char* name, const cv::Mat& drawn)
{
    const Picture shipped = readPicture(dataFolder() + "/pictures/" + name);
    if (shipped.size() != PictureSize{drawn.rows, drawn.cols})
        return 255.0;
    double sum = 0.0;
    for (int y = 0; y < drawn.rows; ++y) {
        const auto* const row = drawn.ptr<std::uint8_t>(y);
        const std::uint8_t* const rgb = shipped.pixels8() + static_cast<std::size_t>(y) * drawn.cols * 3;
        for (int x = 0; x < 3 * drawn.cols; x += 3)
            sum += std::abs(row[x] - rgb[x + 2]) + std::abs(row[x + 1] - rgb[x + 1]) + std::abs(row[x + 2] - rgb[x]);
    }
    return sum / static_cast<double>(drawn.total() * 3);
}

} // namespace

class TestBestiary : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasManyClassesWithUniqueNames();
    void drawsEveryClassAtEverySide_data();
    void drawsEveryClassAtEverySide();
    void givesTheSameBytesForTheSameSeed();
    void givesTheSameBytesFromSeveralThreads();
    void differsFromSeedToSeed();
    void showsTheSameSceneAtEverySide();
    void refusesWhatIsOutsideItsRange();
    void drawsTheSampleLandscape();
    void drawsTheSampleSky();
    void hasDrawnTheSamplePictures();
    void keepsItsClassesInTheOrderOfTheShippedNetwork();
    void drawsAClassSheet();
};

void TestBestiary::hasManyClassesWithUniqueNames()
{
    const auto& names = bestiaryClassNames();
    QVERIFY(names.size() >= 36);
    QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    QVERIFY(std::none_of(names.begin(), names.end(), [](const std::string& name) { return name.empty(); }));
}

void TestBestiary::drawsEveryClassAtEverySide_data()
{
    QTest::addColumn<int>("side");
    QTest::newRow("64") << 64;
    QTest::newRow("128") << 128;
    QTest::newRow("224") << 224;
}

void TestBestiary::drawsEveryClassAtEverySide()
{
    QFETCH(int, side);
    for (int index = 0; index < classCount(); ++index) {
        const char* name = bestiaryClassNames()[static_cast<std::size_t>(index)].c_str();
        for (std::uint64_t seed = 100; seed < 103; ++seed) {
            const cv::Mat picture = drawSample(index, side, seed);
            QCOMPARE(picture.type(), CV_8UC3);
            QCOMPARE(picture.rows, side);
            QCOMPARE(picture.cols, side);
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(picture.reshape(1), mean, deviation);
            QVERIFY2(mean[0] > 12.0 && mean[0] < 243.0, name);
            QVERIFY2(deviation[0] > 8.0, name);
        }
    }
}

void TestBestiary::givesTheSameBytesForTheSameSeed()
{
    for (int index = 0; index < classCount(); ++index)
        QVERIFY(areEqual(drawSample(index, 64, 7), drawSample(index, 64, 7)));
}

void TestBestiary::givesTheSameBytesFromSeveralThreads()
{
    constexpr int threadCount = 4;
    std::vector<cv::Mat> expected;
    for (int index = 0; index < classCount(); ++index)
        expected.push_back(drawSample(index, 64, 11));
    std::vector<int> equal(threadCount, 0);
    std::vector<std::thread> threads;
    for (int worker = 0; worker < threadCount; ++worker) {
        threads.emplace_back([&, worker] {
            for (int step = 0; step < classCount(); ++step) {
                const int index = (step + 5 * worker) % classCount();
                const cv::Mat picture = drawSample(index, 64, 11);
                equal[static_cast<std::size_t>(worker)] +=
                    areEqual(picture, expected[static_cast<std::size_t>(index)]) ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    for (const int count : equal)
        QCOMPARE(count, classCount());
}

void TestBestiary::differsFromSeedToSeed()
{
    for (int index = 0; index < classCount(); ++index)
        QVERIFY(cv::norm(drawSample(index, 64, 1), drawSample(index, 64, 2), cv::NORM_L1) / (64 * 64 * 3) > 5.0);
}

void TestBestiary::showsTheSameSceneAtEverySide()
{
    for (int index = 0; index < classCount(); ++index) {
        const cv::Scalar small = cv::mean(drawSample(index, 64, 3));
        const cv::Scalar large = cv::mean(drawSample(index, 256, 3));
        for (int channel = 0; channel < 3; ++channel) {
            QVERIFY2(std::abs(small[channel] - large[channel]) < 14.0,
                bestiaryClassNames()[static_cast<std::size_t>(index)].c_str());
        }
    }
}

void TestBestiary::refusesWhatIsOutsideItsRange()
{
    QVERIFY_EXCEPTION_THROWN(drawSample(-1, 128, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawSample(classCount(), 128, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawSample(0, 63, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawSample(0, 513, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawClassSheet(0, 64, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawSampleLandscape(8, 320, 1), std::out_of_range);
    QVERIFY_EXCEPTION_THROWN(drawSampleSky(320, 8, 1), std::out_of_range);
}

void TestBestiary::drawsTheSampleLandscape()
{
    const cv::Mat landscape = drawSampleLandscape(200, 320, 5);
    QCOMPARE(landscape.type(), CV_8UC3);
    QCOMPARE(landscape.rows, 200);
    QCOMPARE(landscape.cols, 320);
    QVERIFY(areEqual(landscape, drawSampleLandscape(200, 320, 5)));
    QVERIFY(!areEqual(landscape, drawSampleLandscape(200, 320, 6)));
    const cv::Scalar mean = cv::mean(landscape);
    QVERIFY(mean[1] > 50.0 && mean[1] < 200.0);
}

void TestBestiary::drawsTheSampleSky()
{
    const cv::Mat sky = drawSampleSky(200, 320, 5);
    QCOMPARE(sky.type(), CV_8UC3);
    QCOMPARE(sky.size(), cv::Size(320, 200));
    QVERIFY(areEqual(sky, drawSampleSky(200, 320, 5)));
    QVERIFY(!areEqual(sky, drawSampleSky(200, 320, 6)));
    // Blue above, warm below.
    const cv::Scalar above = cv::mean(sky.rowRange(0, 40));
    const cv::Scalar below = cv::mean(sky.rowRange(160, 200));
    QVERIFY(above[0] > above[2] + 20.0);
    QVERIFY(below[2] > above[2] + 20.0);
}

void TestBestiary::hasDrawnTheSamplePictures()
{
    // Another compiler may round otherwise.
    QVERIFY(meanDifference("landscape.png", drawSampleLandscape(kSampleHeight, kSampleWidth, kSampleSeed)) < 0.5);
    QVERIFY(meanDifference("sky.png", drawSampleSky(kSkyHeight, kSkyWidth, kSkySeed)) < 0.5);
}

void TestBestiary::keepsItsClassesInTheOrderOfTheShippedNetwork()
{
    std::ifstream file(dataFolder() + "/models/bestiary/labels.txt");
    std::vector<std::string> labels;
    for (std::string line; std::getline(file, line);)
        labels.push_back(line);
    QVERIFY(labels == bestiaryClassNames());
}

void TestBestiary::drawsAClassSheet()
{
    const cv::Mat sheet = drawClassSheet(4, 64, 1);
    QCOMPARE(sheet.type(), CV_8UC3);
    QVERIFY(sheet.cols >= 4 * 4 * 64);
    QVERIFY(sheet.rows >= (classCount() + 3) / 4 * 64);
    QVERIFY(areEqual(sheet, drawClassSheet(4, 64, 1)));
}

QTEST_GUILESS_MAIN(TestBestiary)

#include "tst_bestiary.moc"
