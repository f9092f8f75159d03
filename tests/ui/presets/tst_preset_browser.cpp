// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_browser.h"

#include "preset_library.h"
#include "presets/preset_delegate.h"
#include "presets/preset_model.h"
#include "presets/preset_store.h"
#include "support/find_child.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

const SettingsChange kChange{{"alpha", "3"}, {"num_steps", "7"}};

} // namespace

class PresetBrowserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void listsEveryBuiltInPresetWithTitleAndDescription();
    void cardsFillTheLines();
    void theSelectedCardStaysInSight();
    void onesOwnComeFirst();
    void filtersAndCounts();
    void clickShowsAndDoubleClickApplies();
    void enterAndTheButtonApply();
    void arrowKeysWalkOverHeadings();
    void savesUnderTheNameThatIsAskedFor();
    void saysReplaceWhereTheNameIsTaken();
    void escapeLeavesEverythingAsItIs();
    void renamesOnesOwn();
    void deletesOnesOwnAndBringsItBack();
    void builtInPresetsStay();
    void starredPresetsComeFirst();
    void clickOnTheStarAppliesNothing();
    void importShowsThePreset();
    void refusedImportsSayWhy();
    void exportsThroughADialogueThatDoesNotBlock();
    void presetsForOtherNetworksSaySo();
    void cardsSayWhatIsMissing();
    void everythingIsNamedAndReachable();

private:
    template <typename Type>
    Type* find(const char* name) const
    {
        return test::findChild<Type>(*m_browser, name);
    }
    QListView* grid() const { return find<QListView>("presetGrid"); }
    QModelIndex cardOf(const QString& title) const;
    void click(const QModelIndex& card) const;
    void selectCard(const QString& title) const { grid()->setCurrentIndex(cardOf(title)); }
    QStringList titles(PresetModel::Kind kind) const;
    void typeName(const QString& name) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PresetStore> m_store;
    std::unique_ptr<PresetBrowser> m_browser;
};

void PresetBrowserTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<PresetStore>(m_folder->path());
    m_browser = std::make_unique<PresetBrowser>(*m_store);
    m_store->load();
    m_browser->resize(320, 800);
    m_browser->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_browser.get()));
}

void PresetBrowserTest::cleanup()
{
    m_browser.reset();
    m_store.reset();
}

QModelIndex PresetBrowserTest::cardOf(const QString& title) const
{
    for (int row = 0; row < grid()->model()->rowCount(); ++row) {
        const QModelIndex index = grid()->model()->index(row, 0);
        if (index.data().toString() == title)
            return index;
    }
    return {};
}

void PresetBrowserTest::click(const QModelIndex& card) const
{
    grid()->scrollTo(card);
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, grid()->visualRect(card).center());
}

QStringList PresetBrowserTest::titles(PresetModel::Kind kind) const
{
    QStringList titles;
    for (int row = 0; row < grid()->model()->rowCount(); ++row) {
        const QModelIndex index = grid()->model()->index(row, 0);
        if (index.data(PresetModel::KindRole).toInt() == static_cast<int>(kind))
            titles.append(index.data().toString());
    }
    return titles;
}

/// Into the bar that asks for a name, in place of what is there.
void PresetBrowserTest::typeName(const QString& name) const
{
    auto* const edit = find<QLineEdit>("presetName");
    edit->selectAll();
    QTest::keyClicks(edit, name);
}

void PresetBrowserTest::listsEveryBuiltInPresetWithTitleAndDescription()
{
    const QAbstractItemModelTester tester(grid()->model());
    QStringList expected;
    for (const BuiltInPreset& builtIn : builtInPresets())
        expected.append(QString::fromStdString(builtIn.preset.title));
    QVERIFY(expected.size() >= 13);
    QCOMPARE(titles(PresetModel::Kind::BuiltIn), expected);
    for (const QString& title : expected) {
        QVERIFY(!cardOf(title).data(PresetModel::DescriptionRole).toString().isEmpty());
        QVERIFY(!cardOf(title).data(PresetModel::NetworkRole).toString().isEmpty());
        QVERIFY(cardOf(title).data(Qt::AccessibleTextRole).toString().contains(title));
    }
    QCOMPARE(find<QLabel>("presetCount")->text(), QString::number(expected.size()));
}

void PresetBrowserTest::cardsFillTheLines()
{
    const QRect first = grid()->visualRect(grid()->model()->index(1, 0));
    const QRect second = grid()->visualRect(grid()->model()->index(2, 0));
    QCOMPARE(second.top(), first.top());
    QVERIFY(second.left() >= first.right());
    const int free = grid()->viewport()->width() - second.right();
    QVERIFY2(free >= 0 && free <= 3, qPrintable(QString::number(free)));
    QVERIFY(grid()->visualRect(grid()->model()->index(0, 0)).bottom() < first.top() + 1);
}

