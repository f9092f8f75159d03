// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings_store.h"

#include <QtTest>
#include <QtWidgets>

namespace cnnvis::ui {

namespace {

const QString kRate = QStringLiteral("learning_rate");
const QString kSteps = QStringLiteral("num_steps");

bool hasProblem(const SettingsStore& store, const char* key)
{
    const auto& problems = store.problems();
    return std::any_of(problems.begin(), problems.end(), [key](const SettingsProblem& p) { return p.key == key; });
}

} // namespace

class TestSettingsStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void undoesAndRedoesAnEdit();
    void refusesWhatDoesNotFit();
    void tellsWhetherATextWouldFit();
    void makesNoStepOfAnEditThatChangesNothing();
    void mergesADragIntoOneUndoStep();
    void keepsTwoDragsApart();
    void keepsDragsOfTwoSettingsApart();
    void endsADragAtAnUndo();
    void dropsADragThatComesBack();
    void appliesAPresetAsOneUndoStep();
    void appliesAllOrNothing();
    void replacesAllAsOneUndoStep();
    void resetsOneAndAll();
    void tellsWhatChangedAfterEveryChange();
    void tellsProblemsAcrossSettings();
    void keepsAnOutsideProblemUntilItsSettingChanges();
    void keepsThePresetThroughUndo();
    void resetsToThePresetFirst();
    void restoresWhatItSaved();
    void refusesABrokenSession();
};

void TestSettingsStore::undoesAndRedoesAnEdit()
{
    SettingsStore store;
    QCOMPARE(store.edit(kRate, QStringLiteral("2.4")), QString());
    QCOMPARE(store.settings().learningRate, 2.4);
    QVERIFY(!store.isDefault(kRate));
    QVERIFY(store.undoStack()->undoText().contains(QStringLiteral("Learning rate")));
    store.undoStack()->undo();
    QCOMPARE(store.settings().learningRate, 1.0);
    QVERIFY(store.isDefault(kRate));
    store.undoStack()->redo();
    QCOMPARE(store.text(kRate), QStringLiteral("2.4"));
}

void TestSettingsStore::refusesWhatDoesNotFit()
{
    SettingsStore store;
    QSignalSpy changed(&store, &SettingsStore::changed);
    QVERIFY(store.edit(kRate, QStringLiteral("fast")).contains(QStringLiteral("“Learning rate”")));
    QVERIFY(!store.edit(kRate, QStringLiteral("-1")).isEmpty());
    QVERIFY(!store.edit(QStringLiteral("no_such_key"), QStringLiteral("1")).isEmpty());
    QCOMPARE(store.settings().learningRate, 1.0);
    QCOMPARE(store.undoStack()->count(), 0);
    QCOMPARE(changed.size(), 0);
}

void TestSettingsStore::tellsWhetherATextWouldFit()
{
    SettingsStore store;
    QCOMPARE(store.check(kRate, QStringLiteral("3")), QString());
    QVERIFY(!store.check(kRate, QStringLiteral("x")).isEmpty());
    QCOMPARE(store.settings().learningRate, 1.0);
}

void TestSettingsStore::makesNoStepOfAnEditThatChangesNothing()
{
    SettingsStore store;
    store.edit(kRate, QStringLiteral("1.00"));
    QCOMPARE(store.undoStack()->count(), 0);
}

void TestSettingsStore::mergesADragIntoOneUndoStep()
{
    SettingsStore store;
    for (const char* const text : {"1.1", "1.5", "2.0"})
        store.edit(kRate, QLatin1String(text), EditKind::Drag);
    QCOMPARE(store.undoStack()->count(), 1);
    QCOMPARE(store.settings().learningRate, 2.0);
    store.undoStack()->undo();
    QCOMPARE(store.settings().learningRate, 1.0);
    store.undoStack()->redo();
    QCOMPARE(store.settings().learningRate, 2.0);
}

void TestSettingsStore::keepsTwoDragsApart()
{
    SettingsStore store;
    store.edit(kRate, QStringLiteral("1.5"), EditKind::Drag);
    store.finishDrag();
    store.edit(kRate, QStringLiteral("2.5"), EditKind::Drag);
    QCOMPARE(store.undoStack()->count(), 2);
    store.undoStack()->undo();
    QCOMPARE(store.settings().learningRate, 1.5);
}

