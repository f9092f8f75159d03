// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings_panel_test.h"

namespace cnnvis::ui {

namespace {

/// A part of an editor that has the focus while one types, by what it is.
void addFieldRows()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::newRow("number") << named("num_steps") << named("num_steps_field") << named("5");
    QTest::newRow("size") << named("final_size") << named("final_size_field") << named("20x10");
    QTest::newRow("path") << named("initial_image") << named("initial_image_field") << named("/a/b.png");
    QTest::newRow("layer") << named("target_layer") << named("target_layer_box") << named("conv2");
}

} // namespace

/// Keys in the fields of the panel: what they take, and what reaches the window.
class TestSettingsKeys : public SettingsPanelTest {
    Q_OBJECT

private Q_SLOTS:
    void leavesTheFieldWithReturn_data();
    void leavesTheFieldWithReturn();
    void staysInTheFieldWithWhatCannotBeUsed();
    void restoresTheValueWithEscape_data();
    void restoresTheValueWithEscape();
    void handsLettersThatAreNoNumberToTheWindow();
    void dropsLettersWhereANumberBelongs();
    void handsUndoToTheWindowOnceTheLineHasNothingToUndo();
    void handsLettersOverAChoiceToTheWindow();
};

void TestSettingsKeys::leavesTheFieldWithReturn_data()
{
    addFieldRows();
}

void TestSettingsKeys::leavesTheFieldWithReturn()
{
    QFETCH(QString, key);
    QFETCH(QString, field);
    QFETCH(QString, typed);
    auto* const part = m_panel->findChild<QWidget*>(field);
    part->setFocus();
    QVERIFY(part->hasFocus());
    QTest::keyClick(part, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(part, typed);
    QTest::keyClick(part, Qt::Key_Return);
    QCOMPARE(m_store->text(key), key == named("final_size") ? named("10x20") : typed);
    auto* const row = m_panel->findChild<QWidget*>(key + named("_row"));
    QVERIFY(row->hasFocus());
    // From there on the tabulator finds the parts of this row, and the reset this setting.
    m_panel->resetFocused();
    QVERIFY(m_store->isDefault(key));
    QTest::keyClick(row, Qt::Key_Tab);
    QVERIFY(row->isAncestorOf(QApplication::focusWidget()));
}

void TestSettingsKeys::staysInTheFieldWithWhatCannotBeUsed()
{
    auto* const field = find<QWidget>("num_steps_field");
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, named("0"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(m_panel->hasInvalidInput());
    QVERIFY(field->hasFocus());
}

void TestSettingsKeys::restoresTheValueWithEscape_data()
{
    addFieldRows();
}

void TestSettingsKeys::restoresTheValueWithEscape()
{
    QFETCH(QString, key);
    QFETCH(QString, field);
    QFETCH(QString, typed);
    auto* const part = m_panel->findChild<QWidget*>(field);
    const QString before = m_store->text(key);
    const QString shown = m_panel->findChild<SettingEditor*>(key)->inputText();
    part->setFocus();
    QTest::keyClick(part, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(part, typed + named("0-0"));
    QTest::keyClick(part, Qt::Key_Escape);
    QCOMPARE(m_panel->findChild<SettingEditor*>(key)->inputText(), shown);
    QCOMPARE(m_store->text(key), before);
    QVERIFY(!m_panel->hasInvalidInput());
    QVERIFY(!part->hasFocus());
    QCOMPARE(m_store->undoStack()->count(), 0);
}

void TestSettingsKeys::handsLettersThatAreNoNumberToTheWindow()
{
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    auto* const action = new QAction(m_panel.get());
    action->setShortcut(Qt::Key_K);
    m_panel->addAction(action);
    QSignalSpy triggered(action, &QAction::triggered);
    auto* const field = find<QAbstractSpinBox>("num_steps_field");
    auto* const line = field->findChild<QLineEdit*>();
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, named("ex1k2q3e1e"));
    QCOMPARE(line->text(), named("123e1"));
    QCOMPARE(triggered.size(), 1);
    // Where a word means a number, its letters are for the field.
    auto* const batch = find<QAbstractSpinBox>("batch_size_field");
    batch->setFocus();
    QTest::keyClick(batch, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(batch, named("auto"));
    QCOMPARE(batch->findChild<QLineEdit*>()->text(), named("auto"));
    QTest::keyClicks(batch, named("t"));
    QCOMPARE(batch->findChild<QLineEdit*>()->text(), named("auto"));
    // A name may have any letter.
    auto* const path = find<QLineEdit>("initial_image_field");
    path->setFocus();
    QTest::keyClicks(path, named("k"));
    QCOMPARE(path->text(), named("k"));
    QCOMPARE(triggered.size(), 1);
}

void TestSettingsKeys::dropsLettersWhereANumberBelongs()
{
    auto* const field = find<QAbstractSpinBox>("num_steps_field");
    auto* const line = field->findChild<QLineEdit*>();
    const auto paste = [&](const char* text) {
        field->setFocus();
        line->selectAll();
        line->insert(named(text));
        Q_EMIT line->textEdited(named(text));
    };
    paste("many");
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(m_panel->hasInvalidInput()); // while one is there, it says why
    find<QWidget>("seed_field")->setFocus();
    QVERIFY(!m_panel->hasInvalidInput());
    QCOMPARE(line->text(), named("1000"));
    paste("k");
    QVERIFY(m_panel->commitInput());
    QCOMPARE(line->text(), named("1000"));
    paste("");
    QVERIFY(m_panel->commitInput());
    // A number that does not fit is meant.
    paste("0");
    QVERIFY(!m_panel->commitInput());
    paste("20e");
    QVERIFY(m_panel->commitInput());
    QCOMPARE(m_store->settings().numSteps, 20);
}

void TestSettingsKeys::handsUndoToTheWindowOnceTheLineHasNothingToUndo()
{
    m_panel->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_panel.get()));
    QAction* const undo = m_store->undoStack()->createUndoAction(m_panel.get());
    undo->setShortcut(QKeySequence::Undo);
    m_panel->addAction(undo);
    m_store->edit(named("seed"), named("4"));
    auto* const field = find<QAbstractSpinBox>("num_steps_field");
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, named("5"));
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier); // what is typed and not taken yet
    QCOMPARE(m_store->settings().seed, 4);
    QVERIFY(field->findChild<QLineEdit*>()->text() != named("5"));
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, named("5"));
    find<QWidget>("seed_field")->setFocus();
    QCOMPARE(m_store->settings().numSteps, 5);
    QTest::keyClick(find<QWidget>("seed_field"), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_store->settings().numSteps, 1000);
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Up);
    QVERIFY(m_store->settings().numSteps > 1000);
    QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_store->settings().numSteps, 1000);
    QCOMPARE(m_store->settings().seed, 4);
}

/// Choosing by letters is given up for shortcuts: a B that means the picture before must not become bf16.
void TestSettingsKeys::handsLettersOverAChoiceToTheWindow()
{
    auto* const box = find<QComboBox>("precision_box");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_B);
    QCOMPARE(m_store->settings().precision, Precision::Fp32);
    QCOMPARE(box->currentIndex(), 0);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(m_store->settings().precision, Precision::Bf16);
}

} // namespace cnnvis::ui

int main(int argc, char** argv)
{
    return cnnvis::ui::runPanelTest<cnnvis::ui::TestSettingsKeys>(argc, argv);
}

#include "tst_settings_keys.moc"
