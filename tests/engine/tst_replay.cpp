// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session.h"

#include "support/random_values.h"
#include "support/recording_sink.h"
#include "support/same_pixels.h"
#include "support/two_size_dreams.h"

#include <QTest>

#include <random>
#include <string>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

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

/// Recipes that make pictures again.
class ReplayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recipesOfTurnedKnobsMakeThePictureAgain_data();
    void recipesOfTurnedKnobsMakeThePictureAgain();
    void snapshotsOnTheWayAreMadeAgain();
    void changesComeWhereTheyAreWritten_data();
    void changesComeWhereTheyAreWritten();
    void knobsThatAreTurnedWinOverTheScript();
    void recipesKnowWhatTheyWereMadeFrom();

private:
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
    SessionRequest first = m_dreams.request(12);
    first.settings.batchSize = 1 + static_cast<int>(seed % 3);
    first.settings.tiling = seed % 4 == 0 ? Tiling::Even : Tiling::Original;
    first.settings.normalizeGradient = seed % 5 == 0 ? NormalizeGradient::Mean : NormalizeGradient::Off;
    Session session(first, control);
    session.add(hands);
    const SessionOutcome outcome = session.run();
    QVERIFY(outcome.hasBegun);

    const DreamRecipe recipe = recipeFromJson(recipeToJson(outcome.recipe), "picture");
    SessionRequest again = m_dreams.request(1);
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
    SessionRequest first = m_dreams.request(3);
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
    SessionRequest scripted = m_dreams.request(3);
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

void ReplayTest::knobsThatAreTurnedWinOverTheScript()
{
    DreamRecipe recipe;
    recipe.changes = {{{0, 0}, {{"learning_rate", "2"}, {"tv_reg", "3"}}}};
    SessionRequest scripted = m_dreams.request(1);
    scripted.script = RunScript(recipe);
    RunControl control;
    control.change(SettingsChange{{"learning_rate", "5"}});
    const SessionOutcome outcome = Session(scripted, control).run();
    QCOMPARE(outcome.settings.learningRate, 5.0);
    QCOMPARE(outcome.settings.tvReg, 3.0);
    QCOMPARE(outcome.recipe.changes.size(), std::size_t{1});
}

void ReplayTest::recipesKnowWhatTheyWereMadeFrom()
{
    RunControl control;
    const DreamRecipe recipe = Session(m_dreams.request(1), control).run().recipe;
    QVERIFY(!recipe.origin.program.empty() && !recipe.origin.libraries.empty() && recipe.origin.threads > 0);
    QCOMPARE(recipe.origin.network.size(), std::size_t{1}); // without weights or mean
    QVERIFY(recipe.origin.startPixels && recipe.origin.startPixels->height == 12);
    QVERIFY(!recipe.origin.startFile); // the pixels came in none
    SessionRequest other = m_dreams.request(1);
    other.startPicture = randomPicture({12, 12}, 2);
    const DreamRecipe changed = Session(other, control).run().recipe;
    QVERIFY(changed.origin.startPixels != recipe.origin.startPixels);
    QCOMPARE(differences(recipe.origin, changed.origin).size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
