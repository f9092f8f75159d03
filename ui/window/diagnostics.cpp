// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/diagnostics.h"

#include "cnnvis/machine.h"
#include "cnnvis/settings_text.h"
#include "window/run_text.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QScreen>
#include <QStringList>
#include <QSysInfo>
#include <QThread>

namespace cnnvis::ui {
namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Diagnostics", text);
}

} // namespace

QString diagnosticsText(const RunSettings& settings, const std::optional<Network>& network)
{
    QStringList lines;
    lines << QStringLiteral("cnn-vis %1").arg(QCoreApplication::applicationVersion())
          << QStringLiteral("%1; Qt %2").arg(QString::fromStdString(engineLibraryNames()), QLatin1String(qVersion()))
          << QStringLiteral("%1, %2, %3")
                 .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture())
          << QStringLiteral("%1; %2 cores; %3 of memory free")
                 .arg(machineText(settings))
                 .arg(QThread::idealThreadCount())
                 .arg(memoryText(availableMemoryBytes()));
    for (const std::string& warning : speedWarnings())
        lines << QString::fromStdString(warning);
    if (const QScreen* screen = QGuiApplication::primaryScreen())
        lines << QStringLiteral("%1; screen %2 x %3 at %4")
                     .arg(QGuiApplication::platformName())
                     .arg(screen->size().width())
                     .arg(screen->size().height())
                     .arg(screen->devicePixelRatio());
    lines << (network ? QStringLiteral("Network: %1, %2 layers")
                            .arg(QString::fromStdString(network->path()))
                            .arg(network->layers().size())
                      : QStringLiteral("Network: none"));
    lines << QStringLiteral("Settings:")
          << QString::fromStdString(presetToJson({"", "", settingsDifference(RunSettings(), settings)}));
    return lines.join(QLatin1Char('\n'));
}

namespace {

QString precisionText(Precision precision)
{
    switch (precision) {
    case Precision::Bf16:
        return QStringLiteral("bfloat16");
    case Precision::Auto:
        return say("automatic precision");
    case Precision::Fp32:
        break;
    }
    return QStringLiteral("float32");
}

} // namespace

QString machineText(const RunSettings& settings)
{
    const QString device = settings.gpu < 0 ? say("Processor") : say("GPU %1").arg(settings.gpu);
    const int threads = settings.threads > 0 ? settings.threads : QThread::idealThreadCount();
    const QString threadText = threads == 1 ? say("1 thread") : say("%1 threads").arg(threads);
    return QStringList{device, threadText, precisionText(settings.precision)}.join(QStringLiteral(" · "));
}

} // namespace cnnvis::ui
