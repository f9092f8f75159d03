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
    void showsTheWholeToolBarAtAnyWidth();
    void choosesTools();
    void hidesTracePointsUntilSomebodyTraces();
    void keepsTheZoomUnderAMessage();
    void leavesThePictureAloneInFullScreen();
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

void TestWindowChrome::showsTheWholeToolBarAtAnyWidth()
{
    const auto* bar = m_bench.window->findChild<QToolBar*>();
    const auto* tool = m_bench.window->findChild<QToolButton*>(QStringLiteral("panToolButton"));
    const QSize before = m_bench.window->size();
    for (const int width : {1600, 1440, 1280, 1024, 960, 1024, 1280, 1440, 1600}) {
        m_bench.window->resize(width, 540); // at a scaling of 2, 1920×1080 is 960×540
        for (int level = 0; level < 5; ++level)
            QCoreApplication::processEvents();
        QCOMPARE(m_bench.window->size(), QSize(width, 540));
        for (const QToolButton* button : bar->findChildren<QToolButton*>()) {
            if (button->objectName() == QLatin1String("toolBarModel"))
                continue;
            const bool isArrow = button->inherits("QToolBarExtension");
            QVERIFY2(button->isVisible() != isArrow, qPrintable(button->objectName() + QString::number(width)));
            QVERIFY2(isArrow || bar->rect().contains(button->geometry()), qPrintable(button->objectName()));
            QVERIFY2(isArrow || button->width() >= button->sizeHint().width(), qPrintable(button->objectName()));
        }
        if (width == 1600)
            QCOMPARE(tool->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    }
    m_bench.window->resize(before);
}

void TestWindowChrome::hidesTracePointsUntilSomebodyTraces()
{
    const WindowActions& actions = m_bench.window->windowActions();
    QVERIFY(!m_bench.canvas().isShowingTracePoints());
    actions.trace->trigger();
    QVERIFY(m_bench.canvas().isShowingTracePoints());
    actions.pan->trigger();
    QVERIFY(m_bench.canvas().isShowingTracePoints());
    actions.tracePoints->trigger();
    QVERIFY(!m_bench.canvas().isShowingTracePoints());
}

void TestWindowChrome::keepsTheZoomUnderAMessage()
{
    QVERIFY(m_bench.bar().isHidden());
    const double zoom = m_bench.canvas().zoom();
    const QRect place = m_bench.canvas().geometry();
    m_bench.bar().showMessage(MessageBar::Kind::Error, QStringLiteral("Something did not work."));
    for (int level = 0; level < 5; ++level)
        QCoreApplication::processEvents();
    QCOMPARE(m_bench.canvas().geometry(), place);
    QCOMPARE(m_bench.canvas().zoom(), zoom);
    QVERIFY(place.contains(m_bench.bar().geometry()));
    QCOMPARE(m_bench.bar().width(), place.width());
    QVERIFY(!m_bench.bar().visibleRegion().isEmpty());
    m_bench.bar().dismiss();
}

void TestWindowChrome::leavesThePictureAloneInFullScreen()
{
    MainWindow& window = *m_bench.window;
    const WindowActions& actions = window.windowActions();
    const QList<const char*> names{"settingsDock", "plotsDock", "networkDock", "mainToolBar"};
    const auto shown = [&] {
        QStringList found;
        for (const char* name : names) {
            if (window.findChild<QWidget*>(QLatin1String(name))->isVisible())
                found.append(QLatin1String(name));
        }
        return found;
    };
    window.findChild<QAction*>(QStringLiteral("plotsDockAction"))->trigger();
    const QStringList before = shown();
    QCOMPARE(before.size(), names.size() - 1);
    QVERIFY(!actions.hidePanels->isEnabled());
    actions.fullScreen->trigger();
    QTRY_VERIFY(window.isFullScreen() && actions.hidePanels->isEnabled());
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    m_bench.canvas().setFocus();
    QTest::keyClick(&m_bench.canvas(), Qt::Key_Tab);
    QCOMPARE(shown(), QStringList());
    QVERIFY(!window.menuBar()->isVisible());
    QTest::keyClick(&m_bench.canvas(), Qt::Key_Tab);
    QCOMPARE(shown(), before);
    QTest::keyClick(&m_bench.canvas(), Qt::Key_Tab);
    actions.fullScreen->trigger(); // with full screen, its end brings them back
    QTRY_COMPARE(shown(), before);
    QTRY_VERIFY(!actions.hidePanels->isChecked());
    window.findChild<QAction*>(QStringLiteral("plotsDockAction"))->trigger();
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
