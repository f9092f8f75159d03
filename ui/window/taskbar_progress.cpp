// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/taskbar_progress.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QGuiApplication>
#include <QVariantMap>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cnnvis::ui {

void TaskbarProgress::show(double fraction)
{
    constexpr double kPercent = 100.0;
    const int percent = fraction < 0.0 ? -1 : static_cast<int>(std::floor(std::min(fraction, 1.0) * kPercent));
    if (std::exchange(m_percentShown, percent) == percent)
        return;
    // Where no bus is named, looking for one would take its time.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") || !QDBusConnection::sessionBus().isConnected())
        return;
    QDBusMessage message = QDBusMessage::createSignal(QStringLiteral("/org/cnnvis/Studio"),
        QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    message << QStringLiteral("application://%1.desktop").arg(QGuiApplication::desktopFileName())
            << QVariantMap{{QStringLiteral("progress-visible"), percent >= 0},
                   {QStringLiteral("progress"), std::max(percent, 0) / kPercent}};
    QDBusConnection::sessionBus().send(message);
}

} // namespace cnnvis::ui
