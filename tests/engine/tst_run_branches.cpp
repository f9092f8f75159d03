// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "support/recording_sink.h"
#include "support/same_pixels.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Keeps each state between two steps, with the journal up to there.
class StateKeeper final : public OutputSink {
public:
    void started(const SessionStart& start) override
    {
        m_journal = &start.journal;
        keep(start.dream);
    }
    void stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& dream) override
    {
        keep(dream);
    }
    std::vector<std::shared_ptr<const SessionResume>> states;

private:
    void keep(const Dream& dream)
    {
        states.push_back(std::make_shared<SessionResume>(SessionResume{dream.state(), *m_journal}));
    }
    const Journal* m_journal = nullptr;
};

/// Keeps each state before a step and between batches of tiles, as sessions on the disk do.
class EachState final : public OutputSink {
public:
    void started(const SessionStart& start) override { m_journal = &start.journal; }
    void stepStarting(const Dream& dream) override { keep(dream); }
    void betweenBatches(const Dream& dream) override { keep(dream); }
    std::vector<std::shared_ptr<const SessionResume>> states;

private:
    void keep(const Dream& dream)
    {
        states.push_back(std::make_shared<SessionResume>(SessionResume{dream.state(), *m_journal}));
    }
    const Journal* m_journal = nullptr;
};

} // namespace

/// Runs that go on from a state, as they were or with other settings.
class RunBranchesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goesOnFromAnyState();
    void changesOnResumeAreMadeAgain_data();
    void changesOnResumeAreMadeAgain();
    void branchesGoOnWithOtherSettings();
    void branchesAreMadeAgain();
    void branchesThatCannotBeKeepTheDream_data();
    void branchesThatCannotBeKeepTheDream();
    void moreStepsGoOnBehindTheEnd();
    void holdsKnobsUntilABranchIsThere_data();
    void holdsKnobsUntilABranchIsThere();

private:
    TwoSizeDreams m_dreams;
};

void RunBranchesTest::goesOnFromAnyState()
{
    RunControl control;
    StateKeeper keeper;
    DreamRecipe turned;
    turned.changes = {{{0, 2}, {{"learning_rate", "9"}}}, {{1, 3}, {{"tv_reg", "3"}}}};
    SessionRequest first = m_dreams.request(6);
    first.script = RunScript(turned);
    Session session(first, control);
    session.add(keeper);
    const SessionOutcome whole = session.run();
    QCOMPARE(keeper.states.size(), std::size_t{13});
    for (const auto& state : keeper.states) {
        SessionRequest again = m_dreams.request(6);
        again.settings = state->state.settings;
        again.resume = state;
        again.script = RunScript(turned, RunPosition{state->state.sizeIndex, state->state.steps - 1});
        RunControl untouched;
        const SessionOutcome outcome = Session(again, untouched).run();
        QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
        QVERIFY(haveSamePixels(outcome.picture, whole.picture));
        QCOMPARE(recipeToJson(outcome.recipe), recipeToJson(whole.recipe));
    }
}

void RunBranchesTest::changesOnResumeAreMadeAgain_data()
{
    QTest::addColumn<bool>("isEven");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    for (const bool isEven : {false, true}) {
        const char* const tiling = isEven ? "even" : "original";
        QTest::addRow("%s, a rate", tiling) << isEven << QStringLiteral("learning_rate") << QStringLiteral("5");
        QTest::addRow("%s, more steps", tiling) << isEven << QStringLiteral("num_steps") << QStringLiteral("3");
        QTest::addRow("%s, fewer steps", tiling) << isEven << QStringLiteral("num_steps") << QStringLiteral("1");
    }
}

