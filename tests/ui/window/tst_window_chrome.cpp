// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "theme/theme.h"
#include "window/run_presenter.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QSystemTrayIcon>
#include <QTextBrowser>
#include <QToolBar>
#include <QToolButton>

#include <functional>
#include <set>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

void walk(const QList<QAction*>& actions, const std::function<void(QAction&)>& visit)
{
    for (QAction* action : actions) {
        if (action->menu() != nullptr)
            walk(action->menu()->actions(), visit);
        else if (!action->isSeparator())
            visit(*action);
    }
}

bool isInteractive(const QWidget& widget)
{
    return qobject_cast<const QAbstractButton*>(&widget) != nullptr
        || qobject_cast<const QLineEdit*>(&widget) != nullptr || qobject_cast<const QComboBox*>(&widget) != nullptr
        || qobject_cast<const QAbstractSpinBox*>(&widget) != nullptr
        || qobject_cast<const QAbstractItemView*>(&widget) != nullptr
        || (qobject_cast<const QAbstractSlider*>(&widget) != nullptr
            && qobject_cast<const QScrollBar*>(&widget) == nullptr);
}

/// Parts that Qt makes within other widgets, e.g. the line of a spin box or the arrows of a tab bar.
bool isPartOfAnother(const QWidget& widget)
{
    const QWidget* parent = widget.parentWidget();
    return widget.objectName().startsWith(QLatin1String("qt_")) || widget.objectName().startsWith(QLatin1String("_q_"))
        || qobject_cast<const QComboBox*>(parent) != nullptr || qobject_cast<const QAbstractSpinBox*>(parent) != nullptr
        || qobject_cast<const QLineEdit*>(parent) != nullptr || widget.inherits("QComboBoxListView")
        || widget.objectName() == QLatin1String("ScrollLeftButton")
        || widget.objectName() == QLatin1String("ScrollRightButton") || widget.inherits("QTableCornerButton")
        || widget.inherits("QHeaderView") || widget.inherits("QMenuBarExtension")
        || widget.inherits("QToolBarExtension");
}

/// Bars that show themselves when they have something to ask or to say, and name their controls for it.
bool isOfASilentBar(const QWidget& widget)
{
    const QWidget& bar = *widget.parentWidget();
    const bool isBar =
        bar.objectName() == QLatin1String("messageBar") || bar.objectName() == QLatin1String("presetNameBar");
    return isBar && bar.isHidden();
}

bool isNamed(const QWidget& widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    return !widget.accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
}

} // namespace

class TestWindowChrome : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_bench.openTiny(); }
    void hasEveryActionInAMenu();
    void givesEveryActionTextAndToolTip();
    void givesNoShortcutTwice();
    void namesEveryControl();
    void explainsEveryControl();
    void reachesEveryPanelWithTheTabulator();
    void choosesTools();
    void showsThePictureBeforeWhileBIsHeld();
    void listsAllShortcuts();
    void tellsTheLicences();
    void changesTheTheme();
    void tellsOfALongRunInTheBackgroundWithoutATray();

private:
    QList<QWidget*> controls() const
    {
        QList<QWidget*> found;
        for (QWidget* widget : m_bench.window->findChildren<QWidget*>()) {
            if (isInteractive(*widget) && !isPartOfAnother(*widget) && !isOfASilentBar(*widget))
                found.append(widget);
        }
        return found;
    }
    WindowBench m_bench;
};

void TestWindowChrome::hasEveryActionInAMenu()
{
    std::set<QAction*> inMenus;
    walk(m_bench.window->menuBar()->actions(), [&](QAction& action) { inMenus.insert(&action); });
    QVERIFY(inMenus.size() > 40);
    for (QAction* action : m_bench.window->actions())
        QVERIFY2(inMenus.count(action) == 1, qPrintable(action->objectName()));
    for (QAction* action : m_bench.window->findChild<QToolBar*>()->actions()) {
        const bool isOfAWidget = action->text().isEmpty();
        QVERIFY2(isOfAWidget || inMenus.count(action) == 1, qPrintable(action->text()));
    }
}

void TestWindowChrome::givesEveryActionTextAndToolTip()
{
    walk(m_bench.window->menuBar()->actions(), [](QAction& action) {
        QVERIFY2(!action.objectName().isEmpty(), qPrintable(action.text()));
        QVERIFY2(!action.text().isEmpty(), qPrintable(action.objectName()));
        QVERIFY2(action.toolTip().size() > action.text().size() / 2, qPrintable(action.objectName()));
        const QString key = action.shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(action.toolTip().contains(key), qPrintable(action.objectName() + action.toolTip()));
    });
}

void TestWindowChrome::givesNoShortcutTwice()
{
    std::set<QString> keys;
    std::set<QString> names;
    walk(m_bench.window->menuBar()->actions(), [&](QAction& action) {
        QVERIFY2(names.insert(action.objectName()).second, qPrintable(action.objectName()));
        if (!action.shortcut().isEmpty())
            QVERIFY2(keys.insert(action.shortcut().toString()).second, qPrintable(action.objectName()));
    });
    QVERIFY(keys.size() > 25);
}

