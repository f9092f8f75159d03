// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings_panel_test.h"

#include "settings/entry_text.h"
#include "settings/path_editor.h"
#include "settings/row_label.h"

#include <functional>
#include <utility>

namespace cnnvis::ui {

namespace {

/// A value that is not the default.
QString otherText(const SettingEntry& entry)
{
    if (isNumberEntry(entry))
        return entry.maximum < 3 ? named("0.5") : named("3");
    if (std::holds_alternative<bool RunSettings::*>(entry.field))
        return named("true");
    if (!entry.choices.empty()) {
        const QString usual = QString::fromStdString(settingText(RunSettings(), entry));
        const QString second = toText(entry.choices[1]);
        return second == usual ? toText(entry.choices[0]) : second;
    }
    if (entry.textKind == TextKind::Colour)
        return named("#102030");
    return entry.textKind == TextKind::PictureSize ? named("270x480") : named("some/name.png");
}

/// As a person would type it.
QString typedText(const SettingEntry& entry, const QString& text)
{
    return entry.textKind == TextKind::PictureSize ? QStringLiteral("480 × 270") : text;
}

} // namespace

/// Editing: what is typed, chosen and dragged, and what becomes of it.
class TestSettingsPanel : public SettingsPanelTest {
    Q_OBJECT

private Q_SLOTS:
    void hasOneNamedEditorForEachEntry();
    void roundTripsEveryEntry_data();
    void roundTripsEveryEntry();
    void mergesASliderDragIntoOneUndoStep();
    void mergesClicksOfTheFieldUntilItIsLeft();
    void resetsByDoubleClickOnTheLabel();
    void resetsTheFocusedSetting();
    void keepsInvalidTextAndSaysWhy();
    void marksWhileTypingWithoutTaking();
    void refusesOnlyOnceTheTypingRests();
    void refusesAtOnceWhatIsEntered_data();
    void refusesAtOnceWhatIsEntered();
    void commitsWhatIsTyped();
    void dropsInvalidTextOnReset();
    void dropsWhatIsTypedWhereAllIsSet_data();
    void dropsWhatIsTypedWhereAllIsSet();
    void keepsWhatIsTypedWhereOthersAreSet();
    void marksWhatTheStoreSays();
    void completesLayerNames();
    void keepsALayerThatIsNotInTheList();
    void readsSizesAsPeopleWriteThem();
    void showsTheWordForTheLowestNumber();
    void takesADroppedFile();
    void goesAwayWhileAFieldIsBeingEdited();
};

void TestSettingsPanel::hasOneNamedEditorForEachEntry()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const QList<QWidget*> found = m_panel->findChildren<QWidget*>(keyOf(entry));
        QCOMPARE(found.size(), entry.isForRenderOnly ? 0 : 1);
        if (entry.isForRenderOnly)
            continue;
        auto* const editor = qobject_cast<SettingEditor*>(found.front());
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->accessibleName(), labelOf(entry));
        QVERIFY(editor->toolTip().contains(helpOf(entry).toHtmlEscaped()));
        QCOMPARE(editor->inputText().isEmpty(), m_store->text(keyOf(entry)).isEmpty());
    }
}

void TestSettingsPanel::roundTripsEveryEntry_data()
{
    QTest::addColumn<QString>("key");
    for (const SettingEntry& entry : settingsSchema()) {
        if (!entry.isForRenderOnly)
            QTest::newRow(std::string(entry.key).c_str()) << keyOf(entry);
    }
}

void TestSettingsPanel::roundTripsEveryEntry()
{
    QFETCH(QString, key);
    const SettingEntry& entry = *findSetting(key.toStdString());
    auto& editor = *m_panel->findChild<SettingEditor*>(key);
    const QString before = m_store->text(key);
    const QString shownBefore = editor.inputText();
    const QString after = otherText(entry);
    const bool isFlags = std::holds_alternative<IterBehavior RunSettings::*>(entry.field);

    enter(editor, typedText(entry, after));
    QCOMPARE(m_store->text(key), after);
    QVERIFY(m_panel->findChild<RowLabel*>(key + named("_label"))->isChanged());
    while (m_store->undoStack()->canUndo())
        m_store->undoStack()->undo();
    QCOMPARE(m_store->text(key), before);
    QCOMPARE(editor.inputText(), shownBefore);
    QVERIFY(!m_panel->findChild<RowLabel*>(key + named("_label"))->isChanged());
    QCOMPARE(m_store->undoStack()->count(), isFlags ? 1 : 1);
    m_store->undoStack()->redo();
    QCOMPARE(m_store->text(key), after);
}