void TestSettingsStore::keepsDragsOfTwoSettingsApart()
{
    SettingsStore store;
    store.edit(kRate, QStringLiteral("1.5"), EditKind::Drag);
    store.edit(kSteps, QStringLiteral("50"), EditKind::Drag);
    store.edit(kRate, QStringLiteral("2"), EditKind::Drag);
    QCOMPARE(store.undoStack()->count(), 3);
}

void TestSettingsStore::endsADragAtAnUndo()
{
    SettingsStore store;
    store.edit(kRate, QStringLiteral("1.5"));
    store.edit(kRate, QStringLiteral("2"), EditKind::Drag);
    store.finishDrag();
    store.edit(kRate, QStringLiteral("3"), EditKind::Drag);
    store.undoStack()->undo();
    store.edit(kRate, QStringLiteral("4"), EditKind::Drag);
    store.undoStack()->undo();
    QCOMPARE(store.settings().learningRate, 2.0);
}

void TestSettingsStore::dropsADragThatComesBack()
{
    SettingsStore store;
    store.edit(kRate, QStringLiteral("1.5"), EditKind::Drag);
    store.edit(kRate, QStringLiteral("1"), EditKind::Drag);
    QCOMPARE(store.undoStack()->count(), 0);
    QCOMPARE(store.settings().learningRate, 1.0);
}

void TestSettingsStore::appliesAPresetAsOneUndoStep()
{
    SettingsStore store;
    const SettingsChange preset{{"learning_rate", "5"}, {"num_steps", "40"}, {"tv_grad_operator", "sobel"}};
    QCOMPARE(store.apply(preset, QStringLiteral("Apply Creatures")), QString());
    QCOMPARE(store.undoStack()->count(), 1);
    QCOMPARE(store.undoStack()->undoText(), QStringLiteral("Apply Creatures"));
    QCOMPARE(store.settings().tvGradOperator, TvGradOperator::Sobel);
    store.undoStack()->undo();
    QVERIFY(store.changeFromDefaults().empty());
}

void TestSettingsStore::appliesAllOrNothing()
{
    SettingsStore store;
    const SettingsChange broken{{"learning_rate", "5"}, {"num_steps", "many"}};
    QVERIFY(store.apply(broken, QStringLiteral("Apply")).contains(QStringLiteral("“Steps per size”")));
    QVERIFY(store.changeFromDefaults().empty());
    QCOMPARE(store.undoStack()->count(), 0);
}

void TestSettingsStore::replacesAllAsOneUndoStep()
{
    SettingsStore store;
    store.edit(kSteps, QStringLiteral("7"));
    RunSettings other;
    other.alpha = 2;
    store.replace(other, QStringLiteral("Settings of a picture"));
    QCOMPARE(store.settings().numSteps, 1000);
    QCOMPARE(store.settings().alpha, 2.0);
    store.undoStack()->undo();
    QCOMPARE(store.settings().numSteps, 7);
    QCOMPARE(store.settings().alpha, 6.0);
}

void TestSettingsStore::resetsOneAndAll()
{
    SettingsStore store;
    store.edit(kSteps, QStringLiteral("7"));
    store.edit(kRate, QStringLiteral("7"));
    store.reset(kSteps);
    QVERIFY(store.isDefault(kSteps));
    QVERIFY(!store.isDefault(kRate));
    store.undoStack()->undo();
    QCOMPARE(store.settings().numSteps, 7);
    store.resetAll();
    QVERIFY(store.changeFromDefaults().empty());
    store.undoStack()->undo();
    QCOMPARE(store.changeFromDefaults().size(), std::size_t(2));
}

void TestSettingsStore::tellsWhatChangedAfterEveryChange()
{
    SettingsStore store;
    QSignalSpy changed(&store, &SettingsStore::changed);
    store.apply({{"learning_rate", "5"}, {"num_steps", "40"}}, QStringLiteral("Apply"));
    store.undoStack()->undo();
    QCOMPARE(changed.size(), 2);
    for (const QList<QVariant>& arguments : changed) {
        QStringList keys = arguments.at(0).toStringList();
        keys.sort();
        QCOMPARE(keys, (QStringList{kRate, kSteps}));
    }
}

void TestSettingsStore::tellsProblemsAcrossSettings()
{
    SettingsStore store;
    QSignalSpy told(&store, &SettingsStore::problemsChanged);
    QVERIFY(store.problems().empty());
    store.apply({{"initial_image", "sky.png"}, {"output_file", "./sky.png"}}, QStringLiteral("Apply"));
    QVERIFY(hasProblem(store, "output_file"));
    QCOMPARE(told.size(), 1);
    store.undoStack()->undo();
    QVERIFY(store.problems().empty());
    QCOMPARE(told.size(), 2);
}

