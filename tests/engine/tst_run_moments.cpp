// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_control.h"

#include "support/counter.h"

#include <QTest>

#include <functional>
#include <stdexcept>
#include <thread>
#include <tuple>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Keeps what a run is called back for. The hook is called after that.
struct Moments {
    RunControl::Attend attend()
    {
        return [this](RunControl::Moment moment) {
            seen << moment;
            if (onMoment)
                onMoment(moment);
        };
    }
    QList<RunControl::Moment> seen;
    std::function<void(RunControl::Moment)> onMoment;
};

using MomentList = QList<RunControl::Moment>;
constexpr RunControl::Moment kVisit = RunControl::Moment::Visit;
constexpr RunControl::Moment kHeld = RunControl::Moment::Held;
constexpr RunControl::Moment kResumed = RunControl::Moment::Resumed;

} // namespace

/// What a runner is called back for where a run may be held.
class RunMomentsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void visitsWhereARunMayBeHeld();
    void visitsARunThatIsHeld();
    void requestsBeforeAVisitAreOne();
    void keepsAVisitThatIsRequestedDuringAnother();
    void visitsARunThatIsToStop();
    void handsOverTheVisitThatIsLeft();
    void tellsOfHoldsAndTheirEnds();
    void singleStepsEndAHold();
    void holdsAnewWhenPausedInTheMeantime();
    void answersWhileARunIsAttendedTo();
    void passesOnWhatAttendingThrows();
};

void RunMomentsTest::visitsWhereARunMayBeHeld()
{
    RunControl control;
    Moments moments;
    QVERIFY(control.mayGoOn(moments.attend()));
    QVERIFY(moments.seen.isEmpty());
    control.requestVisit();
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kVisit}));
    control.requestVisit();
    QVERIFY(!control.beforeStep(moments.attend()).isStopped);
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kVisit, kVisit}));
}

void RunMomentsTest::visitsARunThatIsHeld()
{
    RunControl control;
    control.setPaused(true);
    Moments moments;
    Counter holds;
    Counter visits;
    moments.onMoment = [&](RunControl::Moment moment) {
        if (moment == kHeld)
            holds.increase();
        if (moment == kVisit)
            visits.increase();
    };
    std::thread runner([&] { std::ignore = control.mayGoOn(moments.attend()); });
    holds.waitFor(1);
    for (int visit = 1; visit <= 3; ++visit) {
        control.requestVisit();
        visits.waitFor(visit);
    }
    control.setPaused(false);
    runner.join();
    // It was one hold.
    QCOMPARE(moments.seen, MomentList({kHeld, kVisit, kVisit, kVisit, kResumed}));
}

void RunMomentsTest::requestsBeforeAVisitAreOne()
{
    RunControl control;
    Moments moments;
    control.requestVisit();
    control.requestVisit();
    QVERIFY(control.mayGoOn(moments.attend()));
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kVisit}));
}

void RunMomentsTest::keepsAVisitThatIsRequestedDuringAnother()
{
    RunControl control;
    Moments moments;
    moments.onMoment = [&](RunControl::Moment) {
        if (moments.seen.size() < 3)
            control.requestVisit();
    };
    control.requestVisit();
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kVisit, kVisit, kVisit}));
}

void RunMomentsTest::visitsARunThatIsToStop()
{
    RunControl control;
    Moments moments;
    control.requestStop();
    control.requestVisit();
    QVERIFY(!control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kVisit}));
}

void RunMomentsTest::handsOverTheVisitThatIsLeft()
{
    RunControl control;
    QVERIFY(!control.takeVisitRequest());
    control.requestVisit();
    QVERIFY(control.takeVisitRequest());
    QVERIFY(!control.takeVisitRequest());
}

void RunMomentsTest::tellsOfHoldsAndTheirEnds()
{
    RunControl control;
    Moments moments;
    bool isToStop = false;
    moments.onMoment = [&](RunControl::Moment moment) {
        if (moment == kHeld && isToStop)
            control.requestStop();
        else if (moment == kHeld)
            control.setPaused(false);
    };
    control.setPaused(true);
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kHeld, kResumed}));
    control.setPaused(true);
    isToStop = true;
    QVERIFY(control.beforeStep(moments.attend()).isStopped);
    QCOMPARE(moments.seen, MomentList({kHeld, kResumed, kHeld, kResumed}));
}

void RunMomentsTest::singleStepsEndAHold()
{
    RunControl control;
    control.setPaused(true);
    Moments moments;
    moments.onMoment = [&](RunControl::Moment moment) {
        if (moment == kHeld)
            control.requestSingleStep();
    };
    for (int step = 1; step <= 3; ++step) {
        QVERIFY(!control.beforeStep(moments.attend()).isStopped);
        control.requestVisit();
        QVERIFY(control.mayGoOn(moments.attend()));
        QVERIFY(control.mayGoOn(moments.attend()));
        QCOMPARE(moments.seen, MomentList({kHeld, kResumed, kVisit}));
        moments.seen.clear();
    }
}

void RunMomentsTest::holdsAnewWhenPausedInTheMeantime()
{
    RunControl control;
    control.setPaused(true);
    Moments moments;
    moments.onMoment = [&](RunControl::Moment moment) {
        const bool isFirst = moments.seen.size() <= 2;
        control.setPaused(moment == kResumed && isFirst);
    };
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(moments.seen, MomentList({kHeld, kResumed, kHeld, kResumed}));
}

void RunMomentsTest::answersWhileARunIsAttendedTo()
{
    RunControl control;
    Moments moments;
    moments.onMoment = [&](RunControl::Moment) {
        // Would block for ever with a lock held.
        control.setPaused(true);
        control.requestSingleStep();
        control.change({{"tv_reg", "8"}});
        control.requestStop(StopPoint::AfterStep);
        QVERIFY(control.isStopRequested());
    };
    control.requestVisit();
    QVERIFY(control.mayGoOn(moments.attend()));
    QCOMPARE(control.beforeStep().change.settings().size(), std::size_t{1});
}

void RunMomentsTest::passesOnWhatAttendingThrows()
{
    RunControl control;
    control.requestVisit();
    const auto fail = [](RunControl::Moment) { throw std::runtime_error("disk full"); };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, std::ignore = control.mayGoOn(fail));
    // It is of use after that, and the visit was made.
    QVERIFY(!control.takeVisitRequest());
    QVERIFY(control.mayGoOn(fail));
}

QTEST_GUILESS_MAIN(RunMomentsTest)
#include "tst_run_moments.moc"
