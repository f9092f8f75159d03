// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/run_script.h"

#include "cnnvis/settings_schema.h"

#include <QTest>

using namespace cnnvis;

namespace {

constexpr int kSteps = 1000; // of a size

RunScript script(const std::vector<RecipeChange>& changes)
{
    DreamRecipe recipe;
    recipe.changes = changes;
    return RunScript(recipe);
}

RunPosition at(int step)
{
    return {0, step, 0};
}

QString taken(RunScript& script, int step)
{
    QStringList settings;
    for (const SettingText& setting : script.takeDue(at(step)).toText())
        settings << QString::fromStdString(setting.key + "=" + setting.text);
    return settings.join(QLatin1Char(' '));
}

} // namespace

/// What is edited while the run goes on, by somebody who sees it a little later.
class RunScriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsLaidBesideWhatHappenedHappens();
    void anotherValueAtThatPlaceHappens();
    void nothingIsRepeatedAfterManyEdits();
    void aNewRunIsBegunOnce();
};

void RunScriptTest::whatIsLaidBesideWhatHappenedHappens()
{
    const RecipeChange first{at(100), {{"learning_rate", "3"}}};
    const RecipeChange second{at(100), {{"tv_reg", "0.5"}}};
    for (const bool isOneChange : {false, true}) {
        RunScript played = script({first});
        QCOMPARE(taken(played, 100), QStringLiteral("learning_rate=3"));
        const RecipeChange both{at(100), {first.change.front(), second.change.front()}};
        played.replace(script(isOneChange ? std::vector{both} : std::vector{first, second}), at(101), kSteps);
        QCOMPARE(taken(played, 101), QStringLiteral("tv_reg=0.5"));
        QVERIFY(!played.isDue(at(kSteps)));
    }
}

void RunScriptTest::anotherValueAtThatPlaceHappens()
{
    RunScript played = script({{at(100), {{"learning_rate", "3"}}}});
    QCOMPARE(taken(played, 100), QStringLiteral("learning_rate=3"));
    played.replace(script({{at(100), {{"learning_rate", "5"}}}}), at(101), kSteps);
    QCOMPARE(taken(played, 101), QStringLiteral("learning_rate=5"));
}

void RunScriptTest::nothingIsRepeatedAfterManyEdits()
{
    std::vector<RecipeChange> changes{{at(100), {{"learning_rate", "3"}}}, {at(300), {{"tv_reg", "0.5"}}}};
    RunScript played = script(changes);
    QCOMPARE(taken(played, 100), QStringLiteral("learning_rate=3"));
    for (int edit = 1; edit <= 3; ++edit) {
        changes.push_back({at(300 + edit), {{"learning_rate", std::to_string(5 + edit)}}});
        played.replace(script(changes), at(100 + edit), kSteps);
        QVERIFY(!played.isDue(at(299)));
    }
    QCOMPARE(taken(played, 300), QStringLiteral("tv_reg=0.5"));
    played.replace(script(changes), at(300), kSteps);
    QCOMPARE(taken(played, 301), QStringLiteral("learning_rate=6"));
    QCOMPARE(taken(played, kSteps), QStringLiteral("learning_rate=8"));
}

void RunScriptTest::aNewRunIsBegunOnce()
{
    const RecipeChange branch{at(100), {{"target_layer", "conv1"}, {"learning_rate", "3"}}};
    RunScript played = script({branch});
    QCOMPARE(played.takeBranch(at(100)).size(), std::size_t{1});
    played.replace(script({branch}), at(100), kSteps); // before the rest of the change was taken
    QVERIFY(!played.isOver(at(100)));
    QCOMPARE(taken(played, 100), QStringLiteral("learning_rate=3"));
    played.replace(script({branch}), at(101), kSteps);
    QVERIFY(!played.isOver(at(kSteps)) && !played.isDue(at(kSteps)));
}

QTEST_GUILESS_MAIN(RunScriptTest)
#include "tst_run_script.moc"
