// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/picture_saver.h"

#include "cnnvis/picture_file.h"
#include "history/picture_names.h"
#include "widgets/file_dialog.h"
#include "widgets/picture_image.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>

#include <algorithm>
#include <exception>

namespace cnnvis::ui {
namespace {

QString folderKey()
{
    return QStringLiteral("save/folder");
}

QString formatKey()
{
    return QStringLiteral("save/format");
}

QString qualityKey()
{
    return QStringLiteral("save/quality");
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

/// The format that was chosen last; the first one where this picture has none of that kind.
PictureFormatChoice formatOfTitle(const QString& title, int bitsPerChannel)
{
    const QVector<PictureFormatChoice> formats = pictureFormats(bitsPerChannel);
    const auto found = std::find_if(
        formats.begin(), formats.end(), [&title](const PictureFormatChoice& format) { return format.title == title; });
    return found == formats.end() ? formats.first() : *found;
}

/// The format that a file was saved in: the one of the list, unless another ending was typed.
PictureFormatChoice formatOfEnding(const QString& ending, const PictureFormatChoice& listed)
{
    const QVector<PictureFormatChoice> formats = pictureFormats(listed.bitsPerChannel);
    const auto found = std::find_if(formats.begin(), formats.end(), [&ending](const PictureFormatChoice& format) {
        return format.ending == ending.toLower().replace(QLatin1String("jpeg"), QLatin1String("jpg"));
    });
    return listed.ending == ending.toLower() || found == formats.end() ? listed : *found;
}

/// A row for the quality below those of the dialog, which has to be Qt's own for that.
QSpinBox* addQuality(QFileDialog& dialog)
{
    constexpr int kUsualQuality = 95;
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    auto* quality = new QSpinBox(&dialog);
    quality->setObjectName(QStringLiteral("qualityField"));
    quality->setRange(1, 100);
    quality->setValue(QSettings().value(qualityKey(), kUsualQuality).toInt());
    quality->setToolTip(
        PictureSaver::tr("Of JPEG and WebP: lower makes smaller files, and blocks and smears that show"));
    auto* label = new QLabel(PictureSaver::tr("&Quality:"), &dialog);
    label->setBuddy(quality);
    if (auto* grid = qobject_cast<QGridLayout*>(dialog.layout())) {
        const int row = grid->rowCount();
        grid->addWidget(label, row, 0);
        grid->addWidget(quality, row, 1, Qt::AlignLeft);
    }
    return quality;
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

void PictureSaver::saveAs(
    QWidget* window, const Picture& picture, const QString& name, const DreamRecipe& recipe, int tag)
{
    auto* dialog = makeFileDialog(window, tr("Save picture"), lastFolder());
    dialog->setObjectName(QStringLiteral("savePictureDialog"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QSpinBox* quality = addQuality(*dialog);
    QStringList filters;
    for (const PictureFormatChoice& format : pictureFormats(picture.bitsPerChannel()))
        filters << format.filter();
    dialog->setNameFilters(filters);
    const auto followFilter = [dialog, quality, bits = picture.bitsPerChannel()](const QString& filter) {
        const PictureFormatChoice format = formatOf(filter, bits);
        dialog->setDefaultSuffix(format.ending);
        quality->setEnabled(format.hasQuality);
    };
    const QString last = formatOfTitle(QSettings().value(formatKey()).toString(), picture.bitsPerChannel()).filter();
    dialog->selectNameFilter(last);
    followFilter(last);
    connect(dialog, &QFileDialog::filterSelected, dialog, followFilter);
    // What is typed wins over the type in the list.
    if (auto* const name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))) {
        const auto followName = [dialog, quality, bits = picture.bitsPerChannel()](const QString& typed) {
            quality->setEnabled(saveTarget(typed, formatOf(dialog->selectedNameFilter(), bits)).hasQuality);
        };
        connect(name, &QLineEdit::textChanged, dialog, followName);
    }
    const QString ending = QLatin1Char('.') + dialog->defaultSuffix();
    dialog->selectFile(QFileInfo(unusedPath(QDir(lastFolder()).filePath(name + ending))).fileName());
    connect(dialog, &QDialog::accepted, this, [=] { saveChosen(*dialog, quality->value(), picture, recipe, tag); });
    dialog->open();
}

void PictureSaver::saveChosen(
    const QFileDialog& dialog, int quality, const Picture& picture, const DreamRecipe& recipe, int tag)
{
    if (dialog.selectedFiles().isEmpty())
        return;
    const PictureFormatChoice format = formatOf(dialog.selectedNameFilter(), picture.bitsPerChannel());
    const SaveTarget target = saveTarget(dialog.selectedFiles().first(), format);
    QSettings settings;
    settings.setValue(folderKey(), QFileInfo(target.path).absolutePath());
    settings.setValue(formatKey(), formatOfEnding(QFileInfo(target.path).suffix(), format).title);
    settings.setValue(qualityKey(), quality);
    save(target.path, withDepth(picture, target.bitsPerChannel), recipe, target.hasQuality ? quality : 0, tag);
}

void PictureSaver::save(
    const QString& path, const Picture& picture, const std::optional<DreamRecipe>& recipe, int quality, int tag)
{
    m_pool.start([this, path, picture, recipe, quality, tag] {
        QString reason;
        try {
            const std::string file = QFile::encodeName(path).toStdString();
            writePicture(file, picture, recipe ? embeddedRecipe(*recipe, mostTextBytes(file)) : PictureText(), quality);
        } catch (const std::exception& error) {
            reason = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, reason, tag] {
                if (reason.isEmpty())
                    Q_EMIT saved(path, tag);
                else
                    Q_EMIT failed(path, reason);
            },
            Qt::QueuedConnection);
    });
}

} // namespace cnnvis::ui
