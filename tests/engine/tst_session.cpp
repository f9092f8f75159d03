// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "cnnvis/error.h"
#include "support/dream_checks.h"
#include "support/random_values.h"
#include "support/recording_sink.h"
#include "support/tiny_network.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// What a session with that one sink comes to, which throws at a moment.
template <typename Failure>
SessionOutcome outcomeOfThrowing(const SessionRequest& request, const char* moment, const Failure& failure)
{
    RunControl control;
    RecordingSink sink;
    sink.onMoment = [&](const QString& told) {
        if (told == QString::fromUtf8(moment))
            throw failure;
    };
    Session session(request, control);
    session.add(sink);
    return session.run();
}

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dreamsAsThePlainEngine();
    void tellsItsMomentsInOrder();
    void tellsSinksInTheOrderInWhichTheyWereAdded();
    void givesTheFiguresThatAnySinkWants();
    void tellsHowFarItIs();
    void takesAPictureOrANetworkThatIsGiven();
    void leavesOutTheDeepPictureThatNobodyWants();
    void stopsBeforeItReadsAnything();
    void stopsOnTheWay();
    void problemsNameTheSetting_data();
    void problemsNameTheSetting();
    void problemsHaveKinds();
    void divergenceKeepsTheLastGoodPicture();
    void sinksMayRefuseBeforeItBegins();
    void whatSinksThrowEndsIt();
    void tellsAllSinksOfTheEndWhateverTheyThrow();
    void keepsTheSettingsOfItsSteps();
    void samplesPixelsInTheirOwnSizeOnly();

private:
    SessionRequest request(int steps) const { return {m_dreams.settings(steps), randomPicture({12, 12}), {}}; }
    SessionOutcome outcomeOf(const SessionRequest& request) const
    {
        RunControl control;
        return Session(request, control).run();
    }

    TwoSizeDreams m_dreams;
};

void SessionTest::dreamsAsThePlainEngine()
{
    const SessionOutcome outcome = outcomeOf(request(3));
    QCOMPARE(outcome.end, SessionEnd::Finished);
    QVERIFY(outcome.hasBegun);
    QVERIFY(outcome.problem.isEmpty());
    QCOMPARE(outcome.sizeIndex, 1);
    QCOMPARE(outcome.step, 3);
    QCOMPARE(outcome.settings.numSteps, 3);
    Dream plain = m_dreams.dream(m_dreams.settings(3));
    stepToEnd(plain);
    const Picture picture = plain.picture();
    const Picture deep = plain.picture(16);
    QCOMPARE(outcome.picture.size(), picture.size());
    const auto values = static_cast<qsizetype>(3) * picture.height() * picture.width();
    QVERIFY(std::equal(picture.pixels8(), picture.pixels8() + values, outcome.picture.pixels8()));
    QVERIFY(std::equal(deep.pixels16(), deep.pixels16() + values, outcome.picture16.pixels16()));
}

void SessionTest::tellsItsMomentsInOrder()
{
    RunControl control;
    RecordingSink sink;
    Session session(request(1), control);
    session.add(sink);
    session.run();
    QCOMPARE(sink.moments,
        QStringLiteral("preparing read started step done step done ending visited ended").split(QLatin1Char(' ')));
    QVERIFY(!sink.startsFromNoise);
    QCOMPARE(sink.sizes, std::size_t{2});
    QCOMPARE(sink.last.size(), (PictureSize{14, 15}));
}

void SessionTest::tellsSinksInTheOrderInWhichTheyWereAdded()
{
    RunControl control;
    QStringList told;
    RecordingSink first;
    first.name = QStringLiteral("1 ");
    RecordingSink second;
    second.name = QStringLiteral("2 ");
    first.shared = second.shared = &told;
    Session session(request(1), control);
    session.add(first);
    session.add(second);
    session.run();
    QCOMPARE(told.size(), qsizetype{2} * first.moments.size());
    for (qsizetype i = 0; i < told.size(); ++i)
        QCOMPARE(told[i], (i % 2 == 0 ? QStringLiteral("1 ") : QStringLiteral("2 ")) + first.moments[i / 2]);
}

void SessionTest::givesTheFiguresThatAnySinkWants()
{
    for (const Figures wanted : {Figures::Free, Figures::All}) {
        RunControl control;
        RecordingSink modest;
        RecordingSink other;
        other.figures = wanted;
        Session session(request(1), control);
        session.add(modest);
        session.add(other);
        session.run();
        QCOMPARE(modest.reports.at(0).terms.empty(), wanted == Figures::Free);
    }
}

void SessionTest::tellsHowFarItIs()
{
    RunControl control;
    RecordingSink sink;
    Session session(request(2), control);
    session.add(sink);
    session.run();
    QCOMPARE(sink.progresses.size(), std::size_t{4});
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(sink.progresses[i].fractionDone, 0.25 * static_cast<double>(i + 1)); // four tiles at each size
    QVERIFY(sink.progresses[0].stepsPerSecond.value_or(0.0) > 0.0);
    QCOMPARE(sink.progresses[3].secondsLeft, std::optional<double>(0.0));
}

