// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings_panel_test.h"

#include "settings/entry_text.h"
#include "settings/path_field.h"
#include "settings/row_label.h"

namespace cnnvis::ui {

/// What is shown: searching, tiers and groups, what waits for a restart, and how it all fits.
class TestSettingsPanelView : public SettingsPanelTest {
    Q_OBJECT

private Q_SLOTS:
    void showsAHiddenRowThatHasAProblem();
    void filtersBySearch();
    void searchesBothTiersAndClosedGroups();
    void tellsHowManyItFoundInPlaceOfTheTier();
    void callsTheSamplePictureByAName();
    void shortensAPathAtItsFolders();
    void switchesTiers();
    void remembersOpenGroups();
    void saysWhatWaitsForARestart();
    void saysWhatWaitsForTheNextSize();
    void scrollsRatherThanTurnsUnfocusedEditors();
    void revealsASetting();
    void namesEverythingThatCanBeUsed();
    void makesAllFieldsEquallyHigh();
    void clipsNothingAtItsLeastWidth();
    void tellsDefaultsAsTheEditorsShowThem();
    void warnsBeyondWhatIsUseful();
    void warnsWhereADreamHasBroken();
    void callsAFeatureByItsName();
    void readsAFeatureByItsName();
    void keepsTheRowUnderThePointer();
    void offersThePresetsValueAndTheDefault();
};

void TestSettingsPanelView::showsAHiddenRowThatHasAProblem()
{
    m_panel->setTier(SettingTier::Simple);
    QVERIFY(!isShown("gpu"));
    m_store->setExternalProblem(named("gpu"), named("There is none"));
    QVERIFY(isShown("gpu"));
    m_store->clearExternalProblems();
    QVERIFY(!isShown("gpu"));
}

void TestSettingsPanelView::filtersBySearch()
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

void TestSettingsPanelView::searchesBothTiersAndClosedGroups()
{
    m_panel->setTier(SettingTier::Simple);
    m_panel->setOpenGroups({});
    QVERIFY(!isShown("beta"));
    find<QLineEdit>("settings_search")->setText(named("beta"));
    QVERIFY(isShown("beta"));
}

void TestSettingsPanelView::tellsHowManyItFoundInPlaceOfTheTier()
{
    m_panel->setTier(SettingTier::Simple);
    auto* const search = find<QLineEdit>("settings_search");
    search->setText(named("tv_reg_step_iter"));
    QVERIFY(!find<QAbstractButton>("settings_simple")->isVisible());
    QCOMPARE(find<QLabel>("settings_found")->text(), named("1 found"));
    search->clear();
    QVERIFY(find<QAbstractButton>("settings_simple")->isVisible());
    QVERIFY(!find<QLabel>("settings_found")->isVisible());
    QCOMPARE(m_panel->tier(), SettingTier::Simple);
}

void TestSettingsPanelView::callsTheSamplePictureByAName()
{
    QCOMPARE(friendlyPath(named("$CNNVIS_DATA/pictures/landscape.png")), named("Sample landscape"));
    QCOMPARE(friendlyPath(named("/home/me/landscape.png")), named("/home/me/landscape.png"));
    // It is only shown so.
    m_store->edit(named("initial_image"), named("$CNNVIS_DATA/pictures/landscape.png"));
    QCOMPARE(find<QLineEdit>("initial_image_field")->text(), named("$CNNVIS_DATA/pictures/landscape.png"));
    QVERIFY(find<QLineEdit>("initial_image_field")->toolTip().contains(named("landscape.png")));
}

void TestSettingsPanelView::shortensAPathAtItsFolders()
{
    const QFontMetrics metrics(m_panel->font());
    const QString path = named("/home/somebody/pictures/of the lake/boat.jpg");
    const auto within = [&](const QString& text) {
        return shortenedPath(path, metrics, metrics.horizontalAdvance(text));
    };
    const QString dots = QChar(0x2026);
    QCOMPARE(within(path), path);
    QCOMPARE(within(dots + named("/of the lake/boat.jpg")), dots + named("/of the lake/boat.jpg"));
    QCOMPARE(within(dots + named("/lake/boat.jpg")), dots + named("/boat.jpg"));
    QVERIFY(within(named("boat")).contains(dots));
}

void TestSettingsPanelView::switchesTiers()
{
    QVERIFY(isShown("beta"));
    find<QAbstractButton>("settings_simple")->click();
    QCOMPARE(m_panel->tier(), SettingTier::Simple);
    for (const SettingEntry& entry : settingsSchema()) {
        if (!entry.isForRenderOnly)
            QCOMPARE(isShown(std::string(entry.key).c_str()), entry.tier == SettingTier::Simple);
    }
    QVERIFY(!find<QWidget>("Machine_group")->isVisible()); // nothing simple is in it
    find<QAbstractButton>("settings_all")->click();
    QVERIFY(isShown("beta"));
}

void TestSettingsPanelView::remembersOpenGroups()
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

void TestSettingsPanelView::saysWhatWaitsForARestart()
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

void TestSettingsPanelView::saysWhatWaitsForTheNextSize()
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

void TestSettingsPanelView::scrollsRatherThanTurnsUnfocusedEditors()
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

void TestSettingsPanelView::revealsASetting()
{
    m_panel->setTier(SettingTier::Simple);
    m_panel->setOpenGroups({});
    m_panel->reveal(named("threads"));
    QVERIFY(isShown("threads"));
    QVERIFY(find<QWidget>("threads_field")->hasFocus());
    QVERIFY(!find<QWidget>("threads_row")->visibleRegion().isEmpty());
}

void TestSettingsPanelView::namesEverythingThatCanBeUsed()
{
    for (const QWidget* const widget : m_panel->findChildren<QWidget*>()) {
        const bool isPartOfAnother = qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr
            || qobject_cast<const QLineEdit*>(widget->parentWidget()) != nullptr
            || qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr;
        if (widget->focusPolicy() == Qt::NoFocus || isPartOfAnother || widget->isWindow()
            || widget->inherits("QScrollBar") || widget->inherits("QAbstractItemView"))
            continue;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestSettingsPanelView::makesAllFieldsEquallyHigh()
{
    const int height = find<QWidget>("final_size_field")->height();
    for (const char* const name : {"seed_field", "beta_field", "image_type_box", "target_layer_box", "model_field"})
        QCOMPARE(find<QWidget>(name)->height(), height);
}

void TestSettingsPanelView::clipsNothingAtItsLeastWidth()
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
        if (entry.isForRenderOnly)
            continue;
        QVERIFY2(editor->width() >= editor->minimumSizeHint().width(),
            qPrintable(QStringLiteral("%1: %2").arg(keyOf(entry)).arg(editor->minimumSizeHint().width())));
    }
}

void TestSettingsPanelView::tellsDefaultsAsTheEditorsShowThem()
{
    const auto shown = [](const char* key, const char* text) {
        return shownValue(*findSetting(key), QString::fromLatin1(text));
    };
    QCOMPARE(shown("image_type", "amplify_layer"), named("Amplify layer"));
    QCOMPARE(shown("iter_behavior", "save+plot_pix"), named("Save, Plot pix"));
    QCOMPARE(shown("rescale_image", "true"), named("on"));
    QCOMPARE(shown("final_size", "400x640"), QStringLiteral("640 × 400"));
    QCOMPARE(shown("initial_image", "$CNNVIS_DATA/pictures/landscape.png"), named("Sample landscape"));
    QCOMPARE(shown("learning_rate", "2"), named("2.00"));
    const QString toolTip = find<QWidget>("learning_rate")->toolTip();
    QVERIFY2(toolTip.contains(named("0.05 to 50")), qPrintable(toolTip));
}

void TestSettingsPanelView::warnsBeyondWhatIsUseful()
{
    auto* const warning = find<QLabel>("learning_rate_warning");
    QVERIFY(!warning->isVisible());
    m_store->edit(named("learning_rate"), named("100"));
    QVERIFY(warning->isVisible());
    QVERIFY2(warning->text().startsWith(named("100 is far above")), qPrintable(warning->text()));
    QVERIFY(!m_panel->hasInvalidInput());
    QVERIFY(m_store->problems().empty());
    m_store->edit(named("learning_rate"), named("20"));
    QVERIFY(!warning->isVisible());
    // Many steps take long, and break nothing.
    m_store->edit(named("num_steps"), named("100000"));
    QVERIFY(!find<QLabel>("num_steps_warning")->isVisible());
}

void TestSettingsPanelView::warnsWhereADreamHasBroken()
{
    auto* const warning = find<QLabel>("learning_rate_warning");
    m_panel->setBrokenFrom(named("learning_rate"), 8.0);
    QVERIFY(!warning->isVisible());
    m_store->edit(named("learning_rate"), named("10"));
    QVERIFY(warning->isVisible());
    QVERIFY2(warning->text().endsWith(named("broke at 8")), qPrintable(warning->text()));
    m_panel->clearBroken();
    QVERIFY(!warning->isVisible());
}

void TestSettingsPanelView::callsAFeatureByItsName()
{
    m_store->edit(named("target_neuron"), named("1"));
    m_panel->setValueNames(named("target_neuron"), {named("anemone"), named("jellyfish"), named("sea horse")});
    const auto note = [this] {
        QStringList texts;
        for (const QLabel* const label : find<RowLabel>("target_neuron_label")->findChildren<QLabel*>())
            texts.append(label->isVisible() ? label->text() : QString());
        return texts.join(QLatin1Char('\n'));
    };
    QVERIFY(note().contains(named("jellyfish")));
    m_store->edit(named("target_neuron"), named("2"));
    QVERIFY(note().contains(named("sea horse")));
    m_store->edit(named("target_neuron"), named("3"));
    QVERIFY(!note().contains(named("sea horse")));
    m_store->edit(named("target_neuron"), named("1"));
    m_panel->setValueNames(named("target_neuron"), {});
    QVERIFY(!note().contains(named("jellyfish")));
}

void TestSettingsPanelView::readsAFeatureByItsName()
{
    m_panel->setValueNames(
        named("target_neuron"), {named("anemone"), named("jellyfish"), named("sea horse"), named("sea")});
    auto* const field = find<QAbstractSpinBox>("target_neuron_field");
    const auto type = [field](const QString& text) {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    };
    type(named("jelly"));
    QCOMPARE(m_store->settings().targetNeuron, 1);
    QCOMPARE(field->findChild<QLineEdit*>()->text(), named("1"));
    type(named("Sea"));
    QCOMPARE(m_store->settings().targetNeuron, 3);
    type(named("sea h"));
    QCOMPARE(m_store->settings().targetNeuron, 2);
    type(named("0"));
    QCOMPARE(m_store->settings().targetNeuron, 0);
    type(named("e")); // of all of them
    QVERIFY(m_panel->hasInvalidInput());
    QCOMPARE(m_store->settings().targetNeuron, 0);
}

void TestSettingsPanelView::keepsTheRowUnderThePointer()
{
    auto* const row = find<QWidget>("num_sizes_row");
    m_panel->reveal(named("num_sizes"));
    QCoreApplication::processEvents();
    const auto place = [&] { return row->mapToGlobal(row->rect().center()); };
    const QPoint before = place();
    QCursor::setPos(before);
    QCOMPARE(QCursor::pos(), before);
    m_store->setExternalProblem(named("initial_size"), named("This size is much too small for the network, by far."));
    QVERIFY(find<QLabel>("initial_size_problem")->isVisible());
    for (int level = 0; level < 5; ++level)
        QCoreApplication::processEvents();
    QCOMPARE(place(), before);
    m_store->clearExternalProblems();
    for (int level = 0; level < 5; ++level)
        QCoreApplication::processEvents();
    QCOMPARE(place(), before);
}

void TestSettingsPanelView::offersThePresetsValueAndTheDefault()
{
    SettingsOrigin origin{named("Reef"), {}};
    origin.settings.learningRate = 4.0;
    m_store->replace(origin, named("Apply"));
    m_store->edit(named("learning_rate"), named("7"));
    auto* const label = find<RowLabel>("learning_rate_label");
    const auto openMenu = [&] {
        QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(5, 5), label->mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(label, &event);
        return m_panel->findChild<QMenu*>(named("settingMenu"));
    };
    QMenu* menu = openMenu();
    QVERIFY(menu != nullptr);
    auto* const back = menu->findChild<QAction*>(named("resetToPreset"));
    QVERIFY(back != nullptr && back->text().contains(named("4.00")));
    menu->findChild<QAction*>(named("resetToDefault"))->trigger();
    QCOMPARE(m_store->settings().learningRate, 1.0);
    delete menu;
    QTest::mouseDClick(label, Qt::LeftButton);
    QCOMPARE(m_store->settings().learningRate, 4.0);
    QTest::mouseDClick(label, Qt::LeftButton);
    QCOMPARE(m_store->settings().learningRate, 1.0);
}

} // namespace cnnvis::ui

int main(int argc, char** argv)
{
    return cnnvis::ui::runPanelTest<cnnvis::ui::TestSettingsPanelView>(argc, argv);
}

#include "tst_settings_panel_view.moc"
