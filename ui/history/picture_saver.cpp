// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/picture_saver.h"

#include "cnnvis/picture_file.h"
#include "history/picture_image.h"
#include "history/picture_names.h"
#include "widgets/file_dialog.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <exception>

namespace cnnvis::ui {
namespace {

QString folderKey()
{
    return QStringLiteral("save/folder");
}

/// Where the last picture went; at first the user's pictures.
QString lastFolder()
{
    const QString last = QSettings().value(folderKey()).toString();
    if (!last.isEmpty() && QFileInfo(last).isDir())
        return last;
    const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    return QFileInfo(pictures).isDir() ? pictures : QDir::homePath();
}

PictureFormatChoice formatOf(const QString& filter, int bitsPerChannel)
{
    const QVector<PictureFormatChoice> formats = pictureFormats(bitsPerChannel);
    for (const PictureFormatChoice& format : formats) {
        if (format.filter() == filter)
            return format;
    }
    return formats.first();
}

} // namespace

PictureSaver::PictureSaver(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

PictureSaver::~PictureSaver()
{
    m_pool.waitForDone();
}

void PictureSaver::saveAs(QWidget* window, const Picture& picture, const QString& layer, const PictureText& text)
{
    auto* dialog = makeFileDialog(window, tr("Save picture"), lastFolder());
    dialog->setObjectName(QStringLiteral("savePictureDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const PictureFormatChoice& format : pictureFormats(picture.bitsPerChannel()))
        filters << format.filter();
    dialog->setNameFilters(filters);
    const auto followFilter = [dialog, bits = picture.bitsPerChannel()](
                                  const QString& filter) { dialog->setDefaultSuffix(formatOf(filter, bits).ending); };
    followFilter(filters.first());
    connect(dialog, &QFileDialog::filterSelected, dialog, followFilter);
    dialog->selectFile(
        QFileInfo(unusedPath(QDir(lastFolder()).filePath(suggestedPictureName(layer, picture.size())))).fileName());
    connect(dialog, &QDialog::accepted, this, [=] { saveChosen(*dialog, picture, text); });
    dialog->open();
}

void PictureSaver::saveChosen(const QFileDialog& dialog, const Picture& picture, const PictureText& text)
{
    if (dialog.selectedFiles().isEmpty())
        return;
    const SaveTarget target =
        saveTarget(dialog.selectedFiles().first(), formatOf(dialog.selectedNameFilter(), picture.bitsPerChannel()));
    QSettings().setValue(folderKey(), QFileInfo(target.path).absolutePath());
    save(target.path, withDepth(picture, target.bitsPerChannel), text);
}

void PictureSaver::save(const QString& path, const Picture& picture, const PictureText& text)
{
    m_pool.start([this, path, picture, text] {
        QString reason;
        try {
            writePicture(QFile::encodeName(path).toStdString(), picture, text);
        } catch (const std::exception& error) {
            reason = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, reason] {
                if (reason.isEmpty())
                    Q_EMIT saved(path);
                else
                    Q_EMIT failed(path, reason);
            },
            Qt::QueuedConnection);
    });
}

} // namespace cnnvis::ui
