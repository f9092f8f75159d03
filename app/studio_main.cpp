// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/data_folder.h"
#include "cnnvis/machine.h"
#include "main_window.h"
#include "studio_command_line.h"
#include "termination_signals.h"
#include "version_text.h"

#include <QApplication>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <system_error>
#include <thread>

using namespace cnnvis;

namespace {

constexpr int kBadInput = 2;

int complain(const std::string& message)
{
    std::cerr << "cnn-vis: " << message << std::endl;
    return kBadInput;
}

/// The engine finishes its batch of tiles before it ends, which takes long on a busy machine, and nothing of it is
/// wanted any more.
void endSoon(int code)
{
    constexpr std::chrono::milliseconds kPatience{1500};
    std::thread([code, kPatience] {
        std::this_thread::sleep_for(kPatience);
        std::_Exit(code);
    }).detach();
}

/// The portable folder has fonts of its own, for systems that have none. Before the first thread.
void takeFontsAlong()
{
    const std::string configuration = dataFolder() + "/fonts/fonts.conf";
    std::error_code error;
    if (std::filesystem::exists(configuration, error))
        ::setenv("FONTCONFIG_FILE", configuration.c_str(), 0);
}

ui::WindowOptions optionsOf(const studio::CommandLine& commandLine)
{
    ui::WindowOptions options;
    options.preset = commandLine.preset;
    options.model = QString::fromStdString(commandLine.model);
    options.network = commandLine.network;
    options.isStarting = commandLine.isStarting;
    for (const std::string& file : commandLine.files)
        options.files.append(QString::fromStdString(file));
    return options;
}

int runStudio(int argc, char** argv, const studio::CommandLine& commandLine)
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QCoreApplication::setOrganizationName(QStringLiteral("cnn-vis"));
    QCoreApplication::setApplicationName(QStringLiteral("cnn-vis"));
    QCoreApplication::setApplicationVersion(QString::fromStdString(programVersion()));
    QGuiApplication::setDesktopFileName(QStringLiteral("cnn-vis"));
    takeFontsAlong();
    QApplication app(argc, argv);
    auto window = std::make_unique<ui::MainWindow>(optionsOf(commandLine));
    window->show();
    const studio::TerminationSignals signalsToEnd;
    QObject::connect(&signalsToEnd, &studio::TerminationSignals::received, &app, &QApplication::closeAllWindows);
    const int code = QApplication::exec();
    window->finishWriting();
    endSoon(code);
    window.reset();
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    makeThreadsWaitPassively(argv);
    // A limit on file sizes comes as an error of the write, and is told.
    std::signal(SIGXFSZ, SIG_IGN);
    studio::CommandLine commandLine;
    try {
        commandLine = studio::parseCommandLine({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        return complain(error.what());
    }
    switch (commandLine.request) {
    case studio::CommandLine::Request::ShowHelp:
        std::cout << studio::helpText();
        return 0;
    case studio::CommandLine::Request::ShowVersion:
        std::cout << versionText("cnn-vis");
        return 0;
    case studio::CommandLine::Request::Run:
        break;
    }
    return runStudio(argc, argv, commandLine);
}
