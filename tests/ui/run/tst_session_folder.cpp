// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_summary.h"
#include "run/kept_session.h"
#include "run/session_folder.h"
#include "support/file_limit.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

constexpr std::int64_t kKilobyte = 1024;

QByteArray jpeg(int width)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImage image(width, width / 2, QImage::Format_RGB32);
    image.fill(Qt::red);
    image.save(&buffer, "JPEG");
    return bytes;
}

/// A session with a run, a state of 240 kB that does not pack, two small pictures and a curve.
void makeSession(const QString& path, std::optional<SessionEnd> end, bool isKeptWhole = false)
{
    SessionStore store(path.toStdString(), SessionStore::Opening::OrNew);
    Journal journal;
    RunSettings settings;
    settings.model = "bestiary";
    settings.targetLayer = "inception_4c/output";
    settings.finalSize = "640x1024";
    journal.add({{}, {}, settings});
    const std::int64_t id = store.addRun({}, journal);
    StoredProgress progress;
    progress.firstEntry = journal.entries().size();
    progress.position = {0, 7};
    progress.state = DreamState();
    progress.state->steps = 7;
    progress.state->settings = settings;
    progress.state->size = {100, 100};
    progress.state->image.resize(30000);
    unsigned value = 1;
    for (double& number : progress.state->image) {
        value = value * 1664525U + 1013904223U;
        number = 1.0 / value;
    }
    progress.reports.resize(7);
    for (int step = 1; step <= 7; ++step)
        progress.reports[static_cast<std::size_t>(step - 1)].step = step;
    store.add(id, progress);
    progress.state.reset();
    progress.reports.clear();
    progress.end = end;
    store.add(id, progress);
    for (const int step : {3, 7})
        store.addSmallPicture(id, {0, step, 0}, jpeg(600).toStdString());
    store.setKeptWhole(isKeptWhole);
}

} // namespace

/// The folder of sessions: which is the last one, what makes room, what a list shows.
class SessionFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void theOneWrittenLastIsFirst();
    void thinsTheOldestFirst();
    void thinsToRecipesAtLast();
    void saysWhenThatIsNotEnough();
    void thinnedSessionsStillOpen();
    void sparesWhatIsCutOffOrStarred();
    void leavesAloneWhatAnotherWindowHas();
    void stopsWhereFilesCannotBecomeSmaller();
    void leavesAloneWhatWasDamaged();
    void endsWhenItIsOver();
    void summarisesForAList();
    void findsNothingInNoFolder();

private:
    QStringList makeRoom(const QString& folder, std::int64_t mostBytes) const
    {
        return ui::makeRoom(folder, mostBytes, m_isOver);
    }
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    std::int64_t sizeOf(const char* name) const { return QFileInfo(path(name)).size(); }
    /// Without a change of the file, and of its time.
    bool hasStates(const char* name) const { return readSessionSummary(path(name).toStdString()).hasStates; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::atomic<bool> m_isOver{false};
};

void SessionFolderTest::theOneWrittenLastIsFirst()
{
    makeSession(path("b.cnnvis"), SessionEnd::Finished);
    makeSession(path("a.cnnvis"), SessionEnd::Finished);
    QCOMPARE(sessionsIn(m_folder->path()), (QStringList{path("a.cnnvis"), path("b.cnnvis")}));
    QFile other(path("b.cnnvis"));
    QVERIFY(other.open(QIODevice::ReadWrite));
    QVERIFY(other.setFileTime(QDateTime::currentDateTime().addSecs(60), QFileDevice::FileModificationTime));
    QCOMPARE(sessionsIn(m_folder->path()).value(0), path("b.cnnvis"));
}

void SessionFolderTest::thinsTheOldestFirst()
{
    for (const char* const name : {"1.cnnvis", "2.cnnvis", "3.cnnvis"})
        makeSession(path(name), SessionEnd::Finished);
    const std::int64_t all = sizeOf("1.cnnvis") + sizeOf("2.cnnvis") + sizeOf("3.cnnvis");
    QVERIFY(makeRoom(m_folder->path(), all).isEmpty());
    const QDateTime time = timeOfSession(path("1.cnnvis"));
    const QStringList told = makeRoom(m_folder->path(), all - 100 * kKilobyte);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told[0].contains(QStringLiteral("thinned")), qPrintable(told[0]));
    QCOMPARE(timeOfSession(path("1.cnnvis")), time); // it is as old as it was
    QVERIFY(!hasStates("1.cnnvis") && hasStates("2.cnnvis") && hasStates("3.cnnvis"));
    QCOMPARE(SessionStore(path("1.cnnvis").toStdString()).smallPictures(1).size(), std::size_t{2});
    QVERIFY(makeRoom(m_folder->path(), all - 100 * kKilobyte).isEmpty()); // once
}

