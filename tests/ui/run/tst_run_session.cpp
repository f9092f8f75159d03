// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_session.h"

#include "cnnvis/error.h"
#include "run/run_failure.h"
#include "run_recorder.h"

#include <QFile>
#include <QTest>

#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

/// A run on the test's own thread, which hears all news at once.
struct InlineRun {
    explicit InlineRun(RunRequest request)
    {
        job.runId = 1;
        job.request = std::move(request);
        job.steering = std::make_shared<RunSteering>();
        job.mailbox = std::make_shared<RunMailbox>([this] { hear(); });
    }
    RunOutcome run()
    {
        runSession(job, networks);
        return outcome;
    }
    void hear()
    {
        const RunNews news = job.mailbox->take();
        snapshots.insert(snapshots.end(), news.snapshots.begin(), news.snapshots.end());
        if (news.progress) {
            steps.insert(steps.end(), news.progress->steps.begin(), news.progress->steps.end());
            tiles.push_back(news.progress->tiles);
        }
        if (news.outcome)
            outcome = *news.outcome;
        if (onNews)
            onNews(news);
    }

    RunJob job;
    NetworkCache networks;
    std::function<void(const RunNews&)> onNews;
    std::vector<Snapshot> snapshots;
    std::vector<StepReport> steps;
    std::vector<TileProgress> tiles;
    RunOutcome outcome;
};

QString failureOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (...) {
        return inWindowWords(currentProblem({})).message;
    }
    return {};
}

} // namespace

class RunSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stopsWithinOneBatchOfTiles();
    void tellsTheBatchesOfTiles();
    void lateSnapshotsAreNotLost();
    void snapshotsOfRunsThatBreakOffAreNotLost();
    void snapshotsAreTakenWithinAStep();
    void failuresOfWhoeverListensEndTheRun();
    void allKindsOfFailuresAreSaid();
    void mailboxesWakeTheUiOnce();
    void mailboxesWakeTheUiForTheEnd();
    void keepsTheNetworkThatWasLoadedLast();
    void keepsANetworkBesideOneThatIsLookedAt();
    void takesANetworkThatWasLoadedElsewhere();
    void readsANetworkAgainWhoseFilesChanged();
    void readsANetworkAgainWhoseFolderChanged();
    void randomWeightsFollowTheSeed();

private:
    RunBench m_bench; // for its requests
};

void RunSessionTest::stopsWithinOneBatchOfTiles()
{
    InlineRun run(m_bench.endlessRequest());
    std::size_t told = 0;
    run.onNews = [&](const RunNews& news) {
        if (news.progress && news.progress->tiles.step == 3 && news.progress->tiles.batchesDone == 2) {
            run.job.steering->control().requestStop();
            told = told == 0 ? run.tiles.size() : told;
        }
    };
    const RunOutcome outcome = run.run();
    QCOMPARE(outcome.kind, RunEndKind::Stopped);
    QCOMPARE(outcome.step, 2);
    // No batch began after that.
    QVERIFY(told > 0);
    for (std::size_t i = told; i < run.tiles.size(); ++i)
        QCOMPARE(run.tiles[i].batchesDone, 2);
}

void RunSessionTest::tellsTheBatchesOfTiles()
{
    InlineRun run(m_bench.request(1));
    QList<QList<int>> batches{{}, {}};
    run.onNews = [&](const RunNews& news) {
        if (news.progress && news.progress->steps.empty() && news.progress->sizes.empty()
            && news.progress->journal.empty())
            batches[news.progress->tiles.sizeIndex] << news.progress->tiles.batchesDone;
    };
    run.run();
    QCOMPARE(batches, (QList<QList<int>>{{0, 1, 2, 3}, {0, 1, 2, 3}}));
}

