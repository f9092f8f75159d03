// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_recorder.h"

#include "cnnvis/session.h"
#include "support/random_values.h"
#include "support/same_pixels.h"
#include "support/two_size_dreams.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

constexpr std::size_t kLarge = 1000;
thread_local bool isMemoryShort = false; // for anything large

} // namespace

// Inlined, compilers see them as pairs of new and free(), and warn.
[[gnu::noinline]] void* operator new(std::size_t bytes)
{
    void* const memory = isMemoryShort && bytes >= kLarge ? nullptr : std::malloc(bytes == 0 ? 1 : bytes); // NOLINT
    if (memory == nullptr)
        throw std::bad_alloc();
    return memory;
}

// Sanitizers have one of their own, whose memory would not fit the delete below.
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept
{
    return std::malloc(bytes == 0 ? 1 : bytes); // NOLINT
}

[[gnu::noinline]] void operator delete(void* memory) noexcept
{
    std::free(memory); // NOLINT
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t /*bytes*/) noexcept
{
    std::free(memory); // NOLINT
}

namespace {

/// Does something before each batch of tiles.
class AtBatches final : public OutputSink {
public:
    explicit AtBatches(std::function<void(const Dream& dream)> action)
        : m_action(std::move(action))
    { }
    void betweenBatches(const Dream& dream) override { m_action(dream); }

private:
    std::function<void(const Dream& dream)> m_action;
};

/// Does something before each step.
class AtSteps final : public OutputSink {
public:
    explicit AtSteps(std::function<void(const Dream& dream)> action)
        : m_action(std::move(action))
    { }
    void stepStarting(const Dream& dream) override { m_action(dream); }

private:
    std::function<void(const Dream& dream)> m_action;
};

/// Turns a knob in a pause after the third step, and does something when the run goes on.
class PausedKnob final : public OutputSink {
public:
    PausedKnob(RunControl& control, std::function<void()> whenHeld, std::function<void()> whenGoingOn)
        : m_control(control)
        , m_whenHeld(std::move(whenHeld))
        , m_whenGoingOn(std::move(whenGoingOn))
    { }
    void stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& /*dream*/) override
    {
        if (report.sizeIndex == 0 && report.step == 3)
            m_control.setPaused(true);
    }
    void held(const Dream& /*dream*/) override
    {
        m_whenHeld();
        m_control.change(SettingsChange{{"learning_rate", "9"}});
        m_control.setPaused(false);
    }
    void stepStarting(const Dream& dream) override
    {
        if (dream.position() == RunPosition{0, 3, 0})
            m_whenGoingOn();
    }

private:
    RunControl& m_control;
    std::function<void()> m_whenHeld;
    std::function<void()> m_whenGoingOn;
};

} // namespace

class SessionRecorderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsARunAsItWent();
    void goesOnFromWhatItKept();
    void keepsChangesBehindTheLastState();
    void changesInAPauseFollowItsState();
    void theRunOutlivesItsFile();
    void getsOverAShortageOfMemory();
    void refusesBeforeTheRunStarts();

private:
    SessionRequest request() const
    {
        SessionRequest request = m_dreams.request(6);
        DreamRecipe script;
        script.changes = {{{0, 2, 0}, {{"learning_rate", "9"}, {"tv_reg", "0.1"}}}, {{1, 3, 0}, {{"alpha", "3"}}}};
        request.script = RunScript(script);
        return request;
    }
    /// Every batch, as far as the disk keeps up.
    static RecorderOptions always() { return {0.0, 1e9, 0.0, {}}; }
    std::string path() const { return m_folder.filePath(QStringLiteral("session")).toStdString(); }

    TwoSizeDreams m_dreams;
    QTemporaryDir m_folder;
};