void SessionFolderTest::thinsToRecipesAtLast()
{
    for (const char* const name : {"1.cnnvis", "2.cnnvis", "3.cnnvis"})
        makeSession(path(name), SessionEnd::Finished);
    makeRoom(m_folder->path(), sizeOf("3.cnnvis") + kKilobyte);
    for (const char* const name : {"1.cnnvis", "2.cnnvis"}) {
        QVERIFY(!hasStates(name));
        const SessionStore store(path(name).toStdString());
        QCOMPARE(store.smallPictures(1), (std::vector<RunPosition>{{0, 7, 0}}));
        QCOMPARE(store.journal(1).entries().size(), std::size_t{1});
    }
    QVERIFY(hasStates("3.cnnvis")); // the newest
}

void SessionFolderTest::saysWhenThatIsNotEnough()
{
    makeSession(path("1.cnnvis"), SessionEnd::Finished, true);
    makeSession(path("2.cnnvis"), SessionEnd::Finished);
    const QStringList told = makeRoom(m_folder->path(), kKilobyte);
    QCOMPARE(told.size(), 1);
    QVERIFY2(told[0].contains(QStringLiteral("none is deleted")), qPrintable(told[0]));
    QCOMPARE(sessionsIn(m_folder->path()).size(), 2);
}

void SessionFolderTest::thinnedSessionsStillOpen()
{
    for (const char* const name : {"1.cnnvis", "2.cnnvis"})
        makeSession(path(name), SessionEnd::Finished);
    makeRoom(m_folder->path(), sizeOf("2.cnnvis") + kKilobyte);
    const KeptSession session = readSession(path("1.cnnvis"));
    QCOMPARE(session.runs.size(), std::size_t{1});
    QCOMPARE(session.runs[0].last, (RunPosition{0, 7, 0}));
    QVERIFY(!session.runs[0].state);
    QCOMPARE(session.runs[0].smallPictures.size(), std::size_t{1});
    QVERIFY(session.notes.isEmpty());
}

void SessionFolderTest::sparesWhatIsCutOffOrStarred()
{
    makeSession(path("1.cnnvis"), std::nullopt);
    makeSession(path("2.cnnvis"), SessionEnd::Finished, true);
    makeSession(path("3.cnnvis"), SessionEnd::Stopped);
    makeSession(path("4.cnnvis"), SessionEnd::Finished);
    const std::int64_t all = sizeOf("1.cnnvis") + sizeOf("2.cnnvis") + sizeOf("3.cnnvis") + sizeOf("4.cnnvis");
    makeRoom(m_folder->path(), all - 100 * kKilobyte);
    QVERIFY(hasStates("1.cnnvis") && hasStates("2.cnnvis") && !hasStates("3.cnnvis"));
    makeRoom(m_folder->path(), kKilobyte);
    QVERIFY(!hasStates("1.cnnvis") && hasStates("2.cnnvis") && hasStates("4.cnnvis"));
}

void SessionFolderTest::leavesAloneWhatAnotherWindowHas()
{
    makeSession(path("1.cnnvis"), SessionEnd::Finished);
    makeSession(path("2.cnnvis"), SessionEnd::Finished);
    {
        const SessionStore open(path("1.cnnvis").toStdString()); // a run goes there
        makeRoom(m_folder->path(), kKilobyte);
        QVERIFY(!open.states(1).empty());
    }
    {
        const KeptSession other = readSession(path("1.cnnvis")); // none does
        QVERIFY_THROWS_EXCEPTION(SessionError, readSession(path("1.cnnvis")));
        QCOMPARE(readLastSession(m_folder->path()).path, path("2.cnnvis"));
        makeRoom(m_folder->path(), kKilobyte);
        QVERIFY(hasStates("1.cnnvis"));
    }
    QVERIFY(!QFile::exists(path("1.cnnvis.lock")));
    QCOMPARE(readSession(path("1.cnnvis")).runs.size(), std::size_t{1});
}

