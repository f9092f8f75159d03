// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/picture_writing.h"

#include "history/picture_names.h"
#include "history/picture_saver.h"
#include "settings/settings_store.h"
#include "widgets/picture_image.h"
#include "window/messages.h"

#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

namespace cnnvis::ui {

PictureWriting::PictureWriting(QWidget& window, SettingsStore& store, Messages& messages, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_store(store)
    , m_messages(messages)
    , m_saver(new PictureSaver(this))
    , m_startImageSaver(new PictureSaver(this))
{
    connect(m_saver, &PictureSaver::saved, this, [this](const QString& path, int tag) {
        m_messages.info(tr("Saved %1").arg(QDir::toNativeSeparators(path)), tr("Open the folder"),
            [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); });
        Q_EMIT saved(path, tag);
    });
    connect(m_saver, &PictureSaver::failed, this,
        [this](const QString&, const QString& reason) { m_messages.error(tr("Nothing was saved. %1").arg(reason)); });
    connect(m_startImageSaver, &PictureSaver::saved, this, [this](const QString& path) {
        const std::string key(settingOf(&RunSettings::initialImage).key);
        m_store.apply({{key, path.toStdString()}}, tr("Change the start image"));
    });
    connect(m_startImageSaver, &PictureSaver::failed, this, [this](const QString&, const QString& reason) {
        m_messages.error(tr("The start image was not changed. %1").arg(reason));
    });
}

void PictureWriting::saveAs(const Picture& picture, const DreamRecipe& recipe, int tag)
{
    const RunSettings last = recipe.settingsAtEnd();
    const QString name =
        suggestedPictureName(QString::fromStdString(last.initialImage), QString::fromStdString(last.targetLayer));
    m_saver->saveAs(&m_window, picture, name, recipe, tag);
}

void PictureWriting::makeStartImage(const Picture& picture)
{
    const QString folder = startImageFolder();
    if (!QDir().mkpath(folder)) {
        m_messages.error(tr("The start image was not changed. The folder %1 cannot be made.").arg(folder));
        return;
    }
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("'start-'yyyyMMdd-HHmmss'.png'"));
    m_startImageSaver->save(unusedPath(folder + QLatin1Char('/') + name), withDepth(picture, 8), {});
}

QString PictureWriting::startImageFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/start-images");
}

} // namespace cnnvis::ui
