// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "support/random_values.h"
#include "support/recording_sink.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <string>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

bool haveSamePixels(const Picture& a, const Picture& b)
{
    const auto values = static_cast<std::ptrdiff_t>(3) * a.height() * a.width();
    return !a.isEmpty() && a.size() == b.size() && std::equal(a.pixels8(), a.pixels8() + values, b.pixels8());
}

/// Turns knobs at random, and stops at a random batch of tiles.
class RandomHands final : public OutputSink {
public:
    RandomHands(RunControl& control, unsigned seed)
        : m_control(control)
        , m_random(seed)
        , m_batchesLeft(static_cast<int>(m_random() % 200))
    { }

    void stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& /*dream*/) override
    {
        if (m_random() % 3 != 0)
            return;
        const std::string number = std::to_string(1 + m_random() % 30);
        static const char* const kKnobs[] = {"learning_rate", "p_reg", "tv_reg", "alpha", "decay_rate", "num_steps",
            "rescale_image", "use_pixel_learning_rates", "amplify_l1_weight", "batch_size"};
        for (unsigned knobs = 1 + m_random() % 3; knobs > 0; --knobs) {
            const std::string key = kKnobs[m_random() % std::size(kKnobs)];
            const bool isSwitch = key == "rescale_image" || key == "use_pixel_learning_rates";
            const std::string text = key == "decay_rate" ? "0." + number
                : isSwitch                               ? (m_random() % 2 == 0 ? "true" : "false")
                                                         : number;
            m_control.change(SettingsChange{{key, text}});
        }
    }

    void betweenBatches(const Dream& /*dream*/) override
    {
        if (m_batchesLeft-- == 0)
            m_control.requestStop();
    }

private:
    RunControl& m_control;
    std::mt19937 m_random;
    int m_batchesLeft;
};

} // namespace

class ReplayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipesOfTurnedKnobsMakeThePictureAgain_data();
    void recipesOfTurnedKnobsMakeThePictureAgain();
    void snapshotsOnTheWayAreMadeAgain();
    void goesOnFromAnyState();
    void changesComeWhereTheyAreWritten_data();
    void changesComeWhereTheyAreWritten();
    void changesOnResumeAreMadeAgain_data();
    void changesOnResumeAreMadeAgain();
    void branchesGoOnWithOtherSettings();
    void branchesAreMadeAgain();
    void branchesThatCannotBeKeepTheDream_data();
    void branchesThatCannotBeKeepTheDream();
    void moreStepsGoOnBehindTheEnd();
    void knobsThatAreTurnedWinOverTheScript();
    void holdsKnobsUntilABranchIsThere_data();
    void holdsKnobsUntilABranchIsThere();
    void recipesKnowWhatTheyWereMadeFrom();

private:
    SessionRequest request(int steps) const { return {m_dreams.settings(steps), randomPicture({12, 12}), {}, {}}; }

    TwoSizeDreams m_dreams;
};

void ReplayTest::recipesOfTurnedKnobsMakeThePictureAgain_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void ReplayTest::recipesOfTurnedKnobsMakeThePictureAgain()
{
    QFETCH(unsigned, seed);
    RunControl control;
    RandomHands hands(control, seed);
    SessionRequest first = request(12);
    first.settings.batchSize = 1 + static_cast<int>(seed % 3);
    first.settings.tiling = seed % 4 == 0 ? Tiling::Even : Tiling::Original;
    first.settings.normalizeGradient = seed % 5 == 0 ? NormalizeGradient::Mean : NormalizeGradient::Off;
    Session session(first, control);
    session.add(hands);
    const SessionOutcome outcome = session.run();
    QVERIFY(outcome.hasBegun);

    const DreamRecipe recipe = recipeFromJson(recipeToJson(outcome.recipe), "picture");
    SessionRequest again = request(1);
    again.settings = recipe.settings;
    again.script = RunScript(recipe);
    RunControl untouched;
    const SessionOutcome replayed = Session(again, untouched).run();
    if (outcome.end == SessionEnd::Diverged)
        QCOMPARE(replayed.end, SessionEnd::Finished); // just before that
    else
        QVERIFY2(replayed.problem.isEmpty(), replayed.problem.message.c_str());
    QVERIFY(haveSamePixels(outcome.picture, replayed.picture));
    QCOMPARE(recipeToJson(replayed.recipe), recipeToJson(outcome.recipe));
}

