// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_control.h"

#include "support/counter.h"
#include "support/errors.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Lets other threads run for a while, so that one that should be blocked shows if it isn't.
void giveWay()
{
    for (int i = 0; i < 2000; ++i)
        std::this_thread::yield();
}

/// Plays a run on a thread of its own: steps of three batches each, until it is stopped.
class Player {
public:
    explicit Player(RunControl& control)
        : m_control(control)
        , m_thread([this] { play(); })
    { }
    ~Player()
    {
        m_control.requestStop();
        m_thread.join();
    }

    Counter steps; ///< that are done

private:
    void play()
    {
        while (!m_control.beforeStep().isStopped) {
            for (int batch = 0; batch < 3; ++batch) {
                if (!m_control.mayGoOn())
                    return;
            }
            steps.increase();
        }
    }

    RunControl& m_control;
    std::thread m_thread;
};

/// Calls mayGoOn() on a thread of its own.
class Asker {
public:
    explicit Asker(RunControl& control)
        : m_thread([&control, this] {
            m_answer = control.mayGoOn();
            m_isBack = true;
        })
    { }
    bool isBack() const { return m_isBack; }
    bool answer()
    {
        m_thread.join();
        return m_answer;
    }

private:
    std::atomic<bool> m_isBack{false};
    bool m_answer = false;
    std::thread m_thread;
};

QString changesOf(RunControl& control)
{
    QStringList changes;
    const RunChange change = control.beforeStep().change;
    RunSettings values;
    change.applyTo(values);
    for (const SettingEntry* const entry : change.settings())
        changes.push_back(QString::fromStdString(std::string(entry->key) + "=" + settingText(values, *entry)));
    return changes.join(QLatin1Char(' '));
}

} // namespace

class RunControlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsARunGoOn();
    void stopsAfterTheStep();
    void stopsAfterTheBatch();
    void takesTheSoonerOfTwoStops();
    void handsChangesOverOnce();
    void lastChangeOfAKeyWins();
    void lastSpellingOfAKeyWins();
    void refusesChangesThatCannotAct_data();
    void refusesChangesThatCannotAct();
    void holdsARunBeforeItsStep();
    void holdsARunBetweenBatches();
    void stopsAPausedRun();
    void letsAStoppedRunFinishItsStepThoughPaused();
    void doesSingleSteps();
    void finishesTheOpenStepAsASingleStep();
    void forgetsSingleStepsWhenPausedAnew();
    void keepsChangesWhilePaused();
    void knowsWhetherAStopWasRequested();
};

void RunControlTest::letsARunGoOn()
{
    RunControl control;
    QVERIFY(control.mayGoOn());
    const RunControl::StepDecision decision = control.beforeStep();
    QVERIFY(!decision.isStopped);
    QVERIFY(decision.change.isEmpty());
}

void RunControlTest::stopsAfterTheStep()
{
    RunControl control;
    control.requestStop(StopPoint::AfterStep);
    QVERIFY(control.mayGoOn());
    QVERIFY(control.beforeStep().isStopped);
    QVERIFY(control.beforeStep().isStopped);
}

void RunControlTest::stopsAfterTheBatch()
{
    RunControl control;
    control.requestStop();
    QVERIFY(!control.mayGoOn());
    QVERIFY(control.beforeStep().isStopped);
}

void RunControlTest::takesTheSoonerOfTwoStops()
{
    RunControl control;
    control.requestStop(StopPoint::AfterStep);
    control.requestStop(StopPoint::AfterBatch);
    control.requestStop(StopPoint::AfterStep);
    control.requestStop(StopPoint::Never);
    QVERIFY(!control.mayGoOn());
}

void RunControlTest::handsChangesOverOnce()
{
    RunControl control;
    control.change({{"learning_rate", "2"}, {"tv_reg", "3"}});
    QCOMPARE(changesOf(control), QStringLiteral("learning_rate=2 tv_reg=3"));
    QCOMPARE(changesOf(control), QString());
    // Also to a run that is about to stop.
    control.change({{"tv_reg", "4"}});
    control.requestStop();
    QCOMPARE(changesOf(control), QStringLiteral("tv_reg=4"));
}

void RunControlTest::lastChangeOfAKeyWins()
{
    RunControl control;
    control.change({{"learning_rate", "2"}, {"tv_reg", "3"}});
    control.change({{"p_reg", "1"}, {"learning_rate", "4"}});
    control.change({{"tv_reg", "5"}, {"tv_reg", "6"}});
    QCOMPARE(changesOf(control), QStringLiteral("learning_rate=4 tv_reg=6 p_reg=1"));
}