/// Its states are gone, but what is left of it has no room to be written anew.
void SessionFolderTest::stopsWhereFilesCannotBecomeSmaller()
{
    for (const char* const name : {"1.cnnvis", "2.cnnvis", "3.cnnvis"}) {
        makeSession(path(name), SessionEnd::Finished);
        SessionStore(path(name).toStdString()).addSmallPicture(1, {0, 5, 0}, std::string(1024 * kKilobyte, 'x'));
    }
    const QDateTime time = timeOfSession(path("1.cnnvis"));
    QStringList told;
    {
        const FileLimit limit(768 * kKilobyte);
        told = makeRoom(m_folder->path(), kKilobyte);
    }
    QCOMPARE(told.size(), 2);
    QVERIFY2(told[0].contains(QStringLiteral("were thinned: ") + QLocale().toString(time, QLocale::ShortFormat)),
        qPrintable(told[0]));
    QVERIFY2(told[1].contains(QStringLiteral("No more room could be made")), qPrintable(told[1]));
    QCOMPARE(timeOfSession(path("1.cnnvis")), time);
    QVERIFY(!hasStates("1.cnnvis") && hasStates("2.cnnvis") && hasStates("3.cnnvis"));
    // The next time, it works.
    makeRoom(m_folder->path(), 3 * 1024 * kKilobyte + 600 * kKilobyte);
    QVERIFY(sizeOf("1.cnnvis") < sizeOf("3.cnnvis") - 200 * kKilobyte);
}

void SessionFolderTest::leavesAloneWhatWasDamaged()
{
    makeSession(path("1.cnnvis"), SessionEnd::Finished);
    makeSession(path("2.cnnvis"), SessionEnd::Finished);
    const QDateTime time = timeOfSession(path("1.cnnvis"));
    {
        // A page of its state; as a copy, it is looked at closely.
        constexpr qint64 kPage = 4096;
        QFile file(path("1.cnnvis"));
        QVERIFY(file.copy(path("copy")) && file.remove() && QFile::rename(path("copy"), path("1.cnnvis")));
        QFile damaged(path("1.cnnvis"));
        QVERIFY(damaged.open(QIODevice::ReadWrite) && damaged.seek(damaged.size() / kPage / 2 * kPage)
            && damaged.write(QByteArray(kPage, 0)) == kPage && damaged.flush());
        QVERIFY(damaged.setFileTime(time, QFileDevice::FileModificationTime));
    }
    const QStringList told = makeRoom(m_folder->path(), kKilobyte);
    QVERIFY2(told.value(0).contains(QStringLiteral("damaged")), qPrintable(told.join(QLatin1Char(' '))));
    QVERIFY(!told.join(QLatin1Char(' ')).contains(QStringLiteral("thinned: ")));
    QCOMPARE(sessionsIn(m_folder->path()).value(0), path("2.cnnvis")); // still
    QVERIFY(QFile::exists(path("1.cnnvis-damaged")));
    QCOMPARE(SessionStore(path("1.cnnvis").toStdString()).smallPictures(1).size(), std::size_t{2});
}

void SessionFolderTest::endsWhenItIsOver()
{
    makeSession(path("1.cnnvis"), SessionEnd::Finished);
    makeSession(path("2.cnnvis"), SessionEnd::Finished);
    m_isOver = true;
    makeRoom(m_folder->path(), kKilobyte);
    m_isOver = false;
    QVERIFY(hasStates("1.cnnvis"));
}

void SessionFolderTest::summarisesForAList()
{
    makeSession(path("1.cnnvis"), SessionEnd::Finished, true);
    const RecentSession session = readRecentSession(path("1.cnnvis"), 64);
    QCOMPARE(session.title, QStringLiteral("bestiary · inception_4c/output · 1024 × 640"));
    QCOMPARE(session.picture.size(), QSize(64, 32));
    QVERIFY(session.isKeptWhole && !session.isThinned);
    QFile text(path("2.cnnvis"));
    QVERIFY(text.open(QIODevice::WriteOnly) && text.write("nothing of ours") > 0);
    text.close();
    QVERIFY(readRecentSession(path("2.cnnvis"), 64).title.isEmpty());
}

void SessionFolderTest::findsNothingInNoFolder()
{
    QVERIFY(makeRoom(path("none"), 1).isEmpty());
    QVERIFY(sessionsIn(path("none")).isEmpty());
}

QTEST_GUILESS_MAIN(SessionFolderTest)
#include "tst_session_folder.moc"
