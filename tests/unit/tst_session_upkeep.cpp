// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_summary.h"
#include "session_samples.h"
#include "store/report_table.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr std::size_t kAll = 1'000'000;

StepReport reportOf(int sizeIndex, int step)
{
    StepReport report;
    report.sizeIndex = sizeIndex;
    report.size = {100 + sizeIndex, 50};
    report.step = step;
    report.learningRate = 1.0 / 3.0 + step;
    report.objective = -0.1 * step;
    report.isTargetSilent = step == 1;
    if (step % 2 == 0)
        report.neuronMean = 0.7 * step;
    for (const TermInfo& info : stepTerms())
        report.terms.push_back({info, 0.3 * step, 1e-300 * step});
    report.medianStep = 5.0 / 7.0;
    return report;
}

std::vector<StepReport> reportsOf(int sizeIndex, int first, int last)
{
    std::vector<StepReport> reports;
    for (int step = first; step <= last; ++step)
        reports.push_back(reportOf(sizeIndex, step));
    return reports;
}

bool isEqual(const StepReport& a, const StepReport& b)
{
    const auto isSame = [](const TermFigures& x, const TermFigures& y) {
        return x.info.key == y.info.key && x.loss == y.loss && x.meanGradient == y.meanGradient;
    };
    return a.sizeIndex == b.sizeIndex && a.size == b.size && a.step == b.step && a.learningRate == b.learningRate
        && a.objective == b.objective && a.isTargetSilent == b.isTargetSilent && a.neuronMean == b.neuronMean
        && a.medianStep == b.medianStep
        && std::equal(a.terms.begin(), a.terms.end(), b.terms.begin(), b.terms.end(), isSame);
}

void add(SessionStore& store, std::int64_t run, std::vector<StepReport> reports)
{
    StoredProgress progress;
    progress.firstEntry = 1;
    progress.reports = std::move(reports);
    store.add(run, progress);
}

std::vector<int> stepsOf(const std::vector<StepReport>& reports)
{
    std::vector<int> steps;
    for (const StepReport& report : reports)
        steps.push_back(1000 * report.sizeIndex + report.step);
    return steps;
}

} // namespace

/// What sessions keep beside what runs go on from, and how they become smaller, older and other files.
class SessionUpkeepTest : public SessionTestBase {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatStepsTold();
    void stepsTakenAgainReplaceTheOld();
    void leavesReportsOutEvenly();
    void curvesTakeLittleRoom();
    void readsSessionsOfVersion1();
    void savesCurvesFromDamage();
    void isReducedInTwoStages();
    void isKeptWholeWhereItsUserSaysSo();
    void summarisesWithoutAChange();
    void copiesForeignSessions();

private:
    /// Takes away what the present version has beside the first.
    void makeVersion1() const
    {
        SqliteDatabase database(m_path);
        database.execute("DROP TABLE report; DROP TABLE last_position; PRAGMA user_version = 1");
    }
};

void SessionUpkeepTest::keepsWhatStepsTold()
{
    std::vector<StepReport> reports = reportsOf(0, 1, 700);
    const std::vector<StepReport> second = reportsOf(1, 1, 30);
    reports.insert(reports.end(), second.begin(), second.end());
    StepReport free = reportOf(1, 31); // without the figures that take time
    free.terms.clear();
    reports.push_back(free);
    {
        SessionStore store = newStore();
        store.addRun(newRun(), journalOf(1, 0));
        for (std::size_t from = 0; from < reports.size(); from += 9)
            add(store, 1,
                {reports.begin() + static_cast<std::ptrdiff_t>(from),
                    reports.begin() + static_cast<std::ptrdiff_t>(std::min(from + 9, reports.size()))});
    }
    const SessionStore store(m_path);
    const std::vector<StepReport> read = store.reports(1, kAll);
    QCOMPARE(read.size(), reports.size());
    QVERIFY(std::equal(read.begin(), read.end(), reports.begin(),
        [](const StepReport& a, const StepReport& b) { return isEqual(a, b); }));
    QVERIFY(store.reports(2, kAll).empty());
}

