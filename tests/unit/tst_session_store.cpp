// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "store/session_tables.h"
#include "store/state_thinning.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <memory>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace cnnvis;

namespace {

DreamState randomState(unsigned seed, PictureSize size = {40, 30})
{
    std::mt19937 random(seed);
    std::normal_distribution<double> number(0.0, 50.0);
    DreamState state;
    state.sizeIndex = static_cast<int>(seed % 3);
    state.steps = static_cast<int>(seed % 100);
    state.isHalfDone = seed % 2 == 1;
    state.learningRate = number(random);
    state.tvStrength = number(random) * 1e-30;
    state.size = size;
    state.image.resize(static_cast<std::size_t>(3) * static_cast<std::size_t>(size.height * size.width));
    std::generate(state.image.begin(), state.image.end(), [&] { return number(random); });
    state.memory.resize(seed % 3);
    for (std::vector<float>& plane : state.memory) {
        plane.resize(state.image.size() + seed % 7);
        std::generate(plane.begin(), plane.end(), [&] { return static_cast<float>(number(random)); });
    }
    state.openHalf = {seed % 5 == 0, static_cast<int>(seed % 4), number(random), std::vector<float>(seed % 1000, 0.1F)};
    state.settings.learningRate = std::abs(number(random)) / 3.0;
    state.settings.targetLayer = "inception_4c/output";
    state.settings.outputFile = "dream.png";
    state.batchSize = 1 + static_cast<int>(seed % 8);
    state.givenBatch = static_cast<int>(seed % 2);
    return state;
}

bool isEqual(const DreamState& a, const DreamState& b)
{
    const OpenHalf& x = a.openHalf;
    const OpenHalf& y = b.openHalf;
    return a.sizeIndex == b.sizeIndex && a.steps == b.steps && a.isHalfDone == b.isHalfDone
        && a.learningRate == b.learningRate && a.tvStrength == b.tvStrength && a.size == b.size && a.image == b.image
        && a.memory == b.memory && x.isNormalised == y.isNormalised && x.computed == y.computed
        && x.gradientSum == y.gradientSum && x.gradients == y.gradients && a.batchSize == b.batchSize
        && a.givenBatch == b.givenBatch && settingsDifference(a.settings, b.settings).empty();
}

Journal journalOf(unsigned seed, int changes)
{
    DreamOrigin origin;
    origin.program = "0.2.0";
    origin.threads = 2;
    origin.startPixels = PixelDigest{4, 5, std::string(64, 'c')};
    Journal journal(origin);
    JournalEntry entry;
    entry.settings.seed = seed;
    entry.settings.outputFile = "dream.png";
    journal.add(entry);
    for (int i = 1; i <= changes; ++i) {
        entry.after = {0, 10 * i, 0};
        entry.change = {{"learning_rate", std::to_string(i)}, {"tv_reg", "0.1"}};
        applyChange(entry.settings, entry.change);
        journal.add(entry);
    }
    return journal;
}

StoredRun newRun()
{
    StoredRun run;
    run.start.settings.outputFile = "dream.png";
    return run;
}

bool isEqual(const Journal& a, const Journal& b)
{
    const auto isSame = [](const JournalEntry& x, const JournalEntry& y) {
        return x.after == y.after && settingsDifference(x.settings, y.settings).empty();
    };
    const RunPosition end{9, 9, 9};
    return recipeToJson(a.recipeAt(end)) == recipeToJson(b.recipeAt(end))
        && std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(), isSame);
}

StoredProgress progressOf(unsigned seed, PictureSize size = {40, 30})
{
    StoredProgress progress;
    progress.position = {0, static_cast<int>(seed), 0};
    progress.state = randomState(seed, size);
    return progress;
}

/// What was said when it was refused; empty: it was not.
template <typename Action>
QByteArray refusal(const Action& action)
{
    try {
        action();
        return {};
    } catch (const SessionError& error) {
        return error.what();
    }
}

/// While it lives, no file may become larger than that.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes)
        : m_signal(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;
    ~FileLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_signal);
    }

private:
    rlimit m_before{};
    void (*m_signal)(int);
};

} // namespace

class SessionStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = path("session.cnnvis");
    }
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
    void isWholeWhenItIsCutOff();
    void isForOneAtATime();
    void refusesWhatIsNoSession_data();
    void refusesWhatIsNoSession();
    void leavesNewerVersionsUntouched();
    void setsDamagedFilesAside();
    void settingAsideCanEndAtAnyMoment_data();
    void settingAsideCanEndAtAnyMoment();
    void setsNothingAsideOnAFullDisk();
    void damagedChangesTakeNoStatesWithThem_data();
    void damagedChangesTakeNoStatesWithThem();
    void damagedFilesAreToldOrRight_data();
    void damagedFilesAreToldOrRight();
    void outlivesAFullDisk();
    void refusesFoldersThatCannotBeWritten();
    void savesACopy();
    void tellsThatItsFileIsGone();

private:
    std::string path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)).toStdString(); }
    QByteArray bytes(const std::string& path) const
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("(cannot be opened)");
    }
    void write(const std::string& path, const QByteArray& bytes) const
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    QStringList names() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }
    SessionStore newStore() const { return SessionStore(m_path, SessionStore::Opening::OrNew); }
    /// A session with two runs of five states each.
    void makeSession() const;

    QByteArray m_whole; ///< a session
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

void SessionStoreTest::makeSession() const
{
    SessionStore store = newStore();
    for (unsigned run = 1; run <= 2; ++run) {
        const std::int64_t id = store.addRun(newRun(), journalOf(run, 3));
        for (unsigned seed = 1; seed <= 5; ++seed)
            store.add(id, progressOf(10 * run + seed));
        store.addSmallPicture(id, {0, 5, 0}, std::string(3000, 'x'));
    }
}

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

void SessionStoreTest::isWholeWhenItIsCutOff()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 2));
    store.add(1, progressOf(4));
    // What a kill leaves.
    write(path("cut.cnnvis"), bytes(m_path));
    write(path("cut.cnnvis-wal"), bytes(m_path + "-wal"));
    {
        const SessionStore cut(path("cut.cnnvis"));
        QVERIFY(cut.notes().empty());
        QVERIFY(isEqual(cut.state(1, {0, 4, 0}), randomState(4)));
        QVERIFY(isEqual(cut.journal(1), journalOf(1, 2)));
    }
    QVERIFY(!names().contains(QStringLiteral("cut.cnnvis-wal")));
    QVERIFY(!names().contains(QStringLiteral("session.cnnvis-shm")));
}

void SessionStoreTest::isForOneAtATime()
{
    const SessionStore store = newStore();
    const QByteArray told = refusal([&] { const SessionStore second(m_path); });
    QVERIFY2(told.contains("is in use by another cnn-vis") && told.contains("session.cnnvis"), told.constData());
}

void SessionStoreTest::refusesWhatIsNoSession_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("text") << QByteArrayLiteral("text") << QByteArrayLiteral("no session");
    QTest::newRow("empty") << QByteArrayLiteral("empty") << QByteArrayLiteral("no session");
    QTest::newRow("folder") << QByteArrayLiteral("") << QByteArrayLiteral("not a regular file");
    QTest::newRow("link") << QByteArrayLiteral("link") << QByteArrayLiteral("not a regular file");
    QTest::newRow("missing") << QByteArrayLiteral("missing") << QByteArrayLiteral("is not there");
    QTest::newRow("missing folder") << QByteArrayLiteral("none/x") << QByteArrayLiteral("its folder is not there");
}

void SessionStoreTest::refusesWhatIsNoSession()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, told);
    makeSession();
    write(path("text"),
        "nobody's session, and longer than the hundred bytes that are looked at first, or nearly so, "
        "so that some more words have to follow");
    write(path("empty"), "");
    QFile::link(QStringLiteral("session.cnnvis"), QString::fromStdString(path("link")));
    const QStringList before = names();
    const QByteArray said = refusal([&] { const SessionStore store(path(name.constData())); });
    QVERIFY2(said.contains(told), said.constData());
    QCOMPARE(names(), before);
}

void SessionStoreTest::leavesNewerVersionsUntouched()
{
    makeSession();
    QByteArray newer = bytes(m_path);
    newer[63] = 2;
    write(m_path, newer);
    const QByteArray said = refusal([&] { const SessionStore store(m_path); });
    QVERIFY2(said.contains("version 2"), said.constData());
    QVERIFY(bytes(m_path) == newer);
    QCOMPARE(names(), QStringList{QStringLiteral("session.cnnvis")});
}