void RunBranchesTest::changesOnResumeAreMadeAgain()
{
    QFETCH(bool, isEven);
    QFETCH(QString, key);
    QFETCH(QString, value);
    SessionRequest first = m_dreams.request(2);
    first.settings.batchSize = 1;
    first.settings.tiling = isEven ? Tiling::Even : Tiling::Original;
    RunControl control;
    EachState keeper;
    Session session(first, control);
    session.add(keeper);
    session.run();
    QVERIFY(keeper.states.size() >= 20);
    for (const auto& state : keeper.states) {
        SessionRequest turned = first;
        turned.settings = state->state.settings;
        applyChange(turned.settings, {{key.toStdString(), value.toStdString()}});
        turned.resume = state;
        const SessionOutcome outcome = Session(turned, control).run();
        QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
        QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
        SessionRequest again = first;
        again.settings = outcome.recipe.settings;
        again.script = RunScript(outcome.recipe);
        const SessionOutcome replayed = Session(again, control).run();
        QVERIFY(haveSamePixels(replayed.picture, outcome.picture));
        QCOMPARE(recipeToJson(replayed.recipe), recipeToJson(outcome.recipe));
    }
}

void RunBranchesTest::branchesGoOnWithOtherSettings()
{
    RunControl control;
    StateKeeper keeper;
    Session session(m_dreams.request(4), control);
    session.add(keeper);
    session.run();
    const std::shared_ptr<const SessionResume> middle = keeper.states[6]; // two steps of the second size
    SessionRequest branch = m_dreams.request(4);
    branch.resume = middle;
    branch.settings.imageType = ImageType::AmplifyNeuron;
    branch.settings.learningRate = 7.0;
    RunControl untouched;
    const SessionOutcome outcome = Session(branch, untouched).run();
    QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
    QCOMPARE(outcome.recipe.settings.imageType, ImageType::AmplifyLayer);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{2});
    QCOMPARE(outcome.recipe.changes[0].after, (RunPosition{1, 2}));
    QCOMPARE(outcome.recipe.changes[0].change[0].text, std::string("amplify_neuron"));
    QCOMPARE(outcome.recipe.settingsAtEnd().learningRate, 7.0);
    // Other sizes than where it stands: nowhere to go on.
    branch.settings.finalSize = "20x20";
    QVERIFY(!Session(branch, untouched).run().problem.isEmpty());
}

void RunBranchesTest::branchesAreMadeAgain()
{
    DreamRecipe recipe;
    recipe.changes = {{{0, 2}, {{"image_type", "amplify_neuron"}}}, {{0, 3}, {{"learning_rate", "3"}}},
        {{1, 0}, {{"image_type", "amplify_layer"}, {"tv_reg", "2"}}}, {{1, 4}, {{"num_steps", "6"}}}};
    SessionRequest scripted = m_dreams.request(4);
    scripted.script = RunScript(recipe);
    RunControl control;
    const SessionOutcome outcome = Session(scripted, control).run();
    QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
    QCOMPARE(outcome.step, 6);
    const DreamRecipe read = recipeFromJson(recipeToJson(outcome.recipe), "picture");
    SessionRequest again = m_dreams.request(1);
    again.settings = read.settings;
    again.script = RunScript(read);
    const SessionOutcome replayed = Session(again, control).run();
    QVERIFY(haveSamePixels(outcome.picture, replayed.picture));
    QCOMPARE(recipeToJson(replayed.recipe), recipeToJson(outcome.recipe));
}

void RunBranchesTest::branchesThatCannotBeKeepTheDream_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("no such network") << QStringLiteral("deploy_txt") << QStringLiteral("/nowhere/net.prototxt");
    QTest::newRow("no such photo") << QStringLiteral("initial_image") << QStringLiteral("/nowhere/photo.png");
    QTest::newRow("another size") << QStringLiteral("initial_size") << QStringLiteral("13x13");
    QTest::newRow("no such layer") << QStringLiteral("target_layer") << QStringLiteral("nothing");
}

