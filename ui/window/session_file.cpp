// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/session_file.h"

#include "cnnvis/output_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>

namespace cnnvis::ui {
namespace {

constexpr qint64 kMostBytes = 4 * 1024 * 1024;
constexpr int kVersion = 1;
constexpr int kMostPoints = 64;

QString say(const char* text)
{
    return QCoreApplication::translate("SessionFile", text);
}

QByteArray bytesOf(const QJsonValue& value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QString textOf(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QStringList listOf(const QJsonValue& value)
{
    QStringList list;
    for (const QJsonValue& entry : value.toArray())
        list.append(entry.toString());
    list.removeAll(QString());
    return list;
}

QVector<QPointF> pointsOf(const QJsonValue& value)
{
    QVector<QPointF> points;
    for (const QJsonValue& entry : value.toArray()) {
        const QJsonArray pair = entry.toArray();
        if (pair.size() == 2 && points.size() < kMostPoints)
            points.append({std::clamp(pair[0].toDouble(), 0.0, 1.0), std::clamp(pair[1].toDouble(), 0.0, 1.0)});
    }
    return points;
}

QJsonArray arrayOf(const QVector<QPointF>& points)
{
    QJsonArray array;
    for (const QPointF& point : points)
        array.append(QJsonArray{point.x(), point.y()});
    return array;
}

SessionData dataOf(const QJsonObject& object)
{
    const auto value = [&object](const char* key) { return object.value(QLatin1String(key)); };
    SessionData data;
    data.geometry = bytesOf(value("geometry"));
    data.layout = bytesOf(value("layout"));
    data.theme = value("theme").toString(data.theme);
    if (value("open_groups").isArray())
        data.openGroups = listOf(value("open_groups"));
    data.showsAllSettings = value("shows_all_settings").toBool();
    data.recentFiles = listOf(value("recent_files"));
    data.recentNetworks = listOf(value("recent_networks"));
    data.settings = value("settings").toString().toUtf8();
    data.presetTitle = value("preset").toString();
    data.presetSettings = value("preset_settings").toString().toUtf8();
    data.hasTracePoints = value("trace_points").isArray();
    data.tracePoints = pointsOf(value("trace_points"));
    data.snapshotInterval = std::clamp(value("snapshot_interval").toInt(data.snapshotInterval), 0, 1'000'000);
    data.isShowingTiles = value("shows_tiles").toBool();
    return data;
}

QJsonObject objectOf(const SessionData& data)
{
    QJsonObject object;
    const auto put = [&object](const char* key, const QJsonValue& value) { object.insert(QLatin1String(key), value); };
    put("version", kVersion);
    put("geometry", textOf(data.geometry));
    put("layout", textOf(data.layout));
    put("theme", data.theme);
    if (data.openGroups)
        put("open_groups", QJsonArray::fromStringList(*data.openGroups));
    put("shows_all_settings", data.showsAllSettings);
    put("recent_files", QJsonArray::fromStringList(data.recentFiles));
    put("recent_networks", QJsonArray::fromStringList(data.recentNetworks));
    put("settings", QString::fromUtf8(data.settings));
    put("preset", data.presetTitle);
    put("preset_settings", QString::fromUtf8(data.presetSettings));
    put("trace_points", arrayOf(data.tracePoints));
    put("snapshot_interval", data.snapshotInterval);
    put("shows_tiles", data.isShowingTiles);
    return object;
}

} // namespace

QString SessionFile::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation);
}

SessionFile::Loaded SessionFile::load() const
{
    removeLeftovers(QFile::encodeName(m_folder).toStdString());
    QFile file(path());
    if (!file.exists())
        return {};
    QString reason;
    QJsonObject object;
    if (file.size() > kMostBytes) {
        reason = say("it is far too large");
    } else if (!file.open(QIODevice::ReadOnly)) {
        return {{}, say("The last session cannot be read (%1); the defaults are used.").arg(file.errorString())};
    } else {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
        object = document.object();
        if (!document.isObject() || !object.value(QLatin1String("version")).isDouble())
            reason = document.isNull() ? error.errorString() : say("it is no session");
    }
    file.close();
    if (reason.isEmpty())
        return {dataOf(object), {}};
    const QString aside = path() + QStringLiteral(".bad");
    QFile::remove(aside);
    QFile::rename(path(), aside);
    return {{},
        say("The file of the last session cannot be used (%1); the defaults are used, and it is kept as %2.")
            .arg(reason, QDir::toNativeSeparators(aside))};
}

QString SessionFile::save(const SessionData& data) const
{
    if (!QDir().mkpath(m_folder))
        return say("The folder %1 cannot be made.").arg(m_folder);
    const QByteArray bytes = QJsonDocument(objectOf(data)).toJson();
    return QString::fromStdString(replaceFile(
        QFile::encodeName(path()).toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())}));
}

void SessionFile::keepAside() const
{
    const QString aside = path() + QStringLiteral(".bad");
    QFile::remove(aside);
    QFile::copy(path(), aside);
}

} // namespace cnnvis::ui