void SessionRecorderTest::keepsARunAsItWent()
{
    SessionRecorder recorder(path(), {}, always());
    RunControl control;
    Session session(request(), control);
    session.add(recorder);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.end, SessionEnd::Finished);
    QVERIFY2(recorder.problem().empty(), recorder.problem().c_str());
    const SessionStore store(path());
    QCOMPARE(store.runs().size(), std::size_t{1});
    QVERIFY(store.runs()[0].end == SessionEnd::Finished);
    DreamRecipe recipe = store.journal(1).recipeAt({1, 6, 0});
    QCOMPARE(recipeToJson(recipe), recipeToJson(outcome.recipe));
    QCOMPARE(store.states(1).back(), (RunPosition{1, 6, 0}));
    QCOMPARE(store.reports(1, 100).size(), std::size_t{12});
    QCOMPARE(store.reports(1, 100).back().sizeIndex, 1);
}

void SessionRecorderTest::goesOnFromWhatItKept()
{
    QFile::remove(QString::fromStdString(path()));
    SessionRecorder recorder(path(), {}, always());
    RunControl control;
    Session session(request(), control);
    session.add(recorder);
    AtBatches wait([&](const Dream&) { recorder.waitForDisk(); });
    session.add(wait);
    const SessionOutcome outcome = session.run();
    std::vector<RunPosition> states = SessionStore(path()).states(1);
    QVERIFY(states.size() > 12);
    QVERIFY(
        std::any_of(states.begin(), states.end(), [](const RunPosition& position) { return position.batches > 0; }));
    for (const RunPosition& position : states) {
        SessionRequest rest = request();
        {
            const SessionStore store(path());
            rest.resume =
                std::make_shared<SessionResume>(SessionResume{store.state(1, position), store.journal(1, position)});
        }
        DreamRecipe script;
        script.changes = outcome.recipe.changes;
        rest.settings = rest.resume->state.settings;
        rest.script = RunScript(script, position);
        StoredRun run;
        run.id = recorder.runId();
        SessionRecorder again(path(), run, always());
        RunControl untouched;
        Session resumed(rest, untouched);
        resumed.add(again);
        const SessionOutcome end = resumed.run();
        QVERIFY2(end.problem.isEmpty(), end.problem.message.c_str());
        QVERIFY(haveSamePixels(end.picture, outcome.picture));
        QCOMPARE(recipeToJson(end.recipe), recipeToJson(outcome.recipe));
        const SessionStore store(path());
        QCOMPARE(recipeToJson(store.journal(1).recipeAt({1, 6, 0})), recipeToJson(outcome.recipe));
        QCOMPARE(store.reports(1, 100).size(), std::size_t{12}); // none twice
    }
}

void SessionRecorderTest::keepsChangesBehindTheLastState()
{
    QFile::remove(QString::fromStdString(path()));
    SessionRecorder recorder(path(), {}, {1e9, 1.0, 0.0, {}}); // no state but the last one
    RunControl control;
    Session session(request(), control);
    session.add(recorder);
    AtBatches stop([&](const Dream& dream) {
        if (dream.position() == RunPosition{1, 4, 0})
            control.requestStop();
    });
    session.add(stop);
    QCOMPARE(session.run().end, SessionEnd::Stopped);
    const SessionStore store(path());
    QVERIFY(store.runs()[0].end == SessionEnd::Stopped);
    QCOMPARE(store.states(1).size(), std::size_t{1});
    QCOMPARE(store.journal(1).entries().size(), std::size_t{3});
}