void SessionTest::takesAPictureOrANetworkThatIsGiven()
{
    SessionRequest wanted = request(1);
    wanted.settings.initialImage = "/no/such/photo.png";
    QCOMPARE(outcomeOf(wanted).end, SessionEnd::Finished);
    wanted.startPicture = {};
    QCOMPARE(outcomeOf(wanted).problem.key, std::string("initial_image"));

    // Random weights follow the seed, so that a network without others is loaded again.
    RunControl control;
    int loads = 0;
    SessionRequest given = request(1);
    given.network = Network::load(given.settings);
    Session session(given, control, [&](const RunSettings& settings) {
        ++loads;
        return Network::load(settings);
    });
    QCOMPARE(session.run().end, SessionEnd::Finished);
    QCOMPARE(loads, 1);
}

void SessionTest::leavesOutTheDeepPictureThatNobodyWants()
{
    SessionRequest wanted = request(1);
    QCOMPARE(outcomeOf(wanted).picture16.bitsPerChannel(), 16);
    wanted.wantsDeepPicture = false;
    QVERIFY(outcomeOf(wanted).picture16.isEmpty());
    QVERIFY(!outcomeOf(wanted).picture.isEmpty());
}

void SessionTest::stopsBeforeItReadsAnything()
{
    RunControl control;
    control.requestStop();
    RecordingSink sink;
    Session session(request(1), control, [](const RunSettings&) -> Network { throw ModelError("read"); });
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.end, SessionEnd::Stopped);
    QVERIFY(!outcome.hasBegun);
    QVERIFY(outcome.picture.isEmpty());
    QCOMPARE(outcome.settings.targetLayer, std::string("sum"));
    QCOMPARE(sink.moments, (QStringList{QStringLiteral("preparing"), QStringLiteral("ended")}));
}

void SessionTest::stopsOnTheWay()
{
    RunControl control;
    RecordingSink sink;
    sink.onMoment = [&](const QString&) {
        if (sink.reports.size() == 2)
            control.requestStop();
    };
    Session session(request(5), control);
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.end, SessionEnd::Stopped);
    QVERIFY(outcome.hasBegun);
    QCOMPARE(outcome.sizeIndex, 0);
    QCOMPARE(outcome.step, 2);
    QCOMPARE(outcome.picture.size(), (PictureSize{12, 12}));
}

void SessionTest::problemsNameTheSetting_data()
{
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("key");
    QTest::newRow("layer") << "target_layer"
                           << "nowhere"
                           << "target_layer";
    QTest::newRow("network") << "deploy_txt"
                             << "/no/such/net.prototxt"
                             << "deploy_txt";
    QTest::newRow("picture") << "initial_image"
                             << "/no/such/photo.png"
                             << "initial_image";
    QTest::newRow("size") << "initial_size"
                          << "2x2"
                          << "initial_size";
}

void SessionTest::problemsNameTheSetting()
{
    QFETCH(const QString, setting);
    QFETCH(const QString, value);
    QFETCH(const QString, key);
    SessionRequest wanted = request(1);
    wanted.startPicture = {};
    applyChange(wanted.settings, {{setting.toStdString(), value.toStdString()}});
    const SessionOutcome outcome = outcomeOf(wanted);
    QCOMPARE(outcome.end, SessionEnd::Failed);
    QVERIFY(!outcome.hasBegun);
    QCOMPARE(outcome.problem.kind, ProblemKind::Refused);
    QCOMPARE(QString::fromStdString(outcome.problem.key), key);
    QVERIFY(!outcome.problem.message.empty());
}

void SessionTest::problemsHaveKinds()
{
    const SessionRequest wanted = request(5);
    QCOMPARE(outcomeOfThrowing(wanted, "done", std::bad_alloc()).problem.kind, ProblemKind::OutOfMemory);
    QCOMPARE(outcomeOfThrowing(wanted, "done", Error("no")).problem.kind, ProblemKind::Refused);
    QCOMPARE(outcomeOfThrowing(wanted, "done", DeviceError("no", "gpu")).problem.key, std::string("gpu"));
    const SettingsError refusal("seed", "no", "7");
    QCOMPARE(outcomeOfThrowing(wanted, "done", refusal).problem.remedy, std::string("7"));
    const SessionOutcome odd = outcomeOfThrowing(wanted, "done", std::runtime_error("disk full"));
    QCOMPARE(odd.end, SessionEnd::Failed);
    QCOMPARE(odd.problem.kind, ProblemKind::Unexpected);
    QCOMPARE(odd.problem.message, std::string("disk full"));
    QVERIFY(!outcomeOfThrowing(wanted, "done", std::runtime_error("")).problem.isEmpty());
    QVERIFY(!outcomeOfThrowing(wanted, "done", 42).problem.isEmpty());
}

