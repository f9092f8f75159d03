// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "session_samples.h"
#include "store/session_tables.h"
#include "store/state_thinning.h"

#include <QFile>
#include <QTest>

#include <algorithm>

using namespace cnnvis;
using namespace cnnvis::test;

/// What a session keeps, and gives back.
class SessionStoreTest : public SessionTestBase {
    Q_OBJECT

private Q_SLOTS:
    void keepsRunsAndTheirChanges();
    void changesThatComeAgainStay();
    void statesKnowTheirChanges();
    void tellsWhatIsLeftOfARun();
    void restoresStatesToTheBit();
    void statesTakeNoMoreMemoryThanThereIs();
    void keepsEqualPiecesOnce();
    void keepsSmallPictures();
    void leavesStatesOutBehindTheEnd();
    void thinningFreesTheirPieces();
    void removesRuns();
    void isForOneAtATime();
    void savesACopy();
};

void SessionStoreTest::keepsRunsAndTheirChanges()
{
    const Journal journal = journalOf(7, 4);
    {
        SessionStore store = newStore();
        StoredRun run = newRun();
        run.name = "first";
        run.script.changes = {{{1, 5, 0}, {{"alpha", "3"}}}};
        run.script.end = RunPosition{1, 9, 2};
        QCOMPARE(store.addRun(run, journalOf(7, 0)), 1);
        run.parent = 1;
        run.branch = {0, 20, 3};
        QCOMPARE(store.addRun(run, journal), 2);
        StoredProgress progress;
        progress.firstEntry = 1;
        progress.entries.assign(journal.entries().begin() + 1, journal.entries().end());
        progress.end = SessionEnd::Stopped;
        store.add(1, progress);
        store.setName(2, "branch");
        store.setStarred(2, true);
    }
    const SessionStore store(m_path);
    const std::vector<StoredRun> runs = store.runs();
    QCOMPARE(runs.size(), std::size_t{2});
    QCOMPARE(runs[0].name, std::string("first"));
    QCOMPARE(runs[0].start.settings.seed, std::int64_t{7});
    QCOMPARE(runs[0].start.settings.outputFile, std::string("dream.png"));
    QCOMPARE(runs[0].script.changes.size(), std::size_t{1});
    QCOMPARE(*runs[0].script.end, (RunPosition{1, 9, 2}));
    QVERIFY(runs[0].end == SessionEnd::Stopped && !runs[0].parent && runs[0].created > 0);
    QVERIFY(!runs[1].end && runs[1].isStarred && runs[1].parent == 1);
    QCOMPARE(runs[1].branch, (RunPosition{0, 20, 3}));
    for (const std::int64_t run : {1, 2}) {
        QVERIFY(isEqual(store.journal(run), journal));
        QVERIFY(isEqual(store.journal(run, RunPosition{0, 25, 0}), journalOf(7, 2)));
    }
}

void SessionStoreTest::changesThatComeAgainStay()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 4));
    StoredProgress again;
    again.firstEntry = 2;
    again.entries = {journalOf(1, 4).entries()[2]};
    store.add(1, again);
    QVERIFY(isEqual(store.journal(1), journalOf(1, 4)));
    again.entries[0].change[0].text = "99";
    store.add(1, again); // another way from there on
    QCOMPARE(store.journal(1).entries().size(), std::size_t{3});
    QCOMPARE(store.journal(1).entries()[2].settings.learningRate, 99.0);
}

void SessionStoreTest::statesKnowTheirChanges()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 1));
    StoredProgress progress = progressOf(20);
    progress.firstEntry = 2; // turned where the state is, after it was kept
    progress.entries = {journalOf(1, 2).entries()[2]};
    progress.stateEntries = 2;
    store.add(1, progress);
    QVERIFY(isEqual(store.journal(1), journalOf(1, 2)));
    QVERIFY(isEqual(store.journal(1, progress.position), journalOf(1, 1)));
    progress.stateEntries = 0;
    store.add(1, progress);
    QVERIFY(isEqual(store.journal(1, progress.position), journalOf(1, 2)));
}

