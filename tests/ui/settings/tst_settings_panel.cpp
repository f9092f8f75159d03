// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/entry_text.h"
#include "settings/path_editor.h"
#include "settings/row_label.h"
#include "settings/setting_editor.h"
#include "settings/settings_panel.h"
#include "settings/settings_store.h"
#include "theme/theme.h"

#include <QtTest>
#include <QtWidgets>

namespace cnnvis::ui {

namespace {

QString named(const char* name)
{
    return QString::fromLatin1(name);
}

/// A value that is not the default.
QString otherText(const SettingEntry& entry)
{
    if (isNumberEntry(entry)) {
        return entry.maximum < 3 ? named("0.5") : named("3");
    }
    if (std::holds_alternative<bool RunSettings::*>(entry.field)) {
        return named("true");
    }
    if (!entry.choices.empty()) {
        return toText(entry.choices[1]);
    }
    return entry.textKind == TextKind::PictureSize ? named("270x480") : named("some/name.png");
}

/// Does what a person would do to have that text in the editor.
void enter(SettingEditor& editor, const QString& text)
{
    if (auto* const combo = editor.findChild<QComboBox*>(); combo != nullptr && !combo->isEditable()) {
        combo->setCurrentIndex(combo->findData(text));
        Q_EMIT combo->activated(combo->currentIndex());
        return;
    }
    const QList<QCheckBox*> boxes = editor.findChildren<QCheckBox*>();
    for (QCheckBox* const box : boxes) {
        const bool isWanted = boxes.size() == 1 ? text == named("true") : box->objectName().endsWith(text);
        if (box->isChecked() != isWanted) {
            box->click();
        }
    }
    if (auto* const line = editor.findChild<QLineEdit*>()) {
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }
}

} // namespace

class TestSettingsPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void hasOneNamedEditorForEachEntry();
    void roundTripsEveryEntry_data();
    void roundTripsEveryEntry();
    void mergesASliderDragIntoOneUndoStep();
    void mergesClicksOfTheFieldUntilItIsLeft();
    void resetsByDoubleClickOnTheLabel();
    void resetsTheFocusedSetting();
    void keepsInvalidTextAndSaysWhy();
    void marksWhileTypingWithoutTaking();
    void commitsWhatIsTyped();
    void dropsInvalidTextOnReset();
    void marksWhatTheStoreSays();
    void showsAHiddenRowThatHasAProblem();
    void filtersBySearch();
    void searchesBothTiersAndClosedGroups();
    void switchesTiers();
    void remembersOpenGroups();
    void saysWhatWaitsForARestart();
    void saysWhatWaitsForTheNextSize();
    void completesLayerNames();
    void keepsALayerThatIsNotInTheList();
    void readsSizesAsPeopleWriteThem();
    void takesADroppedFile();
    void scrollsRatherThanTurnsUnfocusedEditors();
    void revealsASetting();
    void goesAwayWhileAFieldIsBeingEdited();
    void namesEverythingThatCanBeUsed();
    void makesAllFieldsEquallyHigh();
    void clipsNothingAtItsLeastWidth();

private:
    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_panel->findChild<Widget*>(named(name));
    }
    bool isShown(const char* key) const { return find<QWidget>((std::string(key) + "_row").c_str())->isVisible(); }

    std::unique_ptr<SettingsStore> m_store;
    std::unique_ptr<SettingsPanel> m_panel;
};

void TestSettingsPanel::init()
{
    m_store = std::make_unique<SettingsStore>();
    m_panel = std::make_unique<SettingsPanel>(*m_store);
    m_panel->setTier(SettingTier::Advanced);
    m_panel->resize(330, 700);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void TestSettingsPanel::cleanup()
{
    m_panel.reset();
    m_store.reset();
}

void TestSettingsPanel::hasOneNamedEditorForEachEntry()
{
    for (const SettingEntry& entry : settingsSchema()) {
        const QList<QWidget*> found = m_panel->findChildren<QWidget*>(keyOf(entry));
        QCOMPARE(found.size(), 1);
        auto* const editor = qobject_cast<SettingEditor*>(found.front());
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->accessibleName(), labelOf(entry));
        QVERIFY(editor->toolTip().contains(toText(entry.help).toHtmlEscaped()));
        QCOMPARE(editor->inputText().isEmpty(), m_store->text(keyOf(entry)).isEmpty());
    }
}