void RunBranchesTest::branchesThatCannotBeKeepTheDream()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    const SettingsChange branch{{key.toStdString(), value.toStdString()}};
    SessionRequest plain = m_dreams.request(4);
    plain.startPicture = {};
    DreamRecipe way;
    way.end = RunPosition{0, 2};
    plain.script = RunScript(way);
    RunControl control;
    const SessionOutcome expected = Session(plain, control).run();
    way.end.reset();
    way.changes = {{{0, 2}, branch}};
    plain.script = RunScript(way);
    RecordingSink sink;
    Session session(plain, control);
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.end, SessionEnd::Failed);
    QVERIFY(!outcome.problem.isEmpty());
    QVERIFY(haveSamePixels(outcome.picture, expected.picture));
    QVERIFY(haveSamePixels(sink.last, expected.picture));
    QCOMPARE(recipeToJson(outcome.recipe), recipeToJson(expected.recipe));
}

void RunBranchesTest::moreStepsGoOnBehindTheEnd()
{
    RunControl control;
    StateKeeper keeper;
    Session session(m_dreams.request(4), control);
    session.add(keeper);
    session.run();
    SessionRequest more = m_dreams.request(4);
    more.resume = keeper.states.back();
    more.settings.numSteps = 6;
    const SessionOutcome outcome = Session(more, control).run();
    QCOMPARE(outcome.sizeIndex, 1);
    QCOMPARE(outcome.step, 6);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
    SessionRequest again = m_dreams.request(4);
    again.script = RunScript(outcome.recipe);
    QVERIFY(haveSamePixels(Session(again, control).run().picture, outcome.picture));
}

void RunBranchesTest::holdsKnobsUntilABranchIsThere_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("branch"); // a setting that takes effect in a new run only
    QTest::newRow("on the way") << 0 << 3 << QString();
    QTest::newRow("another run") << 0 << 3 << QStringLiteral("image_type");
    QTest::newRow("at a size's beginning") << 1 << 0 << QString();
    QTest::newRow("at a size's end") << 0 << 4 << QString();
    QTest::newRow("at the end") << 1 << 4 << QString();
}

void RunBranchesTest::holdsKnobsUntilABranchIsThere()
{
    QFETCH(int, size);
    QFETCH(int, steps);
    QFETCH(QString, branch);
    const RunPosition there{size, steps};
    DreamRecipe way;
    way.changes = {{{0, 1}, {{"p_reg", "2"}}}, {there, {{"learning_rate", "2"}, {"tv_reg", "3"}, {"num_steps", "5"}}}};
    if (!branch.isEmpty())
        way.changes.back().change.push_back({branch.toStdString(), "amplify_neuron"});
    SessionRequest request = m_dreams.request(4);
    request.script = RunScript(way);
    request.script.setHeldUntil(there);
    RunControl control;
    control.change(SettingsChange{{"learning_rate", "5"}});
    RecordingSink sink;
    sink.onMoment = [&](const QString& moment) {
        if (moment == QStringLiteral("done") && sink.reports.size() == 2)
            control.change(SettingsChange{{"learning_rate", "6"}, {"alpha", "4"}});
    };
    Session session(request, control);
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
    const std::vector<RecipeChange>& changes = outcome.recipe.changes;
    QCOMPARE(changes.size(), branch.isEmpty() ? std::size_t{2} : std::size_t{3});
    QCOMPARE(changes[0].after, (RunPosition{0, 1}));
    QCOMPARE(changes[1].after, there);
    QCOMPARE(changes.back().after, there);
    QCOMPARE(changes.back().change.size(), std::size_t{4});
    QCOMPARE(outcome.settings.learningRate, 6.0); // whoever turns a knob has the last word
    QCOMPARE(outcome.settings.tvReg, 3.0);
    QCOMPARE(outcome.settings.alpha, 4.0);
    for (const StepReport& report : sink.reports) {
        const bool isBefore = RunPosition{report.sizeIndex, report.step} <= there;
        QCOMPARE(report.learningRate, isBefore ? 1.0 : 6.0);
    }
}

QTEST_GUILESS_MAIN(RunBranchesTest)
#include "tst_run_branches.moc"