void TestWindowChrome::namesEveryControl()
{
    QStringList nameless;
    for (const QWidget* widget : controls()) {
        if (!isNamed(*widget) || widget->objectName().isEmpty())
            nameless << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
    }
    QVERIFY(controls().size() > 100);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

void TestWindowChrome::explainsEveryControl()
{
    QStringList silent;
    for (const QWidget* widget : controls()) {
        if (widget->toolTip().isEmpty())
            silent << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
    }
    QVERIFY2(silent.isEmpty(), qPrintable(silent.join(QStringLiteral(", "))));
}

void TestWindowChrome::reachesEveryPanelWithTheTabulator()
{
    std::set<const QWidget*> reached;
    const QWidget* widget = m_bench.window.get();
    do {
        widget = widget->nextInFocusChain();
        if ((widget->focusPolicy() & Qt::TabFocus) != 0)
            reached.insert(widget);
    } while (widget != m_bench.window.get());
    const WindowParts& parts = m_bench.window->parts();
    for (const char* name : {"startButton", "stopButton", "presetButton", "pictureCanvas", "snapshotList", "plotTabs",
             "layerFilter", "layerList", "presetGrid", "machineButton"}) {
        const auto* part = m_bench.window->findChild<QWidget*>(QLatin1String(name));
        QVERIFY2(part != nullptr && reached.count(part) == 1, name);
    }
    QVERIFY(reached.count(parts.canvas) == 1);
}

void TestWindowChrome::choosesTools()
{
    m_bench.window->windowActions().probe->trigger();
    QCOMPARE(m_bench.canvas().tool(), CanvasTool::Probe);
    m_bench.window->windowActions().pan->trigger();
    QCOMPARE(m_bench.canvas().tool(), CanvasTool::Pan);
    m_bench.window->windowActions().compare->setChecked(true);
    QVERIFY(m_bench.canvas().isComparing());
}

void TestWindowChrome::showsThePictureBeforeWhileBIsHeld()
{
    QTest::keyPress(m_bench.window.get(), Qt::Key_B);
    QVERIFY(m_bench.canvas().isFlipped());
    QTest::keyRelease(m_bench.window.get(), Qt::Key_B);
    QVERIFY(!m_bench.canvas().isFlipped());
}

void TestWindowChrome::listsAllShortcuts()
{
    m_bench.window->windowActions().shortcuts->trigger();
    auto* dialog = m_bench.window->findChild<QDialog*>(QStringLiteral("shortcutsDialog"));
    QVERIFY(dialog != nullptr);
    const QString text = dialog->findChild<QTextBrowser*>()->toPlainText();
    walk(m_bench.window->menuBar()->actions(), [&text](QAction& action) {
        const QString key = action.shortcut().toString(QKeySequence::NativeText);
        QVERIFY2(text.contains(key), qPrintable(action.objectName()));
    });
    dialog->close();
}

void TestWindowChrome::tellsTheLicences()
{
    m_bench.window->windowActions().about->trigger();
    auto* dialog = m_bench.window->findChild<QDialog*>(QStringLiteral("aboutDialog"));
    QVERIFY(dialog != nullptr);
    QVERIFY(dialog->findChild<QTextBrowser*>()->toPlainText().contains(QStringLiteral("GNU General Public License")));
    dialog->close();
}

void TestWindowChrome::changesTheTheme()
{
    const auto lightness = [this] { return m_bench.window->palette().color(QPalette::Window).lightness(); };
    m_bench.window->findChild<QAction*>(QStringLiteral("theme-light"))->trigger();
    QVERIFY(lightness() > 180);
    m_bench.window->findChild<QAction*>(QStringLiteral("theme-dark"))->trigger();
    QVERIFY(lightness() < 80);
    QCOMPARE(appliedTheme(), ThemeChoice::Dark);
}

void TestWindowChrome::tellsOfALongRunInTheBackgroundWithoutATray()
{
    QVERIFY(!QSystemTrayIcon::isSystemTrayAvailable());
    QWidget other;
    other.show();
    other.activateWindow();
    QTRY_VERIFY(!m_bench.window->isActiveWindow());
    auto* presenter = m_bench.window->findChild<RunPresenter*>();
    QVERIFY(presenter != nullptr);
    RunOutcome outcome;
    outcome.kind = RunEndKind::Finished;
    Q_EMIT presenter->ended(outcome, 90.0);
    outcome.kind = RunEndKind::Diverged;
    Q_EMIT presenter->ended(outcome, 90.0);
    QVERIFY(m_bench.window->findChild<QSystemTrayIcon*>() == nullptr);
}

QTEST_MAIN(TestWindowChrome)
#include "tst_window_chrome.moc"