void TestSettingsPanel::roundTripsEveryEntry_data()
{
    QTest::addColumn<QString>("key");
    for (const SettingEntry& entry : settingsSchema()) {
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

    enter(editor, after);
    QCOMPARE(m_store->text(key), after);
    QVERIFY(m_panel->findChild<RowLabel*>(key + named("_label"))->isChanged());
    while (m_store->undoStack()->canUndo()) {
        m_store->undoStack()->undo();
    }
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
        for (int i = 1; i <= 5; ++i) {
            QTest::mouseMove(slider, middle + QPoint((drag == 0 ? 4 : -4) * i, 0));
        }
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
    QVERIFY(problem->text().contains(named("final_size")));
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
    QVERIFY(m_panel->hasInvalidInput());
    QTest::keyClick(line, Qt::Key_Backspace);
    QVERIFY(!m_panel->hasInvalidInput());
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
    enter(*find<SettingEditor>("beta"), named("soft"));
    QVERIFY(m_panel->hasInvalidInput());
    QTest::mouseDClick(find<RowLabel>("beta_label"), Qt::LeftButton);
    QVERIFY(!m_panel->hasInvalidInput());
    QCOMPARE(find<SettingEditor>("beta")->inputText(), named("2.00"));
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

void TestSettingsPanel::showsAHiddenRowThatHasAProblem()
{
    m_panel->setTier(SettingTier::Simple);
    QVERIFY(!isShown("gpu"));
    m_store->setExternalProblem(named("gpu"), named("There is none"));
    QVERIFY(isShown("gpu"));
    m_store->clearExternalProblems();
    QVERIFY(!isShown("gpu"));
}

void TestSettingsPanel::filtersBySearch()
{
    auto* const search = find<QLineEdit>("settings_search");
    search->setText(named("LEARNING rate"));
    QVERIFY(isShown("learning_rate"));
    QVERIFY(isShown("learning_rate_decay_iter"));
    QVERIFY(!isShown("seed"));
    search->setText(named("tv_reg_step_iter")); // a key
    QVERIFY(isShown("tv_reg_step_iter"));
    QVERIFY(!isShown("tv_reg"));
    search->setText(named("burn out")); // words of the help
    QVERIFY(isShown("p_reg"));
    QVERIFY(!isShown("beta"));
    search->setText(named("xyzzy"));
    QVERIFY(find<QLabel>("settings_nothing_found")->isVisible());
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(isShown("seed"));
    QVERIFY(!find<QLabel>("settings_nothing_found")->isVisible());
}

void TestSettingsPanel::searchesBothTiersAndClosedGroups()
{
    m_panel->setTier(SettingTier::Simple);
    m_panel->setOpenGroups({});
    QVERIFY(!isShown("beta"));
    find<QLineEdit>("settings_search")->setText(named("beta"));
    QVERIFY(isShown("beta"));
}

void TestSettingsPanel::switchesTiers()
{
    QVERIFY(isShown("beta"));
    find<QAbstractButton>("settings_simple")->click();
    QCOMPARE(m_panel->tier(), SettingTier::Simple);
    for (const SettingEntry& entry : settingsSchema()) {
        QCOMPARE(isShown(std::string(entry.key).c_str()), entry.tier == SettingTier::Simple);
    }
    QVERIFY(!find<QWidget>("Machine_group")->isVisible()); // nothing simple is in it
    find<QAbstractButton>("settings_all")->click();
    QVERIFY(isShown("beta"));
}

void TestSettingsPanel::remembersOpenGroups()
{
    QSignalSpy changed(m_panel.get(), &SettingsPanel::viewChanged);
    find<QAbstractButton>("Sizes_header")->click();
    QCOMPARE(changed.size(), 1);
    QVERIFY(!isShown("num_sizes"));
    const QStringList open = m_panel->openGroups();
    QVERIFY(!open.contains(named("Sizes")));
    SettingsPanel other(*m_store);
    other.setOpenGroups(open);
    QCOMPARE(other.openGroups(), open);
}

void TestSettingsPanel::saysWhatWaitsForARestart()
{
    auto* const bar = find<QWidget>("restart_bar");
    m_store->edit(named("seed"), named("1"));
    QVERIFY(!bar->isVisible());
    m_panel->setRunning(true);
    QCOMPARE(find<RowLabel>("seed_label")->effectMark(), EffectMark::Quiet);
    QCOMPARE(find<RowLabel>("beta_label")->effectMark(), EffectMark::None);
    m_store->edit(named("seed"), named("2"));
    m_store->edit(named("num_sizes"), named("3"));
    m_store->edit(named("beta"), named("3"));
    QCOMPARE(find<RowLabel>("seed_label")->effectMark(), EffectMark::Waiting);
    QCOMPARE(m_panel->keysAwaitingRestart(), (QStringList{named("seed"), named("num_sizes")}));
    QVERIFY(bar->isVisible());
    QVERIFY(find<QLabel>("restart_text")->text().startsWith(QLatin1Char('2')));
    QSignalSpy restart(m_panel.get(), &SettingsPanel::restartRequested);
    find<QAbstractButton>("restart_button")->click();
    QCOMPARE(restart.size(), 1);
    m_panel->setRunning(true);
    QVERIFY(!bar->isVisible());
    m_store->undoStack()->undo(); // beta
    m_store->undoStack()->undo(); // num_sizes
    QVERIFY(bar->isVisible());
    m_panel->setRunning(false);
    QVERIFY(!bar->isVisible());
    QCOMPARE(find<RowLabel>("seed_label")->effectMark(), EffectMark::None);
}

void TestSettingsPanel::saysWhatWaitsForTheNextSize()
{
    m_panel->setRunning(true);
    auto* const label = find<RowLabel>("batch_size_label");
    QCOMPARE(label->effectMark(), EffectMark::Quiet);
    m_store->edit(named("batch_size"), named("4"));
    QCOMPARE(label->effectMark(), EffectMark::Waiting);
    QVERIFY(m_panel->keysAwaitingRestart().isEmpty());
    m_panel->noteSizeStarted();
    QCOMPARE(label->effectMark(), EffectMark::Quiet);
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
    enter(editor, QStringLiteral("1080 × 1920"));
    QCOMPARE(m_store->text(named("final_size")), named("1080x1920"));
    enter(editor, named("X0.5"));
    QCOMPARE(m_store->text(named("final_size")), named("x0.5"));
    enter(editor, QString());
    m_store->edit(named("final_size"), named("10x20"));
    QCOMPARE(editor.inputText(), named("10x20"));
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

void TestSettingsPanel::scrollsRatherThanTurnsUnfocusedEditors()
{
    auto* const bar = m_panel->findChild<QScrollArea*>()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    const auto turnOver = [](QWidget* target) {
        const QPointF middle(target->rect().center());
        QWheelEvent event(middle, target->mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        // Only what comes from the mouse itself goes on to the parents.
        QSpontaneKeyEvent::setSpontaneous(&event);
        qApp->notify(target, &event);
    };
    find<QWidget>("settings_search")->setFocus();
    QWidget* const targets[] = {find<QWidget>("amplify_l1_weight_slider"), find<QWidget>("image_type_box"),
        find<QAbstractSpinBox>("amplify_l1_weight_field")->findChild<QLineEdit*>(), find<QWidget>("target_layer_box")};
    for (QWidget* const target : targets) {
        const int before = bar->value();
        turnOver(target);
        QVERIFY2(bar->value() > before, qPrintable(target->objectName()));
        QCOMPARE(m_store->undoStack()->count(), 0);
        bar->setValue(0);
    }
    find<QWidget>("amplify_l1_weight_field")->setFocus();
    turnOver(find<QAbstractSpinBox>("amplify_l1_weight_field"));
    QCOMPARE(m_store->settings().amplifyL1Weight, 0.9);
}

void TestSettingsPanel::revealsASetting()
{
    m_panel->setTier(SettingTier::Simple);
    m_panel->setOpenGroups({});
    m_panel->reveal(named("threads"));
    QVERIFY(isShown("threads"));
    QVERIFY(find<QWidget>("threads_field")->hasFocus());
    QVERIFY(!find<QWidget>("threads_row")->visibleRegion().isEmpty());
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

void TestSettingsPanel::namesEverythingThatCanBeUsed()
{
    for (const QWidget* const widget : m_panel->findChildren<QWidget*>()) {
        const bool isPartOfAnother = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr
            || qobject_cast<const QLineEdit*>(widget->parentWidget()) != nullptr
            || qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr;
        if (widget->focusPolicy() == Qt::NoFocus || isPartOfAnother || widget->isWindow()
            || widget->inherits("QScrollBar") || widget->inherits("QAbstractItemView")) {
            continue;
        }
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestSettingsPanel::makesAllFieldsEquallyHigh()
{
    const int height = find<QWidget>("final_size_field")->height();
    for (const char* const name : {"seed_field", "beta_field", "image_type_box", "target_layer_box", "model_field"}) {
        QCOMPARE(find<QWidget>(name)->height(), height);
    }
}

void TestSettingsPanel::clipsNothingAtItsLeastWidth()
{
    m_panel->resize(m_panel->minimumWidth(), 700);
    QCoreApplication::sendPostedEvents();
    for (const QLabel* const label : m_panel->findChildren<QLabel*>()) {
        if (label->isVisible()) {
            const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
            QVERIFY2(label->height() >= needed, qPrintable(label->text()));
        }
    }
    for (const SettingEntry& entry : settingsSchema()) {
        const auto* const editor = m_panel->findChild<SettingEditor*>(keyOf(entry));
        QVERIFY2(editor->width() >= editor->minimumSizeHint().width(),
            qPrintable(QStringLiteral("%1: %2").arg(keyOf(entry)).arg(editor->minimumSizeHint().width())));
    }
}

} // namespace cnnvis::ui

/// Built by hand, as a theme wants the application before the first widget.
int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    cnnvis::ui::applyTheme(app, cnnvis::ui::ThemeChoice::Dark);
    cnnvis::ui::TestSettingsPanel test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_settings_panel.moc"