void SessionStoreTest::tellsWhatIsLeftOfARun()
{
    StoredRun run = newRun();
    run.start.settings.seed = 5;
    for (const int step : {10, 20, 30, 50}) // the first three are known to have come
        run.script.changes.push_back({{0, step, 0}, {{"alpha", "3"}}});
    run.script.end = RunPosition{1, 4, 0};
    const Journal journal = journalOf(1, 3);
    const auto stepsOf = [](const DreamRecipe& rest) {
        std::vector<int> steps;
        for (const RecipeChange& change : rest.changes)
            steps.push_back(change.after.steps);
        return steps;
    };
    const DreamRecipe anew = restOfRun(run, journal, nullptr);
    QCOMPARE(anew.settings.seed, std::int64_t{5});
    QCOMPARE(anew.origin.program, std::string("0.2.0"));
    QCOMPARE(*anew.end, (RunPosition{1, 4, 0}));
    QCOMPARE(stepsOf(anew), (std::vector<int>{10, 20, 30, 50}));
    QCOMPARE(anew.changes[0].change[0].key, std::string("learning_rate"));
    SessionResume resume{randomState(0), journalOf(1, 1)};
    resume.state.steps = 20;
    QCOMPARE(stepsOf(restOfRun(run, journal, &resume)), (std::vector<int>{20, 30, 50}));
    resume.journal = journalOf(1, 2); // the change is in the state already
    QCOMPARE(stepsOf(restOfRun(run, journal, &resume)), (std::vector<int>{30, 50}));
    resume = {randomState(0), journal};
    for (const auto& [steps, left] : {std::pair(50, std::vector<int>{50}), std::pair(51, std::vector<int>{})}) {
        resume.state.steps = steps;
        QCOMPARE(stepsOf(restOfRun(run, journal, &resume)), left);
    }
}

void SessionStoreTest::restoresStatesToTheBit()
{
    for (unsigned seed = 0; seed < 50; ++seed) {
        SessionStore store = newStore();
        const std::int64_t run = store.addRun(newRun(), journalOf(seed, 0));
        const PictureSize size{1 + static_cast<int>(seed * 7 % 300), 1 + static_cast<int>(seed * 13 % 200)};
        const StoredProgress progress = progressOf(seed, size);
        store.add(run, progress);
        QVERIFY(isEqual(store.state(run, progress.position), *progress.state));
        store = SessionStore(path("other.cnnvis"), SessionStore::Opening::OrNew); // lets go of the file
        QVERIFY(isEqual(SessionStore(m_path).state(run, progress.position), *progress.state));
    }
}

void SessionStoreTest::statesTakeNoMoreMemoryThanThereIs()
{
    constexpr std::int64_t kMegabyte = 1024 * 1024;
    const RunPosition position{0, 1, 0};
    {
        SessionStore store = newStore();
        store.addRun(newRun(), journalOf(1, 0));
        StoredProgress progress;
        progress.position = position;
        progress.state = randomState(0, {1000, 1000});
        std::fill(progress.state->image.begin(), progress.state->image.end(), 0.0); // small in the file
        store.add(1, progress);
    }
    QVERIFY(QFile(QString::fromStdString(m_path)).size() < kMegabyte);
    SqliteDatabase database(m_path);
    const SessionTables tables(database);
    QCOMPARE(tables.state(1, position, 23 * kMegabyte).image.size(), std::size_t{3000000});
    QVERIFY_THROWS_EXCEPTION(StateTooLarge, tables.state(1, position, 22 * kMegabyte));
}

void SessionStoreTest::keepsEqualPiecesOnce()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    StoredProgress progress = progressOf(3, {300, 300});
    store.add(1, progress);
    const std::int64_t before = store.bytesUsed();
    progress.position = {1, 0, 0};
    progress.state->image[5] = 3.25; // in the first piece
    store.add(1, progress);
    QVERIFY(store.bytesUsed() - before < before / 3);
    QVERIFY(isEqual(store.state(1, progress.position), *progress.state));
}

void SessionStoreTest::keepsSmallPictures()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    store.addSmallPicture(1, {0, 7, 0}, "seven");
    store.addSmallPicture(1, {0, 2, 0}, std::string("t\0o", 3));
    QCOMPARE(store.smallPictures(1), (std::vector<RunPosition>{{0, 2, 0}, {0, 7, 0}}));
    QCOMPARE(store.smallPicture(1, {0, 2, 0}), std::string("t\0o", 3));
    QVERIFY(!refusal([&] { store.smallPicture(1, {0, 3, 0}); }).isEmpty());
}