void PresetBrowserTest::theSelectedCardStaysInSight()
{
    const QModelIndex last = grid()->model()->index(grid()->model()->rowCount() - 1, 0);
    grid()->setCurrentIndex(last);
    const auto isInSight = [&] { return grid()->viewport()->rect().contains(grid()->visualRect(last)); };
    QTRY_VERIFY(isInSight());
    // More to say about it.
    const int before = grid()->height();
    m_browser->setLoadedLayers({QStringLiteral("conv1")});
    QTRY_VERIFY(grid()->height() < before);
    QTRY_VERIFY(isInSight());
}

void PresetBrowserTest::onesOwnComeFirst()
{
    m_browser->saveCurrent({"Zebra", {}, kChange});
    const auto kindOf = [this](int row) {
        return static_cast<PresetModel::Kind>(grid()->model()->index(row, 0).data(PresetModel::KindRole).toInt());
    };
    QCOMPARE(kindOf(0), PresetModel::Kind::Heading);
    QCOMPARE(cardOf(QStringLiteral("Zebra")).row(), 1);
    QCOMPARE(kindOf(2), PresetModel::Kind::Heading);
    QCOMPARE(kindOf(3), PresetModel::Kind::BuiltIn);
}

void PresetBrowserTest::filtersAndCounts()
{
    QTest::keyClicks(find<QLineEdit>("presetFilter"), QStringLiteral("SCREAM faces"));
    QCOMPARE(titles(PresetModel::Kind::BuiltIn), QStringList{QStringLiteral("Scream with faces")});
    QVERIFY(find<QLabel>("presetCount")->text().startsWith(QStringLiteral("1 of ")));
    find<QLineEdit>("presetFilter")->setText(QStringLiteral("no such words"));
    QCOMPARE(grid()->model()->rowCount(), 0);
    QVERIFY(!grid()->property("hint").toString().isEmpty());
}

void PresetBrowserTest::clickShowsAndDoubleClickApplies()
{
    QSignalSpy chosen(m_browser.get(), &PresetBrowser::presetChosen);
    const QModelIndex card = cardOf(QStringLiteral("Animals everywhere"));
    click(card);
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(find<QLabel>("presetTitle")->text(), QStringLiteral("Animals everywhere"));
    QVERIFY(find<QLabel>("presetDescription")->text().contains(QStringLiteral("inception_4e")));
    QTest::mouseDClick(grid()->viewport(), Qt::LeftButton, {}, grid()->visualRect(card).center());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][1].toString(), QStringLiteral("example3"));
    QCOMPARE(chosen[0][0].value<Preset>().title, std::string("Animals everywhere"));
    QVERIFY(!chosen[0][0].value<Preset>().change.empty());
}

void PresetBrowserTest::enterAndTheButtonApply()
{
    QSignalSpy chosen(m_browser.get(), &PresetBrowser::presetChosen);
    QVERIFY(!find<QPushButton>("presetApplyButton")->isEnabled());
    m_browser->saveCurrent({"Mine", {}, kChange});
    QTest::keyClick(grid(), Qt::Key_Return);
    QTest::mouseClick(find<QPushButton>("presetApplyButton"), Qt::LeftButton);
    QCOMPARE(chosen.size(), 2);
    for (const QList<QVariant>& arguments : chosen) {
        QCOMPARE(arguments[1].toString(), QStringLiteral("Mine"));
        QCOMPARE(arguments[0].value<Preset>().change.size(), std::size_t{2});
    }
}

void PresetBrowserTest::arrowKeysWalkOverHeadings()
{
    m_browser->saveCurrent({"Mine", {}, kChange});
    QTest::keyClick(grid(), Qt::Key_Right);
    QCOMPARE(grid()->currentIndex().data().toString(), titles(PresetModel::Kind::BuiltIn).first());
    QTest::keyClick(grid(), Qt::Key_Left);
    QCOMPARE(grid()->currentIndex().data().toString(), QStringLiteral("Mine"));
    grid()->setCurrentIndex(grid()->model()->index(1, 0));
    QTest::keyClick(grid(), Qt::Key_Up);
    QTest::keyClick(grid(), Qt::Key_Left);
    QCOMPARE(grid()->currentIndex().row(), 1);
}

void PresetBrowserTest::savesUnderTheNameThatIsAskedFor()
{
    QSignalSpy requested(m_browser.get(), &PresetBrowser::saveRequested);
    QTest::mouseClick(find<QPushButton>("presetSave"), Qt::LeftButton);
    auto* const edit = find<QLineEdit>("presetName");
    QVERIFY(edit->isVisible());
    QVERIFY(!find<QPushButton>("presetNameAccept")->isEnabled());
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(requested.size(), 0);
    typeName(QStringLiteral(" My  clouds "));
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].toString(), QStringLiteral("My clouds"));
    QVERIFY(!edit->isVisible());
    find<QLineEdit>("presetFilter")->setText(QStringLiteral("scream"));
    m_browser->saveCurrent({requested[0][0].toString().toStdString(), {}, kChange});
    QCOMPARE(titles(PresetModel::Kind::Own), QStringList{QStringLiteral("My clouds")});
    QCOMPARE(grid()->currentIndex().data().toString(), QStringLiteral("My clouds"));
}

