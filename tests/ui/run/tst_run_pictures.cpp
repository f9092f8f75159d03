// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/picture_pace.h"
#include "run_recorder.h"
#include "support/dream_checks.h"
#include "support/random_values.h"
#include "widgets/picture_image.h"

#include <QTest>

#include <algorithm>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

class RunPicturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void imagesHaveThePicturesPixels();
    void picturesComeAboutElevenTimesASecond();
    void dearPicturesComeSeldom();
    void livePicturesAreTakenOnce();
    void livePicturesReplaceEachOther();
    void aPauseShowsThePictureThatItHolds();
    void theEndShowsTheLastPicture();
    void picturesGoOnWhileTheyAreTaken();
    void snapshotsComeEveryFewSteps();
    void snapshotsAskedForAreThoseOfTheMoment();
};

void RunPicturesTest::imagesHaveThePicturesPixels()
{
    const Picture picture = randomPicture({3, 5}); // lines that are no multiple of four bytes
    const QImage image = copiedImageOf(picture);
    QCOMPARE(image.size(), QSize(5, 3));
    QCOMPARE(image.depth(), 32);
    const std::uint8_t* value = picture.pixels8();
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 5; ++column, value += 3)
            QCOMPARE(image.pixel(column, row), qRgb(value[0], value[1], value[2]));
    }
    QVERIFY(copiedImageOf(Picture()).isNull());
}

void RunPicturesTest::picturesComeAboutElevenTimesASecond()
{
    PicturePace pace;
    QVERIFY(pace.isDue(0.0));
    int pictures = 0;
    for (double now = 100.0; now < 101.0; now += 0.001) {
        if (pace.isDue(now)) {
            ++pictures;
            pace.pictureMade(now, 0.0001);
        }
    }
    QVERIFY2(pictures >= 10 && pictures <= 12, qPrintable(QString::number(pictures)));
}

void RunPicturesTest::dearPicturesComeSeldom()
{
    PicturePace pace;
    constexpr double cost = 0.05;
    double spent = 0.0;
    double now = 0.0;
    for (; now < 600.0; now += 0.1) {
        if (pace.isDue(now)) {
            pace.pictureMade(now, cost);
            spent += cost;
        }
    }
    QVERIFY2(spent / now <= 0.03 && spent / now >= 0.025, qPrintable(QString::number(spent / now)));
}

void RunPicturesTest::livePicturesAreTakenOnce()
{
    RunBench bench;
    bench.startHeld();
    QTRY_VERIFY(bench.recorder.pictures > 0);
    const LivePicture live = bench.controller.takePicture();
    QCOMPARE(live.runId, bench.controller.runId());
    QCOMPARE(live.image.size(), QSize(12, 12));
    QCOMPARE(live.image, copiedImageOf(live.picture));
    QVERIFY(bench.controller.takePicture().image.isNull());
}

void RunPicturesTest::livePicturesReplaceEachOther()
{
    RunBench bench;
    bench.controller.start(bench.request(50));
    const RunOutcome outcome = bench.outcome();
    // Nobody looked in the meantime: the last one is there, and no other.
    const LivePicture live = bench.controller.takePicture();
    QCOMPARE(live.sizeIndex, 1);
    QCOMPARE(live.step, 50);
    QCOMPARE(live.image, copiedImageOf(outcome.picture));
    QVERIFY(bench.controller.takePicture().image.isNull());
}

void RunPicturesTest::aPauseShowsThePictureThatItHolds()
{
    RunBench bench;
    const int held = bench.startHeld();
    for (int i = 1; i <= 5; ++i) {
        bench.stepOnce();
        const LivePicture live = bench.controller.takePicture();
        QCOMPARE(live.step, held + i);
        QCOMPARE(live.image, copiedImageOf(bench.takeSnapshot().picture));
    }
}

void RunPicturesTest::theEndShowsTheLastPicture()
{
    RunBench bench;
    bench.controller.start(bench.endlessRequest());
    QTRY_VERIFY(bench.recorder.steps.size() > 20);
    bench.controller.stop();
    const RunOutcome outcome = bench.outcome();
    const LivePicture live = bench.controller.takePicture();
    QCOMPARE(live.step, outcome.step);
    QCOMPARE(live.image, copiedImageOf(outcome.picture));
}

void RunPicturesTest::picturesGoOnWhileTheyAreTaken()
{
    RunBench bench;
    QList<int> steps;
    connect(&bench.controller, &RunController::pictureArrived, &bench.recorder,
        [&] { steps << bench.controller.takePicture().step; });
    bench.controller.start(bench.endlessRequest());
    QTRY_VERIFY(steps.size() >= 10);
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    // Far from every step, as these are quick.
    QVERIFY(steps.back() > 2 * steps.size());
}

void RunPicturesTest::snapshotsComeEveryFewSteps()
{
    RunBench bench;
    const RunRequest request = bench.request(10);
    bench.controller.setSnapshotInterval(4);
    bench.controller.start(request);
    bench.outcome();
    Dream plain(request.settings, Network::load(request.settings), {});
    auto snapshot = bench.recorder.snapshots.begin();
    while (!plain.isFinished()) {
        const StepReport report = plain.step().value();
        if (report.step % 4 != 0)
            continue;
        QVERIFY(snapshot != bench.recorder.snapshots.end());
        QVERIFY(snapshot->isAutomatic);
        QCOMPARE(snapshot->sizeIndex, report.sizeIndex);
        QCOMPARE(snapshot->step, report.step);
        QCOMPARE(pixelsOf(snapshot->picture), pixelsOf(plain.picture()));
        QCOMPARE(snapshot->recipe.settings.numSteps, 10);
        QVERIFY(snapshot->time.isValid());
        ++snapshot;
    }
    QVERIFY(snapshot == bench.recorder.snapshots.end());
}

void RunPicturesTest::snapshotsAskedForAreThoseOfTheMoment()
{
    RunBench bench;
    const int held = bench.startHeld();
    const Snapshot snapshot = bench.takeSnapshot();
    QVERIFY(!snapshot.isAutomatic);
    QCOMPARE(snapshot.step, held);
    Dream plain(bench.endlessRequest().settings, Network::load(bench.endlessRequest().settings), {});
    stepTimes(plain, held);
    QCOMPARE(pixelsOf(snapshot.picture), pixelsOf(plain.picture()));
}

QTEST_GUILESS_MAIN(RunPicturesTest)
#include "tst_run_pictures.moc"