void SessionUpkeepTest::stepsTakenAgainReplaceTheOld()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    add(store, 1, reportsOf(0, 1, 600));
    add(store, 1, reportsOf(1, 1, 20));
    add(store, 1, reportsOf(0, 500, 510)); // as a run that goes on from an older state
    QCOMPARE(stepsOf(store.reports(1, kAll)).size(), std::size_t{510});
    QCOMPARE(store.reports(1, kAll).back().step, 510);
    add(store, 1, reportsOf(0, 1, 1));
    QCOMPARE(stepsOf(store.reports(1, kAll)), std::vector<int>{1});
}

void SessionUpkeepTest::leavesReportsOutEvenly()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    add(store, 1, reportsOf(0, 1, 7));
    add(store, 1, reportsOf(1, 1, 5));
    QCOMPARE(stepsOf(store.reports(1, 4)), (std::vector<int>{1, 4, 7, 1003, 1005}));
    QCOMPARE(store.reports(1, 12).size(), std::size_t{12});
}

void SessionUpkeepTest::curvesTakeLittleRoom()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    const std::int64_t before = store.bytesUsed();
    add(store, 1, reportsOf(0, 1, 5000));
    QVERIFY(store.bytesUsed() - before < 5000 * 200);
}

void SessionUpkeepTest::readsSessionsOfVersion1()
{
    makeSession();
    makeVersion1();
    QCOMPARE(readSessionSummary(m_path).runs, std::size_t{2});
    {
        SessionStore store(m_path);
        QVERIFY(store.notes().empty());
        QCOMPARE(store.runs().size(), std::size_t{2});
        QVERIFY(isEqual(store.state(2, {0, 25, 0}), randomState(25)));
        QVERIFY(store.reports(1, kAll).empty()); // there was no place for them
        add(store, 1, reportsOf(0, 1, 3));
    }
    QCOMPARE(SessionStore(m_path).reports(1, kAll).size(), std::size_t{3});
}

void SessionUpkeepTest::savesCurvesFromDamage()
{
    makeSession();
    {
        SessionStore store(m_path);
        add(store, 1, reportsOf(0, 1, 1200));
        store.reduce(SessionStore::Reduction::NoStates);
    }
    {
        SqliteDatabase database(m_path);
        database.execute("UPDATE report SET seal = 'x' WHERE step = 513");
        database.execute("UPDATE change SET seal = 'x' WHERE run = 2");
    }
    const SessionStore store(m_path);
    QCOMPARE(store.notes().size(), std::size_t{1});
    QCOMPARE(store.reports(1, kAll).size(), std::size_t{1200 - 512});
    QCOMPARE(*store.lastPosition(1), (RunPosition{0, 15, 0}));
}

void SessionUpkeepTest::isReducedInTwoStages()
{
    makeSession();
    SessionStore store(m_path);
    add(store, 1, reportsOf(0, 1, 15));
    store.addSmallPicture(1, {0, 9, 0}, "nine");
    const std::int64_t whole = store.bytesUsed();
    store.reduce(SessionStore::Reduction::NoStates);
    const std::int64_t without = store.bytesUsed();
    QVERIFY(without < whole / 2);
    QVERIFY(store.states(1).empty());
    QCOMPARE(*store.lastPosition(1), (RunPosition{0, 15, 0}));
    QCOMPARE(*store.lastPosition(2), (RunPosition{0, 25, 0}));
    QCOMPARE(store.smallPictures(1).size(), std::size_t{2});
    QCOMPARE(store.reports(1, kAll).size(), std::size_t{15});
    store.reduce(SessionStore::Reduction::RecipesAlone);
    QCOMPARE(store.smallPictures(1), (std::vector<RunPosition>{{0, 9, 0}}));
    QCOMPARE(store.smallPictures(2), (std::vector<RunPosition>{{0, 5, 0}}));
    QVERIFY(store.reports(1, kAll).empty());
    QVERIFY(isEqual(store.journal(2), journalOf(2, 3)));
    QCOMPARE(*store.lastPosition(1), (RunPosition{0, 15, 0}));
    // It goes on, and has states again.
    store.add(1, progressOf(30));
    QCOMPARE(*store.lastPosition(1), (RunPosition{0, 30, 0}));
}