void PresetBrowserTest::saysReplaceWhereTheNameIsTaken()
{
    m_browser->saveCurrent({"Mine", {}, kChange});
    m_browser->askToSaveCurrent();
    typeName(QStringLiteral("min"));
    const QString save = find<QPushButton>("presetNameAccept")->text();
    typeName(QStringLiteral("mine"));
    QVERIFY(find<QPushButton>("presetNameAccept")->text() != save);
}

void PresetBrowserTest::escapeLeavesEverythingAsItIs()
{
    QSignalSpy requested(m_browser.get(), &PresetBrowser::saveRequested);
    m_browser->askToSaveCurrent();
    typeName(QStringLiteral("Mine"));
    QTest::keyClick(find<QLineEdit>("presetName"), Qt::Key_Escape);
    QVERIFY(!find<QLineEdit>("presetName")->isVisible());
    QCOMPARE(requested.size(), 0);
}

void PresetBrowserTest::renamesOnesOwn()
{
    m_browser->saveCurrent({"Old", {}, kChange});
    m_browser->saveCurrent({"Taken", {}, kChange});
    selectCard(QStringLiteral("Old"));
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_F2);
    QCOMPARE(find<QLineEdit>("presetName")->text(), QStringLiteral("Old"));
    typeName(QStringLiteral("taken"));
    QVERIFY(!find<QPushButton>("presetNameAccept")->isEnabled());
    typeName(QStringLiteral("New"));
    QTest::mouseClick(find<QPushButton>("presetNameAccept"), Qt::LeftButton);
    QCOMPARE(titles(PresetModel::Kind::Own), (QStringList{QStringLiteral("New"), QStringLiteral("Taken")}));
    QCOMPARE(grid()->currentIndex().data().toString(), QStringLiteral("New"));
}

void PresetBrowserTest::deletesOnesOwnAndBringsItBack()
{
    m_browser->saveCurrent({"Gone", {}, kChange});
    find<QAction>("presetStar")->trigger();
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_Delete);
    QVERIFY(titles(PresetModel::Kind::Own).isEmpty());
    QVERIFY(find<QLabel>("presetNoticeText")->text().contains(QStringLiteral("Gone")));
    QTest::mouseClick(find<QPushButton>("presetUndo"), Qt::LeftButton);
    QCOMPARE(titles(PresetModel::Kind::Own), QStringList{QStringLiteral("Gone")});
    QVERIFY(cardOf(QStringLiteral("Gone")).data(PresetModel::StarRole).toBool());
    QVERIFY(!find<QPushButton>("presetUndo")->isVisible());
}

void PresetBrowserTest::builtInPresetsStay()
{
    const QStringList before = titles(PresetModel::Kind::BuiltIn);
    selectCard(before.first());
    grid()->setFocus();
    QTest::keyClick(grid(), Qt::Key_Delete);
    QTest::keyClick(grid(), Qt::Key_F2);
    QVERIFY(!find<QAction>("presetDelete")->isEnabled() && !find<QAction>("presetRename")->isEnabled());
    QVERIFY(find<QAction>("presetExport")->isEnabled());
    QCOMPARE(titles(PresetModel::Kind::BuiltIn), before);
    QVERIFY(!find<QLineEdit>("presetName")->isVisible());
}

void PresetBrowserTest::starredPresetsComeFirst()
{
    const QString title = QStringLiteral("Scream with faces");
    selectCard(title);
    find<QAction>("presetStar")->trigger();
    QCOMPARE(titles(PresetModel::Kind::BuiltIn).first(), title);
    QCOMPARE(grid()->currentIndex().data().toString(), title);
    QVERIFY(find<QAction>("presetStar")->isChecked());
    find<QAction>("presetStar")->trigger();
    QVERIFY(titles(PresetModel::Kind::BuiltIn).first() != title);
}

void PresetBrowserTest::clickOnTheStarAppliesNothing()
{
    QSignalSpy chosen(m_browser.get(), &PresetBrowser::presetChosen);
    const QModelIndex card = grid()->model()->index(2, 0);
    const QString title = card.data().toString();
    QStyleOptionViewItem option;
    option.rect = grid()->visualRect(card);
    option.fontMetrics = grid()->fontMetrics();
    option.font = grid()->font();
    const QPoint star = PresetDelegate::starRect(option).center();
    QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, star);
    QCOMPARE(titles(PresetModel::Kind::BuiltIn).first(), title);
    QVERIFY(m_store->isStarred(cardOf(title).data(PresetModel::KeyRole).toString()));
    QTest::mouseDClick(grid()->viewport(), Qt::LeftButton, {}, star);
    QCOMPARE(chosen.size(), 0);
}