void RunControlTest::lastSpellingOfAKeyWins()
{
    RunControl control;
    control.change({{"amplify_l1_weight", "2"}});
    control.change({{"l1_weight", "3"}});
    control.change({{"amplify_l1_weight", "4"}});
    RunSettings settings;
    control.beforeStep().change.applyTo(settings);
    QCOMPARE(settings.amplifyL1Weight, 4.0);
}

void RunControlTest::refusesChangesThatCannotAct_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("refused");
    const auto row = [](const char* name, const char* key, const char* text, const char* refused) {
        QTest::newRow(name) << QString::fromLatin1(key) << QString::fromLatin1(text) << QString::fromLatin1(refused);
    };
    row("in a new run only", "seed", "5", "seed");
    row("by another name", "l1_weight", "x", "amplify_l1_weight");
    row("out of range", "decay_rate", "1", "decay_rate");
    row("no number", "tv_reg", "much", "tv_reg");
}

void RunControlTest::refusesChangesThatCannotAct()
{
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, refused);
    RunControl control;
    const SettingsChange change{{"learning_rate", "2"}, {key.toStdString(), text.toStdString()}};
    QCOMPARE(refusedKey([&] { control.change(change); }), refused);
    QCOMPARE(changesOf(control), QString());
    QVERIFY_THROWS_EXCEPTION(SettingsError, control.change({{"no_such_key", "1"}}));
}

void RunControlTest::holdsARunBeforeItsStep()
{
    RunControl control;
    control.setPaused(true);
    Player player(control);
    giveWay();
    QCOMPARE(player.steps.count(), 0);
    control.setPaused(false);
    player.steps.waitFor(10);
    control.setPaused(true);
}

void RunControlTest::holdsARunBetweenBatches()
{
    RunControl control;
    control.setPaused(true);
    Asker asker(control);
    giveWay();
    const bool wasHeld = !asker.isBack();
    control.setPaused(false);
    QVERIFY(asker.answer());
    QVERIFY(wasHeld);
}

void RunControlTest::stopsAPausedRun()
{
    for (const StopPoint point : {StopPoint::AfterStep, StopPoint::AfterBatch}) {
        RunControl control;
        control.setPaused(true);
        Asker asker(control);
        control.requestStop(point);
        QCOMPARE(asker.answer(), point == StopPoint::AfterStep);
        QVERIFY(control.beforeStep().isStopped); // or blocks for ever
    }
}

void RunControlTest::letsAStoppedRunFinishItsStepThoughPaused()
{
    RunControl control;
    QVERIFY(!control.beforeStep().isStopped);
    QVERIFY(control.mayGoOn());
    control.setPaused(true);
    control.requestStop(StopPoint::AfterStep);
    QVERIFY(control.mayGoOn());
    QVERIFY(control.mayGoOn());
    QVERIFY(control.beforeStep().isStopped);
}

void RunControlTest::doesSingleSteps()
{
    RunControl control;
    control.setPaused(true);
    int steps = 0;
    {
        Player player(control);
        for (int step = 1; step <= 5; ++step) {
            control.requestSingleStep();
            player.steps.waitFor(step);
        }
        giveWay();
        steps = player.steps.count();
    }
    QCOMPARE(steps, 5);
}

void RunControlTest::finishesTheOpenStepAsASingleStep()
{
    RunControl control;
    QVERIFY(!control.beforeStep().isStopped);
    QVERIFY(control.mayGoOn());
    control.setPaused(true);
    Asker asker(control);
    control.requestSingleStep();
    QVERIFY(asker.answer());
    // All batches of this step, but no other step.
    QVERIFY(control.mayGoOn());
    QVERIFY(control.mayGoOn());
    Player player(control);
    giveWay();
    QCOMPARE(player.steps.count(), 0);
}

void RunControlTest::forgetsSingleStepsWhenPausedAnew()
{
    RunControl control;
    control.requestSingleStep();
    control.setPaused(true);
    Player player(control);
    giveWay();
    QCOMPARE(player.steps.count(), 0);
}

void RunControlTest::keepsChangesWhilePaused()
{
    RunControl control;
    control.setPaused(true);
    RunChange change;
    std::thread runner([&] { change = control.beforeStep().change; });
    control.change({{"tv_reg", "7"}});
    control.setPaused(false);
    runner.join();
    // Where the runner was slow to start, it found both at once.
    QCOMPARE(change.settings().size(), std::size_t{1});
    RunSettings settings;
    change.applyTo(settings);
    QCOMPARE(settings.tvReg, 7.0);
}

void RunControlTest::knowsWhetherAStopWasRequested()
{
    RunControl control;
    QVERIFY(!control.isStopRequested());
    control.requestStop(StopPoint::AfterStep);
    QVERIFY(control.isStopRequested());
}

QTEST_GUILESS_MAIN(RunControlTest)
#include "tst_run_control.moc"
