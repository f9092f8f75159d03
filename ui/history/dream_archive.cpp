// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/dream_archive.h"

#include "cnnvis/output_file.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"
#include "history/picture_names.h"
#include "widgets/picture_image.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <algorithm>
#include <cstdint>
#include <exception>

namespace cnnvis::ui {
namespace {

constexpr int kMostFiles = 100;
constexpr qint64 kMostBytes = qint64{2} << 30U;
constexpr int kMostLoaded = 12;
constexpr std::int64_t kMostLoadedBytes = std::int64_t{512} << 20U;
constexpr const char* kMomentKey = "cnn-vis-moment"; ///< of the run, as JSON
const QString kSavedEnding = QStringLiteral("-saved.png");

std::string encoded(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

std::string momentText(const SnapshotItem& item)
{
    const QJsonObject moment{{QStringLiteral("size_index"), item.sizeIndex}, {QStringLiteral("step"), item.step},
        {QStringLiteral("time"), item.time.toString(Qt::ISODateWithMs)}};
    return QJsonDocument(moment).toJson(QJsonDocument::Compact).toStdString();
}

/// The newest first; their names begin with their times.
QFileInfoList filesIn(const QString& folder)
{
    return QDir(folder).entryInfoList({QStringLiteral("dream-*.png")}, QDir::Files, QDir::Name | QDir::Reversed);
}

/// Those that are elsewhere, too, behind the others.
QFileInfoList byWorth(QFileInfoList files)
{
    std::stable_sort(files.begin(), files.end(), [](const QFileInfo& a, const QFileInfo& b) {
        return !a.fileName().endsWith(kSavedEnding) && b.fileName().endsWith(kSavedEnding);
    });
    return files;
}

/// The newest, which is seen again, and then what would be missed most.
QFileInfoList filesToLoad(const QString& folder)
{
    const QFileInfoList files = filesIn(folder);
    return files.mid(0, 1) + byWorth(files.mid(1)).mid(0, kMostLoaded - 1);
}

void removeTooMany(const QString& folder)
{
    const QFileInfoList files = byWorth(filesIn(folder));
    qint64 bytes = 0;
    for (int index = 0; index < files.size(); ++index) {
        bytes += files[index].size();
        if (index > 0 && (index >= kMostFiles || bytes > kMostBytes))
            QFile::remove(files[index].filePath());
    }
}

/// @throws Error  when it cannot be read, or has no settings that can be used.
SnapshotItem readItem(const QFileInfo& file)
{
    const std::string path = encoded(file.filePath());
    const PictureText texts = readPictureText(path);
    SnapshotItem item;
    if (const std::optional<std::string> recipe = recipeAmong(texts))
        item.recipe = recipeFromJson(*recipe, path);
    const auto moment = texts.find(kMomentKey);
    if (moment != texts.end()) {
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(moment->second)).object();
        item.sizeIndex = std::max(0, object.value(QLatin1String("size_index")).toInt());
        item.step = std::max(0, object.value(QLatin1String("step")).toInt());
        item.time = QDateTime::fromString(object.value(QLatin1String("time")).toString(), Qt::ISODateWithMs);
    }
    if (!item.time.isValid())
        item.time = file.lastModified();
    item.picture = readPicture(path);
    item.archivePath = file.filePath();
    item.isSaved = file.fileName().endsWith(kSavedEnding);
    return item;
}

} // namespace

DreamArchive::DreamArchive(QString folder, QObject* parent)
    : QObject(parent)
    , m_folder(std::move(folder))
{
    m_pool.setMaxThreadCount(1);
}

DreamArchive::~DreamArchive()
{
    m_pool.waitForDone();
}

QString DreamArchive::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/dreams");
}

QString DreamArchive::keep(const SnapshotItem& item)
{
    const QString name = item.time.toString(QStringLiteral("'dream-'yyyyMMdd-HHmmss-zzz'.png'"));
    const QString path = unusedPath(m_folder + QLatin1Char('/') + name);
    m_pool.start([this, item, path] {
        QString reason;
        try {
            QDir().mkpath(m_folder);
            PictureText texts = embeddedRecipe(item.recipe, mostTextBytes(encoded(path)));
            texts[kMomentKey] = momentText(item);
            writePicture(encoded(path), withDepth(item.picture, 8), texts);
            removeTooMany(m_folder);
        } catch (const std::exception& error) {
            reason = QString::fromUtf8(error.what());
        }
        if (!reason.isEmpty())
            QMetaObject::invokeMethod(
                this, [this, reason] { Q_EMIT failed(reason); }, Qt::QueuedConnection);
    });
    return path;
}

QString DreamArchive::markSaved(const QString& path)
{
    if (path.endsWith(kSavedEnding))
        return path;
    const QString saved = path.chopped(QStringLiteral(".png").size()) + kSavedEnding;
    m_pool.start([path, saved] { QFile::rename(path, saved); });
    return saved;
}

void DreamArchive::remove(const QString& path)
{
    m_pool.start([path] { QFile::remove(path); });
}

void DreamArchive::load()
{
    m_pool.start([this] {
        removeLeftovers(encoded(m_folder));
        QVector<SnapshotItem> items;
        std::int64_t bytes = 0;
        for (const QFileInfo& file : filesToLoad(m_folder)) {
            try {
                SnapshotItem item = readItem(file);
                bytes += bytesOf(item.picture);
                items.append(std::move(item));
            } catch (const std::exception&) {
                continue; // as promised
            }
            if (bytes > kMostLoadedBytes)
                break;
        }
        std::sort(items.begin(), items.end(),
            [](const SnapshotItem& a, const SnapshotItem& b) { return a.archivePath < b.archivePath; });
        QMetaObject::invokeMethod(
            this, [this, items] { Q_EMIT loaded(items); }, Qt::QueuedConnection);
    });
}

} // namespace cnnvis::ui
