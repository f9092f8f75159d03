// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_change.h"

#include "cnnvis/error.h"

#include <QTest>

#include <string>

using namespace cnnvis;

namespace {

QStringList keysOf(const RunChange& change)
{
    QStringList keys;
    for (const SettingEntry* const entry : change.settings())
        keys << QString::fromUtf8(entry->key.data(), static_cast<qsizetype>(entry->key.size()));
    return keys;
}

} // namespace

class RunChangeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesNothingAtFirst();
    void readsText();
    void refusesWhatCannotChangeInARun();
    void tellsSettingsApart();
    void laterChangesWin();
    void leavesOtherSettingsAlone();
};

void RunChangeTest::changesNothingAtFirst()
{
    const RunChange change;
    QVERIFY(change.isEmpty());
    RunSettings settings;
    settings.tvReg = 9.0;
    change.applyTo(settings);
    QCOMPARE(settings.tvReg, 9.0);
}

void RunChangeTest::readsText()
{
    const RunChange change = RunChange::fromText({{"tv_reg", "3"}, {"l1_weight", "0.1"}});
    QCOMPARE(keysOf(change), (QStringList{QStringLiteral("tv_reg"), QStringLiteral("amplify_l1_weight")}));
    QVERIFY(change.has(&RunSettings::amplifyL1Weight));
    QVERIFY(!change.has(&RunSettings::amplifyL2Weight)); // of the same type
    RunSettings settings;
    change.applyTo(settings);
    QCOMPARE(settings.tvReg, 3.0);
    QCOMPARE(settings.amplifyL1Weight, 0.1);
}

void RunChangeTest::refusesWhatCannotChangeInARun()
{
    QVERIFY_THROWS_EXCEPTION(SettingsError, RunChange::fromText({{"seed", "5"}}));
    QVERIFY_THROWS_EXCEPTION(SettingsError, RunChange::fromText({{"tv_reg", "much"}}));
    QVERIFY_THROWS_EXCEPTION(SettingsError, RunChange::fromText({{"no_such_key", "1"}}));
}

void RunChangeTest::tellsSettingsApart()
{
    RunSettings from;
    RunSettings to;
    to.learningRate = 4.0;
    to.batchSize = 2;
    to.seed = 5; // in a new run only
    const RunChange change = RunChange::between(from, to);
    QCOMPARE(keysOf(change), (QStringList{QStringLiteral("learning_rate"), QStringLiteral("batch_size")}));
    change.applyTo(from);
    QCOMPARE(from.learningRate, 4.0);
    QCOMPARE(from.batchSize, 2);
    QCOMPARE(from.seed, 0);
    QVERIFY(RunChange::between(to, to).isEmpty());
}

void RunChangeTest::laterChangesWin()
{
    RunChange change = RunChange::fromText({{"learning_rate", "2"}, {"tv_reg", "3"}});
    change.add(RunChange::fromText({{"p_reg", "1"}, {"learning_rate", "4"}}));
    QCOMPARE(keysOf(change),
        (QStringList{QStringLiteral("learning_rate"), QStringLiteral("tv_reg"), QStringLiteral("p_reg")}));
    RunSettings settings;
    change.applyTo(settings);
    QCOMPARE(settings.learningRate, 4.0);
    QCOMPARE(settings.tvReg, 3.0);
    QCOMPARE(settings.pReg, 1.0);
}

void RunChangeTest::leavesOtherSettingsAlone()
{
    RunSettings from;
    RunSettings to = from;
    to.learningRate = 4.0;
    RunSettings other;
    other.tvReg = 7.0;
    other.targetLayer = "conv2";
    RunChange::between(from, to).applyTo(other);
    QCOMPARE(other.learningRate, 4.0);
    QCOMPARE(other.tvReg, 7.0);
    QCOMPARE(other.targetLayer, std::string("conv2"));
}

QTEST_GUILESS_MAIN(RunChangeTest)
#include "tst_run_change.moc"