void RunSessionTest::lateSnapshotsAreNotLost()
{
    InlineRun run(m_bench.request(5));
    run.onNews = [&](const RunNews& news) {
        if (!run.steps.empty() && run.steps.back().sizeIndex == 1 && run.steps.back().step == 5 && !news.outcome
            && run.snapshots.empty())
            run.job.steering->requestSnapshot();
    };
    const RunOutcome outcome = run.run();
    QCOMPARE(run.snapshots.size(), std::size_t{1});
    QCOMPARE(run.snapshots[0].step, 5);
    QCOMPARE(pixelsOf(run.snapshots[0].picture), pixelsOf(outcome.picture));
}

void RunSessionTest::snapshotsOfRunsThatBreakOffAreNotLost()
{
    InlineRun run(m_bench.endlessRequest());
    bool isThrown = false;
    run.onNews = [&](const RunNews&) {
        if (run.steps.size() != 3 || std::exchange(isThrown, true))
            return;
        run.job.steering->requestSnapshot();
        throw std::runtime_error("disk full");
    };
    QCOMPARE(run.run().kind, RunEndKind::Failed);
    QCOMPARE(run.snapshots.size(), std::size_t{1});
    QCOMPARE(run.snapshots[0].step, 3);
}

void RunSessionTest::snapshotsAreTakenWithinAStep()
{
    InlineRun run(m_bench.request(2));
    std::size_t stepsThen = 99;
    run.onNews = [&](const RunNews& news) {
        if (news.progress && news.progress->tiles.step == 2 && news.progress->tiles.batchesDone == 1
            && stepsThen == 99) {
            stepsThen = run.steps.size();
            run.job.steering->requestSnapshot();
        }
        if (!news.snapshots.empty())
            QCOMPARE(run.steps.size(), stepsThen);
    };
    run.run();
    QCOMPARE(run.snapshots.size(), std::size_t{1});
    QCOMPARE(run.snapshots[0].step, 1);
}

void RunSessionTest::failuresOfWhoeverListensEndTheRun()
{
    InlineRun run(m_bench.endlessRequest());
    bool isThrown = false;
    run.onNews = [&](const RunNews&) {
        if (run.steps.size() == 3 && !std::exchange(isThrown, true))
            throw std::bad_alloc();
    };
    const RunOutcome outcome = run.run();
    QCOMPARE(outcome.kind, RunEndKind::Failed);
    QVERIFY(outcome.problem.message.contains(QStringLiteral("memory")));
    QCOMPARE(outcome.step, 3);
    QVERIFY(!outcome.picture.isEmpty());
}

void RunSessionTest::allKindsOfFailuresAreSaid()
{
    QCOMPARE(failureOf([] { throw std::runtime_error("disk full\nat line 12"); }), QStringLiteral("disk full"));
    QVERIFY(!failureOf([] { throw std::runtime_error(""); }).isEmpty());
    QVERIFY(!failureOf([] { throw 42; }).isEmpty());
}

void RunSessionTest::mailboxesWakeTheUiOnce()
{
    int wakes = 0;
    RunMailbox mailbox([&] { ++wakes; });
    for (int step = 1; step <= 100; ++step) {
        mailbox.post([](RunNews&) {});
        mailbox.putPicture({1, QImage(1, 1, QImage::Format_RGB32), {}, 0, step});
    }
    QCOMPARE(wakes, 1);
    QVERIFY(!mailbox.isPictureTaken());
    QVERIFY(mailbox.take().isPictureNew);
    QVERIFY(!mailbox.take().isPictureNew);
    QCOMPARE(mailbox.takePicture().step, 100);
    QVERIFY(mailbox.isPictureTaken());
    mailbox.post([](RunNews&) {});
    QCOMPARE(wakes, 2);
}

void RunSessionTest::mailboxesWakeTheUiForTheEnd()
{
    int wakes = 0;
    RunMailbox mailbox([&] { ++wakes; });
    mailbox.post([](RunNews&) {});
    QVERIFY(!mailbox.isEndWaiting());
    mailbox.postEnd({});
    QCOMPARE(wakes, 2);
    QVERIFY(mailbox.isEndWaiting());
    QVERIFY(mailbox.take().outcome.has_value());
    QVERIFY(!mailbox.isEndWaiting());
}