void TestSettingsPanel::mergesASliderDragIntoOneUndoStep()
{
    auto* const slider = find<QSlider>("learning_rate_slider");
    const QPoint middle(slider->width() / 2, slider->height() / 2);
    for (int drag = 0; drag < 2; ++drag) {
        QTest::mousePress(slider, Qt::LeftButton, Qt::NoModifier, middle);
        for (int i = 1; i <= 5; ++i)
            QTest::mouseMove(slider, middle + QPoint((drag == 0 ? 4 : -4) * i, 0));
        QTest::mouseRelease(slider, Qt::LeftButton, Qt::NoModifier, middle + QPoint(drag == 0 ? 20 : -20, 0));
        if (drag == 0) {
            QVERIFY(m_store->settings().learningRate > 1.0);
            QCOMPARE(m_store->undoStack()->count(), 1);
        }
    }
    QVERIFY(m_store->settings().learningRate < 1.0);
    QCOMPARE(m_store->undoStack()->count(), 2);
}

void TestSettingsPanel::mergesClicksOfTheFieldUntilItIsLeft()
{
    auto* const field = find<QAbstractSpinBox>("beta_field");
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Up);
    QTest::keyClick(field, Qt::Key_Up);
    QTest::keyClick(field, Qt::Key_Up);
    QCOMPARE(m_store->settings().beta, 2.3);
    QCOMPARE(m_store->undoStack()->count(), 1);
    find<QWidget>("seed_field")->setFocus();
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Up);
    QCOMPARE(m_store->undoStack()->count(), 2);
}

void TestSettingsPanel::resetsByDoubleClickOnTheLabel()
{
    m_store->edit(named("tv_reg"), named("7"));
    auto* const label = find<RowLabel>("tv_reg_label");
    QVERIFY(label->isChanged());
    QTest::mouseDClick(label, Qt::LeftButton);
    QCOMPARE(m_store->settings().tvReg, 0.5);
    QVERIFY(!label->isChanged());
    m_store->undoStack()->undo();
    QCOMPARE(m_store->settings().tvReg, 7.0);
}

void TestSettingsPanel::resetsTheFocusedSetting()
{
    m_store->edit(named("tv_reg"), named("7"));
    find<QWidget>("tv_reg")->setFocus();
    m_panel->resetFocused();
    QVERIFY(m_store->isDefault(named("tv_reg")));
}

void TestSettingsPanel::keepsInvalidTextAndSaysWhy()
{
    QSignalSpy validity(m_panel.get(), &SettingsPanel::inputValidityChanged);
    auto& editor = *find<SettingEditor>("final_size");
    enter(editor, named("large"));
    QCOMPARE(editor.inputText(), named("large"));
    QCOMPARE(m_store->text(named("final_size")), QString());
    QVERIFY(m_panel->hasInvalidInput());
    auto* const problem = find<QLabel>("final_size_problem");
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(named("Last size")));
    QVERIFY(problem->text().contains(QStringLiteral("width × height")));
    QVERIFY(!problem->text().contains(named("--")));
    QVERIFY(find<QLineEdit>("final_size_field")->property("invalid").toBool());
    m_store->edit(named("seed"), named("4")); // other settings leave it alone
    QCOMPARE(editor.inputText(), named("large"));

    enter(editor, named("100x200"));
    QVERIFY(!m_panel->hasInvalidInput());
    QVERIFY(!problem->isVisible());
    QVERIFY(!find<QLineEdit>("final_size_field")->property("invalid").toBool());
    QCOMPARE(validity.first().at(0).toBool(), true);
    QCOMPARE(validity.last().at(0).toBool(), false);
}

void TestSettingsPanel::marksWhileTypingWithoutTaking()
{
    auto* const line = find<QAbstractSpinBox>("num_steps_field")->findChild<QLineEdit*>();
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, named("5"));
    QCOMPARE(m_store->settings().numSteps, 1000);
    QVERIFY(!m_panel->hasInvalidInput());
    QTest::keyClicks(line, named("q"));
    QTRY_VERIFY(m_panel->hasInvalidInput());
    QTest::keyClick(line, Qt::Key_Backspace);
    QVERIFY(!m_panel->hasInvalidInput());
}

