// SPDX-License-Identifier: GPL-3.0-or-later
#include "window_bench.h"

#include "clipped_widgets.h"
#include "network/layer_browser.h"
#include "plots/plots_panel.h"
#include "settings/settings_panel.h"

#include <QAction>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>

#include <functional>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

/// All of the window is seen whole. Runs once at each scaling, as QT_SCALE_FACTOR says.
class TestWindowNothingClipped : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void atRest_data() { addLooks(); }
    void atRest();
    void inARun_data() { addLooks(); }
    void inARun();
    void inTheDialogs_data() { addLooks(); }
    void inTheDialogs();
    void findsWhatIsClipped();

private:
    static void addLooks();
    void takeLook();
    static void settle();
    void check(const QWidget& window, const QString& place);
    /// Turns to every tab and every tier.
    void checkAllTabs();
    template <typename Type>
    Type& find(const char* name) const
    {
        return *m_bench.window->findChild<Type*>(QLatin1String(name));
    }

    WindowBench m_bench;
    QStringList m_faults;
};

void TestWindowNothingClipped::addLooks()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QSize>("size");
    for (const char* theme : {"dark", "light"}) {
        for (const QSize size : {QSize(1280, 800), QSize(1600, 1000)})
            QTest::addRow("%s %dx%d", theme, size.width(), size.height()) << QString::fromLatin1(theme) << size;
    }
}

void TestWindowNothingClipped::takeLook()
{
    QFETCH(QString, theme);
    QFETCH(QSize, size);
    m_faults.clear();
    m_bench.window->windowActions().resetLayout->trigger();
    m_bench.window->resize(size);
    m_bench.window->windowActions().resetLayout->trigger();
    find<QAction>(qPrintable(QStringLiteral("theme-") + theme)).trigger();
    settle();
    QCOMPARE(m_bench.window->size(), size);
}

/// Layouts ask for one another, level by level.
void TestWindowNothingClipped::settle()
{
    for (int level = 0; level < 5; ++level)
        QCoreApplication::processEvents();
}

void TestWindowNothingClipped::check(const QWidget& window, const QString& place)
{
    settle();
    for (const QString& fault : clippedWidgets(window)) {
        if (!m_faults.contains(fault))
            qWarning().noquote() << place << QStringLiteral("–") << fault;
        m_faults.append(fault);
    }
}

void TestWindowNothingClipped::checkAllTabs()
{
    for (const SettingTier tier : {SettingTier::Simple, SettingTier::Advanced}) {
        m_bench.window->parts().settings->setTier(tier);
        check(*m_bench.window, tier == SettingTier::Simple ? QStringLiteral("simple") : QStringLiteral("all settings"));
    }
    auto& panels = find<QTabWidget>("networkTabs");
    for (int i = panels.count() - 1; i >= 0; --i) {
        panels.setCurrentIndex(i);
        check(*m_bench.window, panels.tabText(i));
    }
    auto& plots = find<QTabBar>("plotTabs");
    for (int i = plots.count() - 1; i >= 0; --i) {
        plots.setCurrentIndex(i);
        check(*m_bench.window, plots.tabText(i));
    }
}

void TestWindowNothingClipped::atRest()
{
    m_bench.open();
    auto* layers = m_bench.window->parts().layers;
    QTRY_VERIFY_WITH_TIMEOUT(find<QListView>("layerList").model()->rowCount() > 50, WindowBench::kPatience);
    takeLook();
    checkAllTabs();
    const QString layer = find<QListView>("layerList").model()->index(3, 0).data().toString();
    layers->chooseLayer(layer);
    layers->setProbe({212, 388}, layer, {{2, 9.0}, {100, 0.25}});
    find<QLineEdit>("layerFilter").setText(layer);
    m_bench.window->parts().messageBar->showMessage(
        MessageBar::Kind::Error, QString(60, QLatin1Char('n')) + QStringLiteral(" was not opened."), tr("Show it"));
    checkAllTabs();
    QVERIFY(m_faults.isEmpty());
}

void TestWindowNothingClipped::inARun()
{
    m_bench.startEndless();
    takeLook();
    m_bench.window->windowActions().snapshot->trigger();
    m_bench.window->store().edit(QStringLiteral("target_layer"), QStringLiteral("half"));
    m_bench.window->store().edit(QStringLiteral("learning_rate"), QStringLiteral("2.5"));
    m_bench.window->store().edit(QStringLiteral("seed"), QStringLiteral("1234567890"));
    QTRY_VERIFY(find<QWidget>("restart_bar").isVisible());
    checkAllTabs();
    m_bench.window->windowActions().pause->trigger();
    checkAllTabs();
    QVERIFY(m_faults.isEmpty());
}

void TestWindowNothingClipped::inTheDialogs()
{
    m_bench.open();
    takeLook();
    const WindowActions& actions = m_bench.window->windowActions();
    for (QAction* action : {actions.shortcuts, actions.about, actions.openPicture, actions.exportSettings}) {
        action->trigger();
        const auto* dialog = m_bench.window->findChild<QDialog*>();
        QVERIFY2(dialog != nullptr, qPrintable(action->objectName()));
        check(*dialog, action->objectName());
        delete dialog;
    }
    QVERIFY(m_faults.isEmpty());
}

/// The judge is judged too.
void TestWindowNothingClipped::findsWhatIsClipped()
{
    QWidget window;
    window.resize(200, 100);
    const auto addLabel = [&window](const QRect& place, const QString& text) {
        auto* label = new QLabel(text, &window);
        label->setGeometry(place);
        return label;
    };
    const QLabel* good = addLabel({0, 0, 100, 30}, QStringLiteral("ab"));
    window.show();
    QCOMPARE(clippedWidgets(window), QStringList());
    for (const auto& [place, text] : {std::pair(QRect(0, 40, 10, 30), QStringLiteral("a long text")),
             std::pair(QRect(0, 40, 100, 3), QStringLiteral("low")),
             std::pair(QRect(150, 40, 100, 30), QStringLiteral("out")),
             std::pair(QRect(50, 10, 100, 30), QStringLiteral("over"))}) {
        QLabel* bad = addLabel(place, text);
        bad->show();
        QCOMPARE(clippedWidgets(window).size(), 1);
        delete bad;
    }
    QVERIFY(good->isVisible());
}

QTEST_MAIN(TestWindowNothingClipped)
#include "tst_window_nothing_clipped.moc"