void SessionStoreTest::setsDamagedFilesAside()
{
    makeSession();
    const QByteArray whole = bytes(m_path);
    write(path("torn.cnnvis"), whole.left(whole.size() * 9 / 10));
    const SessionStore store(path("torn.cnnvis"));
    QCOMPARE(store.notes().size(), std::size_t{1});
    QVERIFY2(store.notes()[0].find("was damaged") != std::string::npos, store.notes()[0].c_str());
    QVERIFY(names().contains(QStringLiteral("torn.cnnvis-damaged")));
    QVERIFY(!store.runs().empty());
    QVERIFY(isEqual(store.journal(1), journalOf(1, 3)));
    QVERIFY(!store.states(1).empty());
    for (const RunPosition& position : store.states(1))
        QVERIFY(isEqual(store.state(1, position), randomState(static_cast<unsigned>(position.steps))));
}

void SessionStoreTest::settingAsideCanEndAtAnyMoment_data()
{
    QTest::addColumn<bool>("isLinked"); // not every disk has hard links
    QTest::addColumn<bool>("hasLog");
    QTest::newRow("linked") << true << true;
    QTest::newRow("linked, the log moved") << true << false;
    QTest::newRow("moved") << false << true;
}

void SessionStoreTest::settingAsideCanEndAtAnyMoment()
{
    QFETCH(const bool, isLinked);
    QFETCH(const bool, hasLog);
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 2));
    store.add(1, progressOf(4)); // which is in the log yet
    const std::string cut = path("cut.cnnvis");
    const std::string aside = cut + "-damaged";
    write(aside, bytes(m_path));
    write((hasLog ? cut : aside) + "-wal", bytes(m_path + "-wal"));
    if (isLinked)
        QCOMPARE(::link(aside.c_str(), cut.c_str()), 0);
    {
        const SessionStore opened(cut, SessionStore::Opening::OrNew);
        QCOMPARE(opened.runs().size(), isLinked ? std::size_t{1} : std::size_t{0});
        if (isLinked)
            QVERIFY(isEqual(opened.state(1, {0, 4, 0}), randomState(4)));
    }
    QCOMPARE(names().contains(QStringLiteral("cut.cnnvis-damaged")), !isLinked);
    QCOMPARE(names().contains(QStringLiteral("cut.cnnvis-damaged-wal")), !isLinked);
    if (!isLinked)
        QVERIFY(isEqual(SessionStore(aside).state(1, {0, 4, 0}), randomState(4)));
}

void SessionStoreTest::setsNothingAsideOnAFullDisk()
{
    makeSession();
    const QByteArray torn = bytes(m_path).left(static_cast<qsizetype>(bytes(m_path).size()) * 9 / 10);
    write(m_path, torn);
    {
        const FileLimit limit(100 * 1024);
        const QByteArray said = refusal([&] { const SessionStore store(m_path); });
        QVERIFY2(said.contains("cannot be "), said.constData());
        QCOMPARE(names(), QStringList{QStringLiteral("session.cnnvis")});
    }
    const SessionStore store(m_path);
    QVERIFY(!store.states(1).empty());
}

void SessionStoreTest::damagedChangesTakeNoStatesWithThem_data()
{
    QTest::addColumn<int>("place");
    QTest::addColumn<int>("left");
    QTest::newRow("the start") << 0 << 0;
    QTest::newRow("one between others") << 2 << 1;
    QTest::newRow("the last one") << 3 << 2;
}

void SessionStoreTest::damagedChangesTakeNoStatesWithThem()
{
    QFETCH(const int, place);
    QFETCH(const int, left);
    makeSession();
    SqliteDatabase(m_path).run(
        "UPDATE change SET settings = replace(settings, '0', '1') || ' ' WHERE run = 1 AND place = ?", place);
    SessionStore store(m_path);
    QCOMPARE(store.notes().size(), std::size_t{1});
    const std::string& note = store.notes()[0];
    QVERIFY2(note.find("2 runs and 10 states of it could be read, but not all changes of 1 run;") != std::string::npos,
        note.c_str());
    QVERIFY(isEqual(store.journal(1), journalOf(1, left)));
    QVERIFY(isEqual(store.journal(2), journalOf(2, 3)));
    for (const RunPosition& position : store.states(1)) {
        QVERIFY(isEqual(store.state(1, position), randomState(static_cast<unsigned>(position.steps))));
        QVERIFY(isEqual(store.journal(1, position), journalOf(1, left)));
    }
    QVERIFY(names().contains(QStringLiteral("session.cnnvis-damaged")));
    // And on it goes.
    StoredProgress progress;
    progress.firstEntry = static_cast<std::size_t>(left) + 1;
    progress.entries = {journalOf(1, left + 1).entries().back()};
    store.add(1, progress);
    QVERIFY(isEqual(store.journal(1), journalOf(1, left + 1)));
}

