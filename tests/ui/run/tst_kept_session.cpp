// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/kept_session.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

/// A session of that name with a run, and a state of 24 kB.
void makeSession(const QString& path, std::optional<SessionEnd> end)
{
    SessionStore store(path.toStdString(), SessionStore::Opening::OrNew);
    Journal journal;
    journal.add({{}, {}, RunSettings()});
    const std::int64_t id = store.addRun({}, journal);
    StoredProgress progress;
    progress.firstEntry = journal.entries().size();
    progress.state = DreamState();
    progress.state->size = {20, 50};
    progress.state->image.resize(3000);
    store.add(id, progress);
    progress.state.reset();
    progress.end = end;
    store.add(id, progress);
}

} // namespace

class KeptSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheNewest();
    void leavesOutWhatCannotBeRead();
    void readsTheOtherStatesBehind();
    void findsNothingInNoFolder();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

    QTemporaryDir m_folder;
};

void KeptSessionTest::readsTheNewest()
{
    makeSession(path("dream-1.cnnvis"), SessionEnd::Finished);
    makeSession(path("dream-2.cnnvis"), std::nullopt);
    const KeptSession session = readLastSession(m_folder.path());
    QCOMPARE(session.path, path("dream-2.cnnvis"));
    QCOMPARE(session.runs.size(), std::size_t{1});
    QVERIFY(!session.runs[0].run.end);
    QVERIFY(session.runs[0].state != nullptr);
    QVERIFY(session.notes.isEmpty());
}

void KeptSessionTest::leavesOutWhatCannotBeRead()
{
    const SessionStore open(path("dream-2.cnnvis").toStdString()); // as another window has it
    const KeptSession session = readLastSession(m_folder.path());
    QCOMPARE(session.path, path("dream-1.cnnvis"));
    QCOMPARE(session.notes.size(), 1);
}

void KeptSessionTest::readsTheOtherStatesBehind()
{
    const std::atomic<bool> isOver{false};
    const std::vector<KeptStates> states = readStates(path("dream-2.cnnvis"), 1 << 20, isOver);
    QCOMPARE(states.size(), std::size_t{1});
    QCOMPARE(states[0].run, 1);
    QCOMPARE(states[0].states.size(), std::size_t{1});
    QCOMPARE(readStates(path("dream-2.cnnvis"), 0, isOver).size(), std::size_t{0});
    const std::atomic<bool> isOverAlready{true};
    QVERIFY(readStates(path("dream-2.cnnvis"), 1 << 20, isOverAlready).empty());
}

void KeptSessionTest::findsNothingInNoFolder()
{
    const KeptSession session = readLastSession(path("none"));
    QVERIFY(session.path.isEmpty() && session.runs.empty() && session.notes.isEmpty());
}

QTEST_GUILESS_MAIN(KeptSessionTest)
#include "tst_kept_session.moc"