void SessionUpkeepTest::isKeptWholeWhereItsUserSaysSo()
{
    makeSession();
    {
        SessionStore store(m_path);
        QVERIFY(!store.isKeptWhole());
        store.setKeptWhole(true);
    }
    QVERIFY(SessionStore(m_path).isKeptWhole());
    QVERIFY(readSessionSummary(m_path).isKeptWhole);
}

void SessionUpkeepTest::summarisesWithoutAChange()
{
    makeSession();
    const QByteArray before = bytes(m_path);
    const SessionSummary summary = readSessionSummary(m_path);
    QCOMPARE(summary.runs, std::size_t{2});
    QCOMPARE(summary.settings.learningRate, 3.0);
    QCOMPARE(summary.smallPicture, std::string(3000, 'x'));
    QVERIFY(summary.hasStates && !summary.hasEnded && summary.created > 0);
    QVERIFY(bytes(m_path) == before);
    QCOMPARE(names(), QStringList{QStringLiteral("session.cnnvis")});
    {
        const SessionStore open(m_path);
        QVERIFY(refusal([&] { readSessionSummary(m_path); }).contains("is in use"));
    }
    // As a kill leaves it, with changes in the log.
    QTemporaryDir folder;
    const QString killed = folder.filePath(QStringLiteral("session.cnnvis"));
    {
        SessionStore store(m_path);
        store.setName(1, "in the log");
        QVERIFY(QFile::copy(QString::fromStdString(m_path), killed));
        QVERIFY(QFile::copy(QString::fromStdString(m_path + "-wal"), killed + QStringLiteral("-wal")));
    }
    const QByteArray log = bytes(killed.toStdString() + "-wal");
    QVERIFY(!log.isEmpty());
    const QByteArray file = bytes(killed.toStdString());
    QCOMPARE(readSessionSummary(killed.toStdString()).runs, std::size_t{2});
    QVERIFY(bytes(killed.toStdString()) == file && bytes(killed.toStdString() + "-wal") == log);
}

void SessionUpkeepTest::copiesForeignSessions()
{
    makeSession();
    const QByteArray before = bytes(m_path);
    copySession(m_path, path("copy.cnnvis"));
    QVERIFY(bytes(path("copy.cnnvis")) == before && bytes(m_path) == before);
    QVERIFY(!refusal([&] { copySession(m_path, path("copy.cnnvis")); }).isEmpty()); // it is there
    // What is damaged is copied as it is: it is for the copy to be mended.
    write(path("torn.cnnvis"), before.left(before.size() * 9 / 10));
    copySession(path("torn.cnnvis"), path("torn_copy.cnnvis"));
    QVERIFY(bytes(path("torn_copy.cnnvis")) == bytes(path("torn.cnnvis")));
    write(path("text.cnnvis"), "nobody's session");
    QVERIFY(refusal([&] { copySession(path("text.cnnvis"), path("no.cnnvis")); }).contains("no session"));
    QByteArray newer = before;
    newer[63] = 99;
    write(path("newer.cnnvis"), newer);
    QVERIFY(refusal([&] { copySession(path("newer.cnnvis"), path("no.cnnvis")); }).contains("version 99"));
    QVERIFY(bytes(path("newer.cnnvis")) == newer);
    {
        const SessionStore open(m_path);
        QVERIFY(refusal([&] { copySession(m_path, path("no.cnnvis")); }).contains("is in use"));
    }
    QVERIFY(!names().contains(QStringLiteral("no.cnnvis")));
}

QTEST_GUILESS_MAIN(SessionUpkeepTest)
#include "tst_session_upkeep.moc"