void SessionStoreTest::damagedFilesAreToldOrRight_data()
{
    QTest::addColumn<int>("bytesLeft"); // in thousandths; -1: all, and one is changed
    for (int i = 0; i < 50; ++i)
        QTest::addRow("cut %d", i) << 20 * i;
    for (int i = 0; i < 200; ++i)
        QTest::addRow("changed %d", i) << -1 - i;
}

void SessionStoreTest::damagedFilesAreToldOrRight()
{
    QFETCH(const int, bytesLeft);
    if (m_whole.isEmpty()) {
        makeSession();
        m_whole = bytes(m_path);
    }
    QByteArray damaged = m_whole;
    if (bytesLeft >= 0) {
        damaged.truncate(damaged.size() * bytesLeft / 1000);
    } else {
        std::mt19937 random(static_cast<unsigned>(-bytesLeft));
        // Every other one in the pages that say where all is.
        const auto range = static_cast<unsigned>(bytesLeft % 2 == 0 ? damaged.size() : 16 * 4096);
        char& byte = damaged[static_cast<qsizetype>(random() % range)];
        byte = static_cast<char>(byte ^ static_cast<char>(1U << random() % 8U));
    }
    // In the same file it is not looked for, in another one it is.
    for (const std::string& where : {m_path, path("other.cnnvis")}) {
        write(where, damaged);
        refusal([&] {
            const SessionStore store(where);
            const bool isCut = !store.notes().empty() && store.notes()[0].find("not all changes") != std::string::npos;
            for (const StoredRun& run : store.runs()) {
                const auto seed = static_cast<unsigned>(run.id);
                refusal([&] {
                    const Journal journal = store.journal(run.id);
                    const int changes = static_cast<int>(journal.entries().size()) - 1;
                    QVERIFY(isEqual(journal, journalOf(seed, changes)));
                    QVERIFY(changes == 3 || isCut);
                });
                for (const RunPosition& position : store.states(run.id)) {
                    refusal([&] {
                        const auto ofState = static_cast<unsigned>(position.steps);
                        QVERIFY(isEqual(store.state(run.id, position), randomState(ofState)));
                    });
                }
                refusal([&] { QCOMPARE(store.smallPicture(run.id, {0, 5, 0}), std::string(3000, 'x')); });
            }
        });
    }
}

void SessionStoreTest::outlivesAFullDisk()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    store.add(1, progressOf(2, {100, 100}));
    {
        const FileLimit limit(600 * 1024);
        const QByteArray said = refusal([&] {
            for (unsigned seed = 3; seed < 20; ++seed)
                store.add(1, progressOf(seed, {100, 100}));
        });
        QVERIFY2(said.contains("cannot be ") && said.contains("session.cnnvis"), said.constData());
        QVERIFY(isEqual(store.state(1, {0, 2, 0}), randomState(2, {100, 100})));
        write(path("copy.cnnvis"), "old");
        const FileLimit tighter(100 * 1024);
        QVERIFY(!refusal([&] { store.saveCopy(path("copy.cnnvis")); }).isEmpty());
        QCOMPARE(bytes(path("copy.cnnvis")), QByteArrayLiteral("old"));
    }
    store.add(1, progressOf(30, {100, 100})); // there is room again
    QVERIFY(isEqual(store.state(1, {0, 30, 0}), randomState(30, {100, 100})));
    QCOMPARE(names().filter(QStringLiteral(".tmp")), QStringList());
}

void SessionStoreTest::refusesFoldersThatCannotBeWritten()
{
    if (::geteuid() == 0)
        QSKIP("root may write everywhere");
    makeSession();
    const QByteArray before = bytes(m_path);
    QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner);
    const QByteArray said = refusal([&] { const SessionStore store(m_path); });
    const QByteArray ofNew = refusal([&] { const SessionStore store(path("new"), SessionStore::Opening::OrNew); });
    QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QVERIFY2(said.contains("cannot be written"), said.constData());
    QVERIFY2(ofNew.contains("cannot be written"), ofNew.constData());
    QVERIFY(bytes(m_path) == before);
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

void SessionStoreTest::tellsThatItsFileIsGone()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    QVERIFY(QFile::remove(QString::fromStdString(m_path)));
    const QByteArray said = refusal([&] { store.add(1, progressOf(3)); });
    QVERIFY2(said.contains("is gone"), said.constData());
}

QTEST_GUILESS_MAIN(SessionStoreTest)
#include "tst_session_store.moc"