/// The "0" of "0.5" is no learning rate yet, but whoever leaves it at that is told.
void TestSettingsPanel::refusesOnlyOnceTheTypingRests()
{
    QSignalSpy validity(m_panel.get(), &SettingsPanel::inputValidityChanged);
    auto* const field = find<QAbstractSpinBox>("learning_rate_field");
    auto* const problem = find<QLabel>("learning_rate_problem");
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, named("0"));
    QVERIFY(!problem->isVisible());
    QVERIFY(!field->property("invalid").toBool());
    QTest::keyClicks(field, named(".5"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(m_store->settings().learningRate, 0.5);
    QCOMPARE(validity.size(), 0);

    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, named("0"));
    QVERIFY(!problem->isVisible());
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(field->property("invalid").toBool());
    QVERIFY(field->hasFocus());
    QCOMPARE(m_store->settings().learningRate, 0.5);
    // What can be used needs no rest.
    QTest::keyClicks(field, named(".2"));
    QVERIFY(!problem->isVisible());
    QCOMPARE(validity.size(), 2);
}

void TestSettingsPanel::refusesAtOnceWhatIsEntered_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("typed");
    QTest::newRow("number") << named("learning_rate") << named("0");
    QTest::newRow("size") << named("final_size") << named("large");
}

void TestSettingsPanel::refusesAtOnceWhatIsEntered()
{
    QFETCH(QString, key);
    QFETCH(QString, typed);
    auto* const field = m_panel->findChild<QWidget*>(key + named("_field"));
    auto* const problem = m_panel->findChild<QLabel*>(key + named("_problem"));
    const auto type = [&] {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, typed);
        QVERIFY(!problem->isVisible());
    };
    type();
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(problem->isVisible());
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(!problem->isVisible());
    type();
    find<QWidget>("seed_field")->setFocus();
    QVERIFY(problem->isVisible());
}

void TestSettingsPanel::commitsWhatIsTyped()
{
    auto* const line = find<QAbstractSpinBox>("num_steps_field")->findChild<QLineEdit*>();
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, named("5"));
    QVERIFY(m_panel->commitInput());
    QCOMPARE(m_store->settings().numSteps, 5);
    QCOMPARE(m_store->undoStack()->count(), 1);
    line->selectAll();
    QTest::keyClicks(line, named("0"));
    QVERIFY(!m_panel->commitInput());
    QCOMPARE(m_store->settings().numSteps, 5);
}

void TestSettingsPanel::dropsInvalidTextOnReset()
{
    enter(*find<SettingEditor>("beta"), named("900"));
    QVERIFY(m_panel->hasInvalidInput());
    QTest::mouseDClick(find<RowLabel>("beta_label"), Qt::LeftButton);
    QVERIFY(!m_panel->hasInvalidInput());
    QCOMPARE(find<SettingEditor>("beta")->inputText(), named("2.00"));
}

void TestSettingsPanel::dropsWhatIsTypedWhereAllIsSet_data()
{
    QTest::addColumn<int>("way");
    for (const auto& [name, way] : {std::pair("replaced", 0), std::pair("applied", 1), std::pair("reset", 2),
             std::pair("undone", 3), std::pair("redone", 4)})
        QTest::newRow(name) << way;
}

void TestSettingsPanel::dropsWhatIsTypedWhereAllIsSet()
{
    QFETCH(const int, way);
    m_store->edit(named("seed"), named("4"));
    if (way == 4)
        m_store->undoStack()->undo();
    // A value that stays the same, so that the store has no change of it to tell.
    enter(*find<SettingEditor>("target_neuron"), named("8p"));
    QVERIFY(m_panel->hasInvalidInput());
    const std::function<void()> ways[] = {[this] { m_store->replace(RunSettings(), named("preset")); },
        [this] {
            m_store->apply({{"target_neuron", "0"}, {"beta", "3"}}, named("neuron"));
        },
        [this] { m_store->resetAll(); }, [this] { m_store->undoStack()->undo(); },
        [this] { m_store->undoStack()->redo(); }};
    ways[way]();
    QVERIFY(!m_panel->hasInvalidInput());
    QCOMPARE(find<SettingEditor>("target_neuron")->inputText(), named("0"));
    QVERIFY(m_panel->commitInput());
    QCOMPARE(m_store->settings().targetNeuron, 0);
}

void TestSettingsPanel::keepsWhatIsTypedWhereOthersAreSet()
{
    enter(*find<SettingEditor>("target_neuron"), named("8p"));
    m_store->edit(named("seed"), named("4"));
    m_store->reset(named("seed"));
    m_store->apply({{"beta", "3"}}, named("other"));
    QCOMPARE(find<SettingEditor>("target_neuron")->inputText(), named("8p"));
    QVERIFY(m_panel->hasInvalidInput());
}