void SessionTest::divergenceKeepsTheLastGoodPicture()
{
    const SessionOutcome outcome = outcomeOfThrowing(request(5), "done", DivergenceError("burst"));
    QCOMPARE(outcome.end, SessionEnd::Diverged);
    QCOMPARE(outcome.problem.key, std::string("learning_rate"));
    QCOMPARE(outcome.picture.size(), (PictureSize{12, 12}));
}

void SessionTest::sinksMayRefuseBeforeItBegins()
{
    for (const char* const moment : {"preparing", "started"}) {
        const SessionOutcome outcome = outcomeOfThrowing(request(1), moment, PictureError("no room"));
        QCOMPARE(outcome.end, SessionEnd::Failed);
        QVERIFY(!outcome.hasBegun);
        QCOMPARE(outcome.problem.message, std::string("no room"));
    }
}

void SessionTest::whatSinksThrowEndsIt()
{
    const SessionOutcome outcome = outcomeOfThrowing(request(5), "done", Error("no room"));
    QCOMPARE(outcome.end, SessionEnd::Failed);
    QVERIFY(outcome.hasBegun);
    QCOMPARE(outcome.step, 1);
    QVERIFY(!outcome.picture.isEmpty());
    // What goes wrong at the end is told, too.
    const SessionOutcome late = outcomeOfThrowing(request(5), "ending", Error("no room"));
    QCOMPARE(late.end, SessionEnd::Failed);
    QCOMPARE(late.step, 5);
    QVERIFY(!late.picture.isEmpty());
}

void SessionTest::tellsAllSinksOfTheEndWhateverTheyThrow()
{
    RunControl control;
    RecordingSink careless;
    careless.onMoment = [](const QString& moment) {
        if (moment == QStringLiteral("done") || moment == QStringLiteral("ending"))
            throw Error(moment.toStdString());
    };
    RecordingSink careful;
    Session session(request(5), control);
    session.add(careless);
    session.add(careful);
    const SessionOutcome outcome = session.run();
    // What went wrong first is likely the cause.
    QCOMPARE(outcome.problem.message, std::string("done"));
    for (const RecordingSink* const sink : {&careless, &careful})
        QCOMPARE(sink->namesOf({QStringLiteral("ending"), QStringLiteral("ended")}),
            (QStringList{QStringLiteral("ending"), QStringLiteral("ended")}));
}

void SessionTest::keepsTheSettingsOfItsSteps()
{
    RunControl control;
    RecordingSink sink;
    sink.onMoment = [&](const QString& moment) {
        if (moment == QStringLiteral("done") && sink.reports.size() == 2)
            control.change({{"learning_rate", "4"}});
        if (moment == QStringLiteral("done") && sink.reports.size() == 5)
            control.change({{"learning_rate", "5"}, {"tv_reg", "3"}});
    };
    Session session(request(4), control);
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.settings.tvReg, 3.0);
    const Journal& journal = sink.journal;
    QCOMPARE(journal.entries().size(), std::size_t{3});
    QCOMPARE(journal.entries()[1].after, (RunPosition{0, 2}));
    QCOMPARE(journal.entries()[2].after, (RunPosition{1, 1}));
    for (const StepReport& report : sink.reports)
        QCOMPARE(journal.settingsOfStep(report.sizeIndex, report.step)->learningRate, report.learningRate);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{2});
    QVERIFY(outcome.recipe.changes[1].after == journal.entries()[2].after);
    QVERIFY(!journal.settingsOfStep(0, 0));
    QVERIFY(!Journal().settingsOfStep(1, 1));
}

void SessionTest::samplesPixelsInTheirOwnSizeOnly()
{
    RunControl control;
    RecordingSink sink;
    sink.traced = {{7, 0, 3, 5}, {7, 1, 4, 6}, {8, 0, 13, 2}, {8, 1, 13, 2}};
    RecordingSink indifferent;
    Session session(request(2), control);
    session.add(sink);
    session.add(indifferent);
    session.run();
    QVERIFY(indifferent.samples.empty());
    Dream plain = m_dreams.dream(m_dreams.settings(2));
    auto sample = sink.samples.begin();
    while (!plain.isFinished()) {
        plain.beginNextSizeIfDue();
        const bool isSecond = plain.sizeIndex() == 1;
        QVERIFY(sample != sink.samples.end());
        QCOMPARE(sample->pixel.id, 7);
        QCOMPARE(sample->pixel.sizeIndex, plain.sizeIndex());
        QCOMPARE(sample->step, plain.stepsDone() + 1);
        QVERIFY(sample->value == (isSecond ? plain.pixel(4, 6) : plain.pixel(3, 5)));
        ++sample;
        if (isSecond) { // in the first size, the other one lies outside
            QCOMPARE(sample->pixel.id, 8);
            QVERIFY(sample->value == plain.pixel(13, 2));
            ++sample;
        }
        plain.step();
    }
    QVERIFY(sample == sink.samples.end());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
