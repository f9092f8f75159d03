// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "session_samples.h"
#include "store/sqlite_database.h"
#include "support/file_limit.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <random>
#include <string>
#include <system_error>
#include <unistd.h>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr uid_t kRoot = 0;
constexpr uid_t kNobody = 65534;

/// While it lives, root is nobody, who may not write everywhere. Others are themselves.
class NobodyForRoot {
public:
    NobodyForRoot()
        : m_isRoot(::geteuid() == kRoot)
    {
        if (m_isRoot && ::seteuid(kNobody) != 0)
            m_problem = std::generic_category().message(errno);
    }
    NobodyForRoot(const NobodyForRoot&) = delete;
    NobodyForRoot& operator=(const NobodyForRoot&) = delete;
    ~NobodyForRoot()
    {
        if (m_isRoot && m_problem.empty() && ::seteuid(kRoot) != 0)
            qFatal("nobody cannot become root again");
    }
    /// Why root stays root.
    const std::string& problem() const { return m_problem; }

private:
    bool m_isRoot;
    std::string m_problem;
};

} // namespace

/// Sessions whose file is cut off, damaged, gone, none at all, or cannot be written.
class DamagedSessionsTest : public SessionTestBase {
    Q_OBJECT

private Q_SLOTS:
    void isWholeWhenItIsCutOff();
    void refusesWhatIsNoSession_data();
    void refusesWhatIsNoSession();
    void leavesNewerVersionsUntouched();
    void setsDamagedFilesAside();
    void whatIsFoundDamagedIsSetAsideWhenItIsOpenedAgain();
    void settingAsideCanEndAtAnyMoment_data();
    void settingAsideCanEndAtAnyMoment();
    void setsNothingAsideOnAFullDisk();
    void damagedChangesTakeNoStatesWithThem_data();
    void damagedChangesTakeNoStatesWithThem();
    void damagedFilesAreToldOrRight_data();
    void damagedFilesAreToldOrRight();
    void outlivesAFullDisk();
    void refusesFoldersThatCannotBeWritten();
    void tellsThatItsFileIsGone();

private:
    /// The folder and its files.
    bool giveAllToNobody() const
    {
        QStringList paths{m_folder->path()};
        for (const QString& name : names())
            paths << m_folder->filePath(name);
        const auto isGiven = [](const QString& path) {
            return ::chown(QFile::encodeName(path).constData(), kNobody, gid_t(-1)) == 0;
        };
        return std::all_of(paths.begin(), paths.end(), isGiven);
    }

    QByteArray m_whole; ///< a session
};

void DamagedSessionsTest::isWholeWhenItIsCutOff()
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

void DamagedSessionsTest::refusesWhatIsNoSession_data()
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

void DamagedSessionsTest::refusesWhatIsNoSession()
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

void DamagedSessionsTest::leavesNewerVersionsUntouched()
{
    makeSession();
    QByteArray newer = bytes(m_path);
    newer[63] = 3;
    write(m_path, newer);
    const QByteArray said = refusal([&] { const SessionStore store(m_path); });
    QVERIFY2(said.contains("version 3"), said.constData());
    QVERIFY(bytes(m_path) == newer);
    QCOMPARE(names(), QStringList{QStringLiteral("session.cnnvis")});
}

void DamagedSessionsTest::setsDamagedFilesAside()
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

/// Its name and place are as they were when it was closed, so that it is not looked at closely at first.
void DamagedSessionsTest::whatIsFoundDamagedIsSetAsideWhenItIsOpenedAgain()
{
    constexpr qint64 kPage = 4096;
    makeSession();
    {
        const SqliteDatabase database(m_path);
        SqliteStatement root = database.query("SELECT rootpage FROM sqlite_schema WHERE name = 'report'");
        QVERIFY(root.next());
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek((root.integer(0) - 1) * kPage));
        QCOMPARE(file.write(QByteArray(kPage, '\xff')), kPage);
    }
    {
        const SessionStore store(m_path);
        QVERIFY(store.notes().empty());
        QVERIFY(refusal([&] { store.reports(1, 100); }).contains("is damaged"));
    }
    const SessionStore store(m_path);
    QCOMPARE(store.notes().size(), std::size_t{1});
    QVERIFY(names().contains(QStringLiteral("session.cnnvis-damaged")));
    QCOMPARE(store.runs().size(), std::size_t{2});
    QVERIFY(isEqual(store.journal(1), journalOf(1, 3)));
}

void DamagedSessionsTest::settingAsideCanEndAtAnyMoment_data()
{
    QTest::addColumn<bool>("isLinked"); // not every disk has hard links
    QTest::addColumn<bool>("hasLog");
    QTest::newRow("linked") << true << true;
    QTest::newRow("linked, the log moved") << true << false;
    QTest::newRow("moved") << false << true;
}

void DamagedSessionsTest::settingAsideCanEndAtAnyMoment()
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

void DamagedSessionsTest::setsNothingAsideOnAFullDisk()
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

void DamagedSessionsTest::damagedChangesTakeNoStatesWithThem_data()
{
    QTest::addColumn<int>("place");
    QTest::addColumn<int>("left");
    QTest::newRow("the start") << 0 << 0;
    QTest::newRow("one between others") << 2 << 1;
    QTest::newRow("the last one") << 3 << 2;
}

void DamagedSessionsTest::damagedChangesTakeNoStatesWithThem()
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

void DamagedSessionsTest::damagedFilesAreToldOrRight_data()
{
    QTest::addColumn<int>("bytesLeft"); // in thousandths; -1: all, and one is changed
    for (int i = 0; i < 50; ++i)
        QTest::addRow("cut %d", i) << 20 * i;
    for (int i = 0; i < 200; ++i)
        QTest::addRow("changed %d", i) << -1 - i;
}

void DamagedSessionsTest::damagedFilesAreToldOrRight()
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

void DamagedSessionsTest::outlivesAFullDisk()
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

void DamagedSessionsTest::refusesFoldersThatCannotBeWritten()
{
    makeSession();
    const QByteArray before = bytes(m_path);
    if (const NobodyForRoot nobody; !nobody.problem().empty())
        QSKIP(("root may write everywhere, and may not become nobody: " + nobody.problem()).c_str());
    QVERIFY(::geteuid() != kRoot || giveAllToNobody());
    QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::ExeOwner);
    QByteArray said;
    QByteArray ofNew;
    {
        const NobodyForRoot nobody;
        said = refusal([&] { const SessionStore store(m_path); });
        ofNew = refusal([&] { const SessionStore store(path("new"), SessionStore::Opening::OrNew); });
    }
    QFile::setPermissions(m_folder->path(), QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QVERIFY2(said.contains("cannot be written"), said.constData());
    QVERIFY2(ofNew.contains("cannot be written"), ofNew.constData());
    QVERIFY(bytes(m_path) == before);
}

void DamagedSessionsTest::tellsThatItsFileIsGone()
{
    SessionStore store = newStore();
    store.addRun(newRun(), journalOf(1, 0));
    QVERIFY(QFile::remove(QString::fromStdString(m_path)));
    const QByteArray said = refusal([&] { store.add(1, progressOf(3)); });
    QVERIFY2(said.contains("is gone"), said.constData());
}

QTEST_GUILESS_MAIN(DamagedSessionsTest)
#include "tst_damaged_sessions.moc"