void TestSettingsPanel::marksWhatTheStoreSays()
{
    m_store->setExternalProblem(named("target_layer"), named("There is no such layer"));
    QVERIFY(find<QLabel>("target_layer_problem")->isVisible());
    QCOMPARE(find<QLabel>("target_layer_problem")->text(), named("There is no such layer"));
    QVERIFY(!m_panel->hasInvalidInput()); // the text itself is fine
    enter(*find<SettingEditor>("target_layer"), named("conv2"));
    QVERIFY(!find<QLabel>("target_layer_problem")->isVisible());
}

void TestSettingsPanel::completesLayerNames()
{
    m_panel->setLayerNames({named("conv1"), named("inception_4b/output"), named("inception_4c/output")});
    auto* const combo = find<QComboBox>("target_layer_box");
    QCOMPARE(combo->count(), 3);
    combo->completer()->setCompletionPrefix(named("4b"));
    QCOMPARE(combo->completer()->completionCount(), 1);
    combo->setCurrentIndex(2);
    Q_EMIT combo->activated(2);
    QCOMPARE(m_store->text(named("target_layer")), named("inception_4c/output"));
    QCOMPARE(m_store->undoStack()->count(), 1);
}

void TestSettingsPanel::keepsALayerThatIsNotInTheList()
{
    m_store->edit(named("target_layer"), named("fire9/concat"));
    m_panel->setLayerNames({named("conv1"), named("conv2")});
    QCOMPARE(find<SettingEditor>("target_layer")->inputText(), named("fire9/concat"));
    QCOMPARE(m_store->text(named("target_layer")), named("fire9/concat"));
}

void TestSettingsPanel::readsSizesAsPeopleWriteThem()
{
    auto& editor = *find<SettingEditor>("final_size");
    enter(editor, QStringLiteral("1920 × 1080"));
    QCOMPARE(m_store->text(named("final_size")), named("1080x1920"));
    QCOMPARE(find<QLineEdit>("final_size_field")->text(), QStringLiteral("1920 × 1080"));
    enter(editor, named("X0.5"));
    QCOMPARE(m_store->text(named("final_size")), named("x0.5"));
    enter(editor, QString());
    m_store->edit(named("final_size"), named("10x20"));
    QCOMPARE(editor.inputText(), named("10x20"));
}

void TestSettingsPanel::showsTheWordForTheLowestNumber()
{
    auto* const editor = find<SettingEditor>("batch_size");
    auto* const slider = find<QSlider>("batch_size_slider");
    QCOMPARE(editor->findChild<QLineEdit*>()->text(), named("auto"));
    QCOMPARE(slider->value(), 0);
    enter(*editor, named("4"));
    QCOMPARE(m_store->settings().batchSize, 4);
    QVERIFY(slider->value() > 0);
    slider->setValue(0);
    QCOMPARE(m_store->settings().batchSize, 0);
    QCOMPARE(editor->findChild<QLineEdit*>()->text(), named("auto"));
    QVERIFY(editor->toolTip().isEmpty() || editor->toolTip().contains(named("1 to 1024, or auto")));
}

void TestSettingsPanel::takesADroppedFile()
{
    auto* const editor = find<PathEditor>("initial_image");
    QMimeData data;
    data.setUrls({QUrl(named("https://example.org/a.png")), QUrl::fromLocalFile(named("/pictures/my sky.png"))});
    QDragEnterEvent enterEvent(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(editor, &enterEvent);
    QVERIFY(enterEvent.isAccepted());
    QDropEvent dropEvent(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(editor, &dropEvent);
    QCOMPARE(m_store->text(named("initial_image")), named("/pictures/my sky.png"));
}

void TestSettingsPanel::goesAwayWhileAFieldIsBeingEdited()
{
    for (const char* const text : {"5", "q"}) {
        auto* const line = find<QAbstractSpinBox>("num_steps_field")->findChild<QLineEdit*>();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, named(text));
        m_panel.reset();
        QCOMPARE(m_store->settings().numSteps, 5);
        m_panel = std::make_unique<SettingsPanel>(*m_store);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }
}

} // namespace cnnvis::ui

int main(int argc, char** argv)
{
    return cnnvis::ui::runPanelTest<cnnvis::ui::TestSettingsPanel>(argc, argv);
}

#include "tst_settings_panel.moc"