void TestSettingsStore::keepsAnOutsideProblemUntilItsSettingChanges()
{
    SettingsStore store;
    store.setExternalProblem(QStringLiteral("target_layer"), QStringLiteral("no such layer"));
    QVERIFY(hasProblem(store, "target_layer"));
    store.edit(kRate, QStringLiteral("2"));
    QVERIFY(hasProblem(store, "target_layer"));
    store.edit(QStringLiteral("target_layer"), QStringLiteral("conv1"));
    QVERIFY(store.problems().empty());
    store.setExternalProblem(QStringLiteral("gpu"), QStringLiteral("there is none"));
    store.clearExternalProblems();
    QVERIFY(store.problems().empty());
}

void TestSettingsStore::keepsThePresetThroughUndo()
{
    SettingsStore store;
    QSignalSpy changed(&store, &SettingsStore::originChanged);
    SettingsOrigin reef{QStringLiteral("Reef"), {}};
    reef.settings.learningRate = 4.0;
    SettingsOrigin garden{QStringLiteral("Garden"), {}};
    store.replace(reef, QStringLiteral("Apply Reef"));
    store.replace(garden, QStringLiteral("Apply Garden"));
    store.edit(kSteps, QStringLiteral("5"));
    QCOMPARE(store.origin().title, QStringLiteral("Garden"));
    store.undoStack()->undo();
    QCOMPARE(store.origin().title, QStringLiteral("Garden"));
    changed.clear();
    store.undoStack()->undo();
    QCOMPARE(store.origin().title, QStringLiteral("Reef"));
    QCOMPARE(store.settings().learningRate, 4.0);
    QVERIFY(!changed.isEmpty());
    store.undoStack()->undo();
    QCOMPARE(store.origin().title, QString());
    store.undoStack()->redo();
    store.undoStack()->redo();
    QCOMPARE(store.origin().title, QStringLiteral("Garden"));
    // Another preset of the same values is a step, too.
    store.replace({QStringLiteral("Meadow"), garden.settings}, QStringLiteral("Apply Meadow"));
    QCOMPARE(store.origin().title, QStringLiteral("Meadow"));
    store.undoStack()->undo();
    QCOMPARE(store.origin().title, QStringLiteral("Garden"));
}

void TestSettingsStore::resetsToThePresetFirst()
{
    SettingsStore store;
    SettingsOrigin reef{QStringLiteral("Reef"), {}};
    reef.settings.learningRate = 4.0;
    store.replace(reef, QStringLiteral("Apply Reef"));
    store.edit(kRate, QStringLiteral("7"));
    QCOMPARE(store.originText(kRate), QStringLiteral("4"));
    store.reset(kRate);
    QCOMPARE(store.settings().learningRate, 4.0);
    store.reset(kRate);
    QCOMPARE(store.settings().learningRate, 1.0);
    store.reset(kRate);
    QCOMPARE(store.settings().learningRate, 4.0);
    store.resetToDefault(kRate);
    QCOMPARE(store.settings().learningRate, 1.0);
}

void TestSettingsStore::restoresWhatItSaved()
{
    SettingsStore store;
    store.apply({{"learning_rate", "0.1"}, {"iter_behavior", ""}, {"initial_image", "Über $HOME/sky.jpg"}},
        QStringLiteral("Apply"));
    SettingsStore other;
    other.edit(kSteps, QStringLiteral("3"));
    QCOMPARE(other.restore(store.toJson()), QString());
    QVERIFY(settingsDifference(store.settings(), other.settings()).empty());
    QVERIFY(!other.undoStack()->canUndo());
}

void TestSettingsStore::refusesABrokenSession()
{
    SettingsStore store;
    store.edit(kSteps, QStringLiteral("3"));
    QVERIFY(!store.restore("{\"settings\": {\"num_steps\": \"lots\"}}").isEmpty());
    QVERIFY(!store.restore("not json").isEmpty());
    QCOMPARE(store.settings().numSteps, 3);
    QVERIFY(store.undoStack()->canUndo());
}

} // namespace cnnvis::ui

QTEST_MAIN(cnnvis::ui::TestSettingsStore)
#include "tst_settings_store.moc"
