// SPDX-License-Identifier: GPL-3.0-or-later
#include "monkey.h"
#include "settings/setting_row.h"
#include "settings/settings_panel.h"
#include "ui/window/window_bench.h"

#include <QAction>
#include <QApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

int numberFrom(const char* variable, int otherwise)
{
    return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariableIntValue(variable) : otherwise;
}

/// Ends the process, loudly, when the ui thread does not answer for long.
class HangWatch {
public:
    HangWatch()
        : m_thread([this] { watch(); })
    { }
    ~HangWatch()
    {
        {
            const std::lock_guard<std::mutex> lock(m_mutex);
            m_isDone = true;
        }
        m_woken.notify_all();
        m_thread.join();
    }
    void beat() { ++m_beats; }

private:
    void watch()
    {
        constexpr std::chrono::seconds kPatience(100);
        std::unique_lock<std::mutex> lock(m_mutex);
        int seen = -1;
        while (seen != m_beats) {
            seen = m_beats;
            if (m_woken.wait_for(lock, kPatience, [this] { return m_isDone; }))
                return;
        }
        std::cerr << "the window hangs, after act " << seen << std::endl;
        std::abort();
    }

    std::atomic<int> m_beats{0};
    bool m_isDone = false;
    std::mutex m_mutex;
    std::condition_variable m_woken;
    std::thread m_thread;
};

/// Takes links and folders that the window wants opened, in the place of the desktop.
class LinkTaker : public QObject {
    Q_OBJECT

public:
    LinkTaker()
    {
        for (const char* scheme : kSchemes)
            QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "take");
    }
    ~LinkTaker() override
    {
        for (const char* scheme : kSchemes)
            QDesktopServices::unsetUrlHandler(QLatin1String(scheme));
    }
    Q_DISABLE_COPY_MOVE(LinkTaker)

public Q_SLOTS:
    void take(const QUrl&) { }

private:
    static constexpr const char* kSchemes[] = {"file", "http", "https", "mailto"};
};

} // namespace

/// CNNVIS_MONKEY_ACTS says how many acts, by monkeys of five hundred each, CNNVIS_MONKEY_SEED the seed of the first;
/// with CNNVIS_MONKEY_TELL each act is told.
class MonkeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theWindowOutlivesAMonkey_data();
    void theWindowOutlivesAMonkey();

private:
    void tame(MainWindow& window);
    void checkRuns(MainWindow& window);

    QTemporaryDir m_home;
    std::optional<WindowBench> m_bench;
};

void MonkeyTest::initTestCase()
{
    // Nothing of this is to reach the files of whoever runs it.
    QVERIFY(m_home.isValid());
    for (const char* place : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"})
        qputenv(place, m_home.path().toLocal8Bit());
    QVERIFY(QDir::setCurrent(m_home.path()));
}

/// A small picture and a tiny network, whatever was chosen.
void MonkeyTest::tame(MainWindow& window)
{
    if (window.store().settings().model.empty()
        && window.store().settings().deployTxt == m_bench->tinySettings(1).deployTxt
        && window.store().settings().initialSize.size() < std::size("100x100"))
        return;
    window.store().replace(m_bench->tinySettings(1'000'000'000), QStringLiteral("tame"));
}

/// Whatever came before, a run starts and stops.
void MonkeyTest::checkRuns(MainWindow& window)
{
    window.windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), RunState::Idle, WindowBench::kPatience);
    // What is half typed somewhere would hinder the start, rightly.
    window.parts().settings->commitInput();
    for (SettingRow* row : window.findChildren<SettingRow*>()) {
        if (row->hasInvalidInput())
            row->reset();
    }
    window.store().replace(m_bench->tinySettings(1'000'000'000), QStringLiteral("tame"));
    const int before = window.controller().runId();
    QTRY_VERIFY_WITH_TIMEOUT(window.windowActions().start->isEnabled(), WindowBench::kPatience);
    window.windowActions().start->trigger();
    QTRY_VERIFY2_WITH_TIMEOUT(window.controller().runId() > before && !window.controller().journal().empty(),
        qPrintable(m_bench->bar().text()), WindowBench::kPatience);
    window.windowActions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.controller().state(), RunState::Idle, WindowBench::kPatience);
}

void MonkeyTest::theWindowOutlivesAMonkey_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("acts");
    constexpr int kMost = 500; // each in a window and a session of its own
    const int acts = numberFrom("CNNVIS_MONKEY_ACTS", 2'000);
    const int seed = numberFrom("CNNVIS_MONKEY_SEED", 1);
    for (int i = 0; i * kMost < acts; ++i)
        QTest::addRow("seed %d", seed + i) << seed + i << std::min(acts - i * kMost, kMost);
}

void MonkeyTest::theWindowOutlivesAMonkey()
{
    QFETCH(const int, seed);
    QFETCH(const int, acts);
    const bool isTelling = qEnvironmentVariableIsSet("CNNVIS_MONKEY_TELL");
    const LinkTaker links;
    m_bench.emplace();
    MainWindow& window = m_bench->openTiny(1'000'000'000);
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.windowActions().quit->setEnabled(false);
    Monkey monkey(window, m_bench->folder.path(), static_cast<quint32>(seed));
    HangWatch watch;
    // Loops within acts, of menus for example, are left by somebody.
    QTimer rescue;
    connect(&rescue, &QTimer::timeout, &window, [&monkey] { monkey.closeOthers(); });
    rescue.start(300);
    for (int act = 0; act < acts; ++act) {
        watch.beat();
        if (act % 50 == 0)
            tame(window);
        if (act % 25 == 0 && window.controller().state() == RunState::Idle)
            window.windowActions().start->trigger();
        if (act % 10 == 0)
            monkey.closeOthers();
        monkey.act();
        if (isTelling)
            std::cerr << act << ": " << qPrintable(monkey.lastAct()) << std::endl;
        QVERIFY2(window.isVisible(), qPrintable(QStringLiteral("act %1: %2").arg(act).arg(monkey.lastAct())));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    rescue.stop();
    monkey.closeOthers();
    watch.beat();
    checkRuns(window);
    QVERIFY(window.close());
    m_bench.reset();
}

int main(int argc, char** argv)
{
    // Qt Test's own watch may count rows that follow each other fast as one.
    qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");
    QApplication app(argc, argv);
    MonkeyTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_monkey.moc"