void PresetBrowserTest::importShowsThePreset()
{
    const QString file = m_folder->filePath(QStringLiteral("given.txt"));
    QVERIFY(m_store->exportPreset({"Given", "", kChange}, file));
    m_browser->importFile(file);
    QCOMPARE(grid()->currentIndex().data().toString(), QStringLiteral("Given"));
    QVERIFY(!find<QLabel>("presetNoticeText")->isVisible());
}

void PresetBrowserTest::refusedImportsSayWhy()
{
    QFile file(m_folder->filePath(QStringLiteral("bad.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"settings\": {\"alpha\": 0}}") > 0);
    file.close();
    m_browser->importFile(file.fileName());
    QVERIFY(titles(PresetModel::Kind::Own).isEmpty());
    QVERIFY(find<QLabel>("presetNoticeText")->isVisible());
    QVERIFY(find<QLabel>("presetNoticeText")->text().contains(QStringLiteral("--alpha")));
    QVERIFY(!find<QPushButton>("presetUndo")->isVisible());
    QTest::mouseClick(find<QPushButton>("presetNoticeClose"), Qt::LeftButton);
    QVERIFY(!find<QLabel>("presetNoticeText")->isVisible());
}

void PresetBrowserTest::exportsThroughADialogueThatDoesNotBlock()
{
    m_browser->saveCurrent({"Mine", {}, kChange});
    find<QAction>("presetExport")->trigger();
    auto* const dialog = find<QFileDialog>("presetExportDialog");
    const QString file = m_folder->filePath(QStringLiteral("exported.json"));
    Q_EMIT dialog->fileSelected(file);
    dialog->reject();
    QVERIFY(QFile::exists(file));
    QCOMPARE(readPresetFile(file.toStdString()).title, std::string("Mine"));
}

void PresetBrowserTest::presetsForOtherNetworksSaySo()
{
    selectCard(QStringLiteral("Eyes in the sky"));
    const QString before = find<QLabel>("presetDescription")->text();
    m_browser->setLoadedLayers({QStringLiteral("conv1"), QStringLiteral("inception_4e/output")});
    QVERIFY(find<QLabel>("presetDescription")->text().contains(QStringLiteral("fire6/concat")));
    QVERIFY(!cardOf(QStringLiteral("Eyes in the sky")).data(PresetModel::FitsRole).toBool());
    m_browser->setLoadedLayers({QStringLiteral("fire6/concat")});
    QCOMPARE(find<QLabel>("presetDescription")->text(), before);
    QVERIFY(cardOf(QStringLiteral("Eyes in the sky")).data(PresetModel::FitsRole).toBool());
}

void PresetBrowserTest::cardsSayWhatIsMissing()
{
    const QModelIndex scream = cardOf(QStringLiteral("Scream with faces"));
    const QString needs = scream.data(PresetModel::NeedsRole).toString();
    QCOMPARE(needs, QStringLiteral("GoogLeNet, a photo"));
    QVERIFY(scream.data(Qt::ToolTipRole).toString().contains(needs));
    QVERIFY(scream.data(Qt::AccessibleTextRole).toString().contains(needs));
    selectCard(QStringLiteral("Scream with faces"));
    QVERIFY(find<QLabel>("presetDescription")
                ->text()
                .contains(QStringLiteral("Needs GoogLeNet, a photo. Without them, it runs")));
    QCOMPARE(grid()->model()->index(1, 0).data(PresetModel::NeedsRole).toString(), QString());
}

void PresetBrowserTest::everythingIsNamedAndReachable()
{
    m_browser->askToSaveCurrent();
    for (const char* name : {"presetFilter", "presetGrid", "presetSave", "presetMore", "presetApplyButton",
             "presetName", "presetNameAccept", "presetNameCancel", "presetUndo", "presetNoticeClose"}) {
        const auto* const widget = find<QWidget>(name);
        QVERIFY2(!widget->accessibleName().isEmpty(), name);
        QVERIFY2(!widget->toolTip().isEmpty(), name);
        QVERIFY2((widget->focusPolicy() & Qt::TabFocus) != 0, name);
    }
    // All that the context menu offers is behind the button too.
    const QList<QAction*> behind = find<QToolButton>("presetMore")->menu()->actions();
    for (const QAction* const action : grid()->actions())
        QVERIFY2(action->objectName() == QStringLiteral("presetApply") || behind.contains(const_cast<QAction*>(action)),
            qPrintable(action->objectName()));
}

QTEST_MAIN(PresetBrowserTest)
#include "tst_preset_browser.moc"