void ReplayTest::snapshotsOnTheWayAreMadeAgain()
{
    /// Keeps the recipe and the picture of each batch.
    class Camera final : public OutputSink {
    public:
        void started(const SessionStart& start) override { m_journal = &start.journal; }
        void betweenBatches(const Dream& dream) override
        {
            shots.emplace_back(m_journal->recipeAt(dream.position()), dream.picture());
        }
        std::vector<std::pair<DreamRecipe, Picture>> shots;

    private:
        const Journal* m_journal = nullptr;
    };
    RunControl control;
    Camera camera;
    SessionRequest first = request(3);
    first.settings.batchSize = 1;
    Session session(first, control);
    session.add(camera);
    session.run();
    QVERIFY(camera.shots.size() > 20);
    for (const auto& [recipe, picture] : camera.shots) {
        SessionRequest again = first;
        again.script = RunScript(recipe);
        RunControl untouched;
        QVERIFY(haveSamePixels(Session(again, untouched).run().picture, picture));
    }
}

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

void ReplayTest::goesOnFromAnyState()
{
    RunControl control;
    StateKeeper keeper;
    DreamRecipe turned;
    turned.changes = {{{0, 2}, {{"learning_rate", "9"}}}, {{1, 3}, {{"tv_reg", "3"}}}};
    SessionRequest first = request(6);
    first.script = RunScript(turned);
    Session session(first, control);
    session.add(keeper);
    const SessionOutcome whole = session.run();
    QCOMPARE(keeper.states.size(), std::size_t{13});
    for (const auto& state : keeper.states) {
        SessionRequest again = request(6);
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

void ReplayTest::changesComeWhereTheyAreWritten_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("steps");
    QTest::addColumn<int>("batches");
    QTest::newRow("before the first step") << 0 << 0 << 0;
    QTest::newRow("between steps") << 0 << 2 << 0;
    QTest::newRow("within a step") << 0 << 2 << 1;
    QTest::newRow("between half-steps") << 0 << 1 << 2;
    QTest::newRow("at a size's end") << 0 << 3 << 0;
    QTest::newRow("at a size's beginning") << 1 << 0 << 0;
    QTest::newRow("within its first step") << 1 << 0 << 2;
}

void ReplayTest::changesComeWhereTheyAreWritten()
{
    QFETCH(int, size);
    QFETCH(int, steps);
    QFETCH(int, batches);
    const RunPosition there{size, steps, batches};
    DreamRecipe recipe;
    recipe.changes = {{there, {{"learning_rate", "7"}}}};
    SessionRequest scripted = request(3);
    scripted.settings.batchSize = 1;
    scripted.script = RunScript(recipe);
    RunControl control;
    RecordingSink sink;
    Session session(scripted, control);
    session.add(sink);
    const SessionOutcome outcome = session.run();
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
    QCOMPARE(outcome.recipe.changes[0].after, there);
    QCOMPARE(sink.reports.size(), std::size_t{6});
    QCOMPARE(sink.namesOf({QStringLiteral("step")}).size(), qsizetype{6}); // each step starts once
}

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

void ReplayTest::changesOnResumeAreMadeAgain_data()
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

void ReplayTest::changesOnResumeAreMadeAgain()
{
    QFETCH(bool, isEven);
    QFETCH(QString, key);
    QFETCH(QString, value);
    SessionRequest first = request(2);
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

void ReplayTest::branchesGoOnWithOtherSettings()
{
    RunControl control;
    StateKeeper keeper;
    Session session(request(4), control);
    session.add(keeper);
    session.run();
    const std::shared_ptr<const SessionResume> middle = keeper.states[6]; // two steps of the second size
    SessionRequest branch = request(4);
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

void ReplayTest::branchesAreMadeAgain()
{
    DreamRecipe recipe;
    recipe.changes = {{{0, 2}, {{"image_type", "amplify_neuron"}}}, {{0, 3}, {{"learning_rate", "3"}}},
        {{1, 0}, {{"image_type", "amplify_layer"}, {"tv_reg", "2"}}}, {{1, 4}, {{"num_steps", "6"}}}};
    SessionRequest scripted = request(4);
    scripted.script = RunScript(recipe);
    RunControl control;
    const SessionOutcome outcome = Session(scripted, control).run();
    QVERIFY2(outcome.problem.isEmpty(), outcome.problem.message.c_str());
    QCOMPARE(outcome.step, 6);
    const DreamRecipe read = recipeFromJson(recipeToJson(outcome.recipe), "picture");
    SessionRequest again = request(1);
    again.settings = read.settings;
    again.script = RunScript(read);
    const SessionOutcome replayed = Session(again, control).run();
    QVERIFY(haveSamePixels(outcome.picture, replayed.picture));
    QCOMPARE(recipeToJson(replayed.recipe), recipeToJson(outcome.recipe));
}

void ReplayTest::branchesThatCannotBeKeepTheDream_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("no such network") << QStringLiteral("deploy_txt") << QStringLiteral("/nowhere/net.prototxt");
    QTest::newRow("no such photo") << QStringLiteral("initial_image") << QStringLiteral("/nowhere/photo.png");
    QTest::newRow("another size") << QStringLiteral("initial_size") << QStringLiteral("13x13");
    QTest::newRow("no such layer") << QStringLiteral("target_layer") << QStringLiteral("nothing");
}

void ReplayTest::branchesThatCannotBeKeepTheDream()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    const SettingsChange branch{{key.toStdString(), value.toStdString()}};
    SessionRequest plain = request(4);
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

void ReplayTest::moreStepsGoOnBehindTheEnd()
{
    RunControl control;
    StateKeeper keeper;
    Session session(request(4), control);
    session.add(keeper);
    session.run();
    SessionRequest more = request(4);
    more.resume = keeper.states.back();
    more.settings.numSteps = 6;
    const SessionOutcome outcome = Session(more, control).run();
    QCOMPARE(outcome.sizeIndex, 1);
    QCOMPARE(outcome.step, 6);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
    SessionRequest again = request(4);
    again.script = RunScript(outcome.recipe);
    QVERIFY(haveSamePixels(Session(again, control).run().picture, outcome.picture));
}

void ReplayTest::knobsThatAreTurnedWinOverTheScript()
{
    DreamRecipe recipe;
    recipe.changes = {{{0, 0}, {{"learning_rate", "2"}, {"tv_reg", "3"}}}};
    SessionRequest scripted = request(1);
    scripted.script = RunScript(recipe);
    RunControl control;
    control.change(SettingsChange{{"learning_rate", "5"}});
    const SessionOutcome outcome = Session(scripted, control).run();
    QCOMPARE(outcome.settings.learningRate, 5.0);
    QCOMPARE(outcome.settings.tvReg, 3.0);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
}

void ReplayTest::holdsKnobsUntilABranchIsThere_data()
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

void ReplayTest::holdsKnobsUntilABranchIsThere()
{
    QFETCH(int, size);
    QFETCH(int, steps);
    QFETCH(QString, branch);
    const RunPosition there{size, steps};
    DreamRecipe way;
    way.changes = {{{0, 1}, {{"p_reg", "2"}}}, {there, {{"learning_rate", "2"}, {"tv_reg", "3"}, {"num_steps", "5"}}}};
    if (!branch.isEmpty())
        way.changes.back().change.push_back({branch.toStdString(), "amplify_neuron"});
    SessionRequest request = this->request(4);
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

void ReplayTest::recipesKnowWhatTheyWereMadeFrom()
{
    RunControl control;
    const DreamRecipe recipe = Session(request(1), control).run().recipe;
    QVERIFY(!recipe.origin.program.empty() && !recipe.origin.libraries.empty() && recipe.origin.threads > 0);
    QCOMPARE(recipe.origin.network.size(), std::size_t{1}); // without weights or mean
    QVERIFY(recipe.origin.startPixels && recipe.origin.startPixels->height == 12);
    QVERIFY(!recipe.origin.startFile); // the pixels came in none
    SessionRequest other = request(1);
    other.startPicture = randomPicture({12, 12}, 2);
    const DreamRecipe changed = Session(other, control).run().recipe;
    QVERIFY(changed.origin.startPixels != recipe.origin.startPixels);
    QCOMPARE(differences(recipe.origin, changed.origin).size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