void SessionRecorderTest::changesInAPauseFollowItsState()
{
    QFile::remove(QString::fromStdString(path()));
    const QString kept = QString::fromStdString(path());
    const QString cut = m_folder.filePath(QStringLiteral("cut"));
    RunControl control;
    SessionRecorder recorder(path(), {}, {1e9, 0.1, 0.0, {}}); // no states but in the pause, and at the end
    PausedKnob knob(
        control, [&] { recorder.waitForDisk(); },
        [&] {
            recorder.waitForDisk();
            for (const QString& part : {QString(), QStringLiteral("-wal")}) // what a kill would leave
                QVERIFY(QFile::copy(kept + part, cut + part));
        });
    Session session(m_dreams.request(6), control);
    session.add(recorder);
    session.add(knob);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.end, SessionEnd::Finished);
    const SessionStore store(cut.toStdString());
    const RunPosition pause{0, 3, 0};
    QCOMPARE(store.states(1), std::vector<RunPosition>{pause});
    QCOMPARE(store.journal(1).entries().size(), std::size_t{2});
    QCOMPARE(store.journal(1).entries()[1].after, pause);
    QCOMPARE(store.journal(1, pause).entries().size(), std::size_t{1});
    // And so it goes on with the change.
    const SessionResume resume{store.state(1, pause), store.journal(1, pause)};
    SessionRequest rest{resume.state.settings, randomPicture({12, 12}), {}, {}};
    rest.resume = std::make_shared<SessionResume>(resume);
    rest.script = RunScript(restOfRun(store.runs()[0], store.journal(1), &resume));
    RunControl untouched;
    const SessionOutcome again = Session(rest, untouched).run();
    QVERIFY(haveSamePixels(again.picture, outcome.picture));
    QCOMPARE(recipeToJson(again.recipe), recipeToJson(outcome.recipe));
}

void SessionRecorderTest::theRunOutlivesItsFile()
{
    int told = 0;
    std::string said;
    RecorderOptions options = always();
    options.tell = [&](const std::string& problem) {
        ++told;
        said = problem;
    };
    SessionRecorder recorder(m_folder.filePath(QStringLiteral("lost")).toStdString(), {}, options);
    RunControl control;
    Session session(request(), control);
    session.add(recorder);
    AtBatches remove([&](const Dream& dream) {
        if (dream.position().steps == 3)
            QFile::remove(m_folder.filePath(QStringLiteral("lost")));
    });
    session.add(remove);
    QCOMPARE(session.run().end, SessionEnd::Finished);
    QCOMPARE(told, 1);
    QVERIFY2(said.find("is gone") != std::string::npos, said.c_str());
    QCOMPARE(recorder.problem(), said);
}

void SessionRecorderTest::getsOverAShortageOfMemory()
{
    QFile::remove(QString::fromStdString(path()));
    int told = 0;
    RecorderOptions options = always();
    options.tell = [&](const std::string&) { ++told; };
    SessionRecorder recorder(path(), {}, options);
    std::vector<bool> problems; // whether there is one, at each step
    AtSteps begin([](const Dream& dream) { isMemoryShort = dream.position() == RunPosition{0, 0, 0}; });
    AtSteps end([&](const Dream&) {
        isMemoryShort = false;
        recorder.waitForDisk();
        problems.push_back(!recorder.problem().empty());
    });
    SessionRequest large = request();
    large.settings.outputFile = std::string(2 * kLarge, 'x'); // which the first state has no room for yet
    RunControl control;
    Session session(large, control);
    session.add(begin);
    session.add(recorder);
    session.add(end);
    QCOMPARE(session.run().end, SessionEnd::Finished);
    QCOMPARE(told, 1);
    QVERIFY(problems.at(0));
    QCOMPARE(std::count(problems.begin(), problems.end(), true), 1);
    QVERIFY(recorder.problem().empty());
}

void SessionRecorderTest::refusesBeforeTheRunStarts()
{
    QFile file(m_folder.filePath(QStringLiteral("text")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("text") == 4);
    file.close();
    for (const char* const name : {"text", "none/session"}) {
        SessionRecorder recorder(m_folder.filePath(QString::fromUtf8(name)).toStdString(), {});
        RunControl control;
        Session session(request(), control);
        session.add(recorder);
        const SessionOutcome outcome = session.run();
        QVERIFY(!outcome.hasBegun);
        QVERIFY2(outcome.problem.message.find(name) != std::string::npos, outcome.problem.message.c_str());
    }
}

QTEST_GUILESS_MAIN(SessionRecorderTest)
#include "tst_session_recorder.moc"
