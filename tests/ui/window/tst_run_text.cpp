// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/run_text.h"

#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

class TestRunText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysNoMoreThanIsKnownOfTheTimeLeft_data();
    void saysNoMoreThanIsKnownOfTheTimeLeft();
    void tellsThePlanInALine();
    void listsTheSizesOfAPlan();
    void tellsWhereARunStands();
    void leavesOutWhatIsNotKnown();
};

void TestRunText::saysNoMoreThanIsKnownOfTheTimeLeft_data()
{
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("now") << 0.4 << QStringLiteral("a moment");
    QTest::newRow("short") << 7.2 << QStringLiteral("7 s");
    QTest::newRow("fives") << 43.0 << QStringLiteral("45 s");
    QTest::newRow("minutes") << 250.0 << QStringLiteral("4 min");
    QTest::newRow("hours") << 7900.0 << QStringLiteral("2 h 11 min");
    QTest::newRow("days") << 260000.0 << QStringLiteral("3 days");
}

void TestRunText::saysNoMoreThanIsKnownOfTheTimeLeft()
{
    QFETCH(double, seconds);
    QTEST(timeLeftText(seconds), "text");
}

void TestRunText::tellsThePlanInALine()
{
    const RunPlan plan{{{{400, 640}, 6}, {{800, 1280}, 22}}, 412'000'000};
    QCOMPARE(planText(plan), QStringLiteral("2 sizes: 640 × 400 … 1280 × 800 · 28 tiles · 0.4 GB"));
    QCOMPARE(planText({{{{224, 224}, 1}}, 12'000'000}), QStringLiteral("1 size: 224 × 224 · 1 tile · 12 MB"));
    QCOMPARE(planText(plan, 43.0), QStringLiteral("2 sizes: 640 × 400 … 1280 × 800 · 28 tiles · 0.4 GB · about 45 s"));
    QCOMPARE(planText({}), QString());
}

void TestRunText::listsTheSizesOfAPlan()
{
    RunPlan plan{{}, 1};
    for (int i = 0; i < 20; ++i)
        plan.sizes.push_back({{100 + i, 200}, 1});
    QCOMPARE(raisedText(plan), QString());
    plan.raised.push_back({"initial_size", {126, 168}, {224, 299}});
    QCOMPARE(raisedText(plan),
        QStringLiteral("“First size” would be 168 × 126 for this picture, less than the network needs; 299 × 224 is "
                       "taken instead."));
    const QString details = planDetails(plan);
    QVERIFY(details.contains(QStringLiteral("299 × 224")));
    QVERIFY(details.contains(QStringLiteral("200 × 100")));
    QVERIFY(details.contains(QStringLiteral("and 4 more sizes")));
}

void TestRunText::tellsWhereARunStands()
{
    const RunStanding standing{1, 3, {566, 905}, 12, 20, 3.4, 40.0};
    QCOMPARE(
        standingText(standing), QStringLiteral("Size 2 of 3 · 905 × 566 · step 12 of 20 · 3.4 steps/s · 40 s left"));
}

void TestRunText::leavesOutWhatIsNotKnown()
{
    const RunStanding standing{0, 1, {224, 224}, 0, 20, {}, {}};
    QCOMPARE(standingText(standing), QStringLiteral("224 × 224 · step 0 of 20"));
    QCOMPARE(paceText(0.04), QStringLiteral("25 s a step"));
}

QTEST_MAIN(TestRunText)
#include "tst_run_text.moc"