void SessionStoreTest::leavesStatesOutBehindTheEnd()
{
    constexpr double kWidest = 0.5;
    std::vector<RunPosition> positions;
    for (int step = 0; step < 1000; ++step) { // thinned again and again, as a run does
        positions.push_back({step / 500, step % 500, 0});
        const std::vector<std::size_t> out = statesToLeaveOut(positions, kWidest);
        for (auto place = out.rbegin(); place != out.rend(); ++place)
            positions.erase(positions.begin() + static_cast<std::ptrdiff_t>(*place));
    }
    const auto stepsOf = [](const RunPosition& position) { return 500 * position.sizeIndex + position.steps; };
    QCOMPARE(positions.front(), (RunPosition{0, 0, 0}));
    QCOMPARE(positions.back(), (RunPosition{1, 499, 0}));
    QVERIFY(positions.size() >= 8 && positions.size() <= 30);
    for (std::size_t i = 1; i < positions.size(); ++i) {
        const int gap = stepsOf(positions[i]) - stepsOf(positions[i - 1]);
        QVERIFY(gap <= std::max(2.0, kWidest * (999 - stepsOf(positions[i])) + 2.0));
    }
    QVERIFY(statesToLeaveOut(positions, 0.0).empty());
    QVERIFY(statesToLeaveOut({}, kWidest).empty());
}

void SessionStoreTest::thinningFreesTheirPieces()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    for (unsigned seed = 0; seed < 40; ++seed) {
        store.add(1, progressOf(seed, {100, 100}));
        store.thin(1, 1.0);
    }
    QVERIFY(store.states(1).size() < 12);
    QVERIFY(store.bytesUsed() < 24 * 600 * 1024);
    for (const RunPosition& position : store.states(1))
        QVERIFY(isEqual(store.state(1, position), randomState(static_cast<unsigned>(position.steps), {100, 100})));
}

void SessionStoreTest::removesRuns()
{
    makeSession();
    StoredRun branch = newRun();
    branch.parent = 1;
    branch.branch = {0, 13, 2};
    {
        SessionStore store(m_path);
        QCOMPARE(store.addRun(branch, journalOf(3, 2)), 3);
        store.add(3, progressOf(13)); // one of its parent's states
        store.removeRun(1);
        QVERIFY(!refusal([&] { store.removeRun(1); }).isEmpty());
    }
    {
        const SessionStore store(m_path);
        QVERIFY(store.notes().empty());
        const std::vector<StoredRun> runs = store.runs();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[0].id, 2);
        QCOMPARE(runs[1].id, 3);
        QVERIFY(!runs[1].parent);
        QCOMPARE(runs[1].branch, branch.branch);
        QVERIFY(isEqual(store.journal(3), journalOf(3, 2)));
        QVERIFY(isEqual(store.state(3, {0, 13, 0}), randomState(13)));
        QVERIFY(isEqual(store.state(2, {0, 25, 0}), randomState(25)));
        QVERIFY(store.states(1).empty() && store.smallPictures(1).empty());
        QVERIFY(!refusal([&] { store.journal(1); }).isEmpty());
    }
    {
        SessionStore store(m_path);
        store.removeRun(2);
        store.removeRun(3);
    }
    SqliteDatabase database(m_path);
    for (const char* const table : {"run", "change", "state", "state_chunk", "chunk", "small_picture"}) {
        SqliteStatement count = database.query((std::string("SELECT count(*) FROM ") + table).c_str());
        QVERIFY(count.next());
        QCOMPARE(count.integer(0), 0);
    }
}

void SessionStoreTest::isForOneAtATime()
{
    const SessionStore store = newStore();
    const QByteArray told = refusal([&] { const SessionStore second(m_path); });
    QVERIFY2(told.contains("is in use by another cnn-vis") && told.contains("session.cnnvis"), told.constData());
}

void SessionStoreTest::savesACopy()
{
    makeSession();
    const SessionStore store(m_path);
    write(path("copy.cnnvis"), "what was there before");
    store.saveCopy(path("copy.cnnvis"));
    const QByteArray copy = bytes(path("copy.cnnvis"));
    QCOMPARE(copy[18], char(1)); // no log
    QCOMPARE(names().filter(QStringLiteral("copy")), QStringList{QStringLiteral("copy.cnnvis")});
    QVERIFY(!refusal([&] { store.saveCopy(m_path); }).isEmpty());
    const SessionStore opened(path("copy.cnnvis"));
    QVERIFY(opened.notes().empty());
    QCOMPARE(opened.runs().size(), std::size_t{2});
    QVERIFY(isEqual(opened.state(2, {0, 25, 0}), randomState(25)));
}

QTEST_GUILESS_MAIN(SessionStoreTest)
#include "tst_session_store.moc"
