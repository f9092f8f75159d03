// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_strip.h"
#include "main_window.h"
#include "preview/message_bar.h"
#include "preview/picture_canvas.h"
#include "support/tiny_network.h"

#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace cnnvis::test {

/// A window with a session of its own, and a network that steps in no time.
class WindowBench {
public:
    WindowBench() { QStandardPaths::setTestModeEnabled(true); }

    ui::WindowOptions options() const
    {
        ui::WindowOptions options;
        options.sessionFolder = folder.filePath(QStringLiteral("config"));
        options.presetFolder = folder.filePath(QStringLiteral("presets"));
        options.dreamFolder = folder.filePath(QStringLiteral("dreams"));
        options.runFolder = folder.filePath(QStringLiteral("runs"));
        return options;
    }
    ui::MainWindow& open() { return open(options()); }
    ui::MainWindow& open(const ui::WindowOptions& options)
    {
        window = std::make_unique<ui::MainWindow>(options);
        window->resize(1400, 900);
        window->show();
        return *window;
    }

    /// What the tests before ended with is not restored.
    void forgetDreams()
    {
        window.reset();
        QDir(options().dreamFolder).removeRecursively();
        QDir(options().runFolder).removeRecursively();
    }

    /// Settings of the tiny network: two sizes from noise.
    RunSettings tinySettings(int steps) const
    {
        RunSettings settings = network.settings("sum");
        settings.initialSize = "12x12";
        settings.finalSize = "14x15";
        settings.numSizes = 2;
        settings.numSteps = steps;
        settings.threads = 1;
        return settings;
    }
    /// Opens a window with these settings, and waits until they are found good.
    ui::MainWindow& openTiny(int steps = 3)
    {
        open();
        window->store().replace(tinySettings(steps), QStringLiteral("tiny"));
        return *window;
    }

    ui::PictureCanvas& canvas() const { return *window->parts().canvas; }
    ui::MessageBar& bar() const { return *window->parts().messageBar; }
    int snapshots() const { return window->parts().strip->model().rowCount(); }
    void start() const { window->windowActions().start->trigger(); }
    ui::RunState state() const { return window->controller().state(); }
    /// Runs to the end. @return  how it ended.
    ui::RunOutcome run() const
    {
        QSignalSpy ended(&window->controller(), &ui::RunController::runEnded);
        start();
        return outcomeOf(ended);
    }
    /// Waits for the end of a run. @param ended  watches RunController::runEnded.
    static ui::RunOutcome outcomeOf(QSignalSpy& ended)
    {
        const bool hasEnded = ended.size() > 0 || ended.wait(kPatience);
        return hasEnded ? ended.last()[0].value<ui::RunOutcome>() : ui::RunOutcome();
    }
    /// A run that goes on until it is stopped, and has done a step.
    void startEndless()
    {
        openTiny(1'000'000'000);
        start();
        QTRY_VERIFY_WITH_TIMEOUT(!window->controller().journal().empty(), kPatience);
    }

    static constexpr int kPatience = 30'000;
    QTemporaryDir folder;
    NetworkFiles network{kSumNetwork};
    std::unique_ptr<ui::MainWindow> window;
};

} // namespace cnnvis::test
