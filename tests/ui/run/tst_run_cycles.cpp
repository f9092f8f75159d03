// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_recorder.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>
#include <memory>

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

QStringList threadsOfThisProcess()
{
    return QDir(QStringLiteral("/proc/self/task")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

double residentMebibytes()
{
    constexpr double kMebibyte = 1024.0 * 1024.0;
    ::malloc_trim(0); // what is free, but kept for later, is no leak
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read /proc/self/statm");
    return file.readAll().split(' ').at(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / kMebibyte;
}

int nicenessOfThread(const QString& thread)
{
    return ::getpriority(PRIO_PROCESS, static_cast<id_t>(thread.toInt()));
}

} // namespace

class RunCyclesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cyclesLeaveThreadsAndMemoryWhereTheyWere();
    void controllersLeaveNoThreadsBehind();
    void destructionInTheMiddleOfARunIsQuick();
    void destructionOfAPausedRunIsQuick();
    void theEndDoesNotWaitItsTurn();
    void theEngineGivesWayToTheUi();
};

void RunCyclesTest::cyclesLeaveThreadsAndMemoryWhereTheyWere()
{
    constexpr int kCycles = 500;
    constexpr int kWarmUp = 100;
    RunBench bench;
    RunRequest request = bench.endlessRequest();
    request.settings.numSizes = 1;
    request.settings.initialSize = "64x64"; // a dream that is left behind weighs half a megabyte
    request.settings.finalSize.clear();
    qsizetype threads = 0;
    double memory = 0.0;
    for (int cycle = 1; cycle <= kCycles; ++cycle) {
        request.settings.threads = cycle % 10 == 1 ? 2 : 1;
        bench.controller.start(request);
        if (cycle == 1) // both threads are needed, which a run that is stopped early may not come to
            QTRY_VERIFY(!bench.recorder.steps.empty());
        if (cycle % 5 != 0) // now and then it is stopped before it began
            QTRY_VERIFY(!bench.recorder.starts.empty());
        bench.controller.stop();
        QCOMPARE(bench.outcome().kind, RunEndKind::Stopped);
        bench.recorder.outcomes.clear();
        bench.recorder.starts.clear();
        bench.recorder.steps.clear();
        bench.recorder.states.clear();
        if (cycle <= kWarmUp)
            threads = std::max(threads, threadsOfThisProcess().size());
        if (cycle == kWarmUp)
            memory = residentMebibytes();
    }
    QTRY_VERIFY(threadsOfThisProcess().size() <= threads);
    const double growth = residentMebibytes() - memory;
    qInfo("grown by %.2f MiB", growth);
    QVERIFY2(growth < 4.0, qPrintable(QString::number(growth)));
}

void RunCyclesTest::controllersLeaveNoThreadsBehind()
{
    const auto runOnce = [] {
        RunBench bench;
        RunRequest request = bench.request(1);
        request.settings.threads = 2;
        bench.controller.prepare(request);
        bench.controller.start(request);
        QCOMPARE(bench.outcome().kind, RunEndKind::Finished);
        RunBench::waitFor([&] { return !bench.recorder.plans.empty(); });
    };
    runOnce();
    // LibTorch's own stay; OpenMP's end a moment after the thread that they worked for.
    const qsizetype threads = threadsOfThisProcess().size();
    for (int i = 0; i < 10; ++i)
        runOnce();
    QTRY_VERIFY(threadsOfThisProcess().size() <= threads);
}

void RunCyclesTest::destructionInTheMiddleOfARunIsQuick()
{
    for (int i = 0; i < 10; ++i) {
        auto bench = std::make_unique<RunBench>();
        bench->controller.start(bench->endlessRequest());
        if (i % 2 == 0)
            QTRY_VERIFY(!bench->recorder.steps.empty());
        QElapsedTimer timer;
        timer.start();
        bench.reset();
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }
}

void RunCyclesTest::destructionOfAPausedRunIsQuick()
{
    auto bench = std::make_unique<RunBench>();
    bench->startHeld();
    QElapsedTimer timer;
    timer.start();
    bench.reset();
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void RunCyclesTest::theEndDoesNotWaitItsTurn()
{
    // All other news keeps this distance. A busy machine may delay an end as much, but not each of them.
    constexpr qint64 kBetweenNews = 30;
    qint64 soonest = kBetweenNews;
    for (int run = 0; run < 20; ++run) {
        RunBench bench;
        QElapsedTimer sinceNews;
        connect(&bench.controller, &RunController::progressed, &bench.recorder, [&] {
            if (bench.recorder.steps.size() < 5 || sinceNews.isValid())
                return;
            sinceNews.start();
            bench.controller.stop();
        });
        bench.controller.start(bench.endlessRequest());
        bench.outcome();
        soonest = std::min(soonest, sinceNews.elapsed());
    }
    QVERIFY2(soonest < kBetweenNews, qPrintable(QString::number(soonest)));
}

/// With all threads that it computes on.
void RunCyclesTest::theEngineGivesWayToTheUi()
{
    constexpr int kMore = 3; // OpenMP makes one less: the run's own thread works, too
    const QStringList before = threadsOfThisProcess();
    const int own = nicenessOfThread(QString::number(::gettid()));
    RunBench bench;
    RunRequest request = bench.endlessRequest();
    request.settings.threads = kMore;
    bench.controller.start(request);
    const auto made = [&before] {
        QStringList threads;
        for (const QString& thread : threadsOfThisProcess()) {
            if (!before.contains(thread))
                threads.append(thread);
        }
        return threads;
    };
    // The first steps may not have come to what all threads share.
    QTRY_VERIFY(made().size() >= kMore);
    for (const QString& thread : made()) {
        const int niceness = nicenessOfThread(thread);
        QVERIFY2(niceness > own || own == 19, qPrintable(QString::number(niceness)));
    }
}

QTEST_GUILESS_MAIN(RunCyclesTest)
#include "tst_run_cycles.moc"