void RunSessionTest::keepsTheNetworkThatWasLoadedLast()
{
    NetworkCache networks;
    const RunSettings settings = m_bench.request(1).settings;
    RunSettings another = settings;
    another.targetLayer = "half"; // of the same network
    another.numSteps = 7;
    QCOMPARE(&networks.get(settings).layers(), &networks.get(another).layers());
}

void RunSessionTest::keepsANetworkBesideOneThatIsLookedAt()
{
    const NetworkFiles others(kTinyNetwork);
    NetworkCache networks;
    const RunSettings settings = m_bench.request(1).settings;
    const Network first = networks.get(settings);
    networks.get(others.settings("conv2"));
    QCOMPARE(&networks.get(settings).layers(), &first.layers());
    networks.get(others.settings("conv2"));
    QCOMPARE(networks.loads(), 2);
}

void RunSessionTest::takesANetworkThatWasLoadedElsewhere()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings settings = files.settings("sum");
    const Network random = Network::load(settings);
    NetworkCache networks;
    networks.put(settings, random);
    QCOMPARE(&networks.get(settings).layers(), &random.layers());
    settings.seed = 7; // which its weights are drawn from
    QVERIFY(&networks.get(settings).layers() != &random.layers());
    QCOMPARE(networks.loads(), 1);
    settings.caffeModel = files.write(QStringLiteral("sum.caffemodel"), "weights");
    const Network trained = Network::load(settings);
    networks.put(settings, trained);
    settings.seed = 8;
    QCOMPARE(&networks.get(settings).layers(), &trained.layers());
    QCOMPARE(networks.loads(), 1);
}

void RunSessionTest::readsANetworkAgainWhoseFilesChanged()
{
    const NetworkFiles files(kSumNetwork);
    NetworkCache networks;
    const RunSettings settings = files.settings("sum");
    QCOMPARE(networks.get(settings).inputSize(), (PictureSize{kSumTile, kSumTile}));
    files.write(QStringLiteral("deploy.prototxt"), kTinyNetwork);
    QCOMPARE(networks.get(settings).inputSize(), (PictureSize{kTinyTile, kTinyTile}));
    QVERIFY(QFile::remove(files.path(QStringLiteral("deploy.prototxt"))));
    QVERIFY_THROWS_EXCEPTION(ModelError, networks.get(settings));
}

void RunSessionTest::readsANetworkAgainWhoseFolderChanged()
{
    const NetworkFiles files(kSumNetwork);
    files.write(QStringLiteral("sum.caffemodel"), "weights");
    RunSettings settings;
    settings.model = files.path(QString()).toStdString();
    NetworkCache networks;
    const Network first = networks.get(settings);
    QCOMPARE(&networks.get(settings).layers(), &first.layers());
    files.write(QStringLiteral("labels.txt"), "a\n");
    const Network second = networks.get(settings);
    QVERIFY(&second.layers() != &first.layers());
    QCOMPARE(second.labels().size(), std::size_t{1});
    // Another folder is another network.
    const NetworkFiles others(kTinyNetwork);
    others.write(QStringLiteral("tiny.caffemodel"), "weights");
    settings.model = others.path(QString()).toStdString();
    QCOMPARE(networks.get(settings).inputSize(), (PictureSize{kTinyTile, kTinyTile}));
}

void RunSessionTest::randomWeightsFollowTheSeed()
{
    const NetworkFiles files(kTinyNetwork);
    RunRequest request{files.settings("conv2"), {}, Network::load(files.settings("conv2"))};
    request.settings.initialSize = "14x14";
    request.settings.numSteps = 3;
    request.settings.seed = 5;
    request.settings.threads = 1;
    const RunOutcome outcome = InlineRun(request).run();
    Dream plain(request.settings, Network::load(request.settings), {});
    while (!plain.isFinished())
        plain.step();
    QCOMPARE(pixelsOf(outcome.picture), pixelsOf(plain.picture()));
}

QTEST_GUILESS_MAIN(RunSessionTest)
#include "tst_run_session.moc"
