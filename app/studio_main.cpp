// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"
#include "passive_threads.h"
#include "studio_command_line.h"

#include <QApplication>

#include <csignal>
#include <exception>
#include <iostream>

using namespace cnnvis;

namespace {

constexpr int kBadInput = 2;

int complain(const std::string& message)
{
    std::cerr << "cnn-vis: " << message << std::endl;
    return kBadInput;
}

ui::WindowOptions optionsOf(const studio::CommandLine& commandLine)
{
    ui::WindowOptions options;
    options.preset = commandLine.preset;
    options.model = QString::fromStdString(commandLine.model);
    options.isStarting = commandLine.isStarting;
    for (const std::string& file : commandLine.files) {
        options.files.append(QString::fromStdString(file));
    }
    return options;
}

int runStudio(int argc, char** argv, const studio::CommandLine& commandLine)
{
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QCoreApplication::setOrganizationName(QStringLiteral("cnn-vis"));
    QCoreApplication::setApplicationName(QStringLiteral("cnn-vis"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CNNVIS_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("cnn-vis"));
    QApplication app(argc, argv);
    ui::MainWindow window(optionsOf(commandLine));
    window.show();
    return QApplication::exec();
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
        std::cout << "cnn-vis " CNNVIS_VERSION "\n";
        return 0;
    case studio::CommandLine::Request::Run:
        break;
    }
    return runStudio(argc, argv, commandLine);
}
