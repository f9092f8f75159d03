// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/picture_names.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStringList>

namespace cnnvis::ui {
namespace {

const QStringList& deepEndings()
{
    static const QStringList endings{QStringLiteral("png"), QStringLiteral("tif"), QStringLiteral("tiff")};
    return endings;
}

bool isPictureEnding(const QString& ending)
{
    static const QStringList others{
        QStringLiteral("jpg"), QStringLiteral("jpeg"), QStringLiteral("webp"), QStringLiteral("bmp")};
    return deepEndings().contains(ending) || others.contains(ending);
}

} // namespace

QString suggestedPictureName(const QString& photo, const QString& layer)
{
    static const QRegularExpression unfit(QStringLiteral("[^A-Za-z0-9_.]+"));
    static const QRegularExpression dreamt(QStringLiteral("-dream(-[0-9]+)?$"));
    static const QRegularExpression ours(QStringLiteral("^(start|dream)-[0-9]+-"));
    const QString stem = QFileInfo(photo).completeBaseName().remove(dreamt);
    if (!stem.isEmpty() && !ours.match(stem).hasMatch())
        return stem + QStringLiteral("-dream");
    QString name = layer;
    name.replace(unfit, QStringLiteral("-"));
    return name.isEmpty() ? QStringLiteral("dream") : QStringLiteral("dream-") + name;
}

QString unusedPath(const QString& path)
{
    const QFileInfo info(path);
    const QString ending = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
    const QString stem = path.left(path.size() - ending.size());
    QString unused = path;
    for (int number = 2; QFileInfo::exists(unused) || QFileInfo(unused).isSymLink(); ++number)
        unused = QStringLiteral("%1-%2%3").arg(stem).arg(number).arg(ending);
    return unused;
}

QString PictureFormatChoice::filter() const
{
    const QString jpeg = ending == QLatin1String("jpg") ? QStringLiteral(" *.jpeg") : QString();
    const QString tiff = ending == QLatin1String("tif") ? QStringLiteral(" *.tiff") : QString();
    return QStringLiteral("%1 (*.%2%3%4)").arg(title, ending, jpeg, tiff);
}

QVector<PictureFormatChoice> pictureFormats(int bitsPerChannel)
{
    QVector<PictureFormatChoice> formats{{PictureFormatChoice::tr("PNG, 8 bit"), QStringLiteral("png"), 8}};
    // More bits than the picture has would promise what is not there.
    if (bitsPerChannel == 16) {
        formats.append({PictureFormatChoice::tr("PNG, 16 bit"), QStringLiteral("png"), 16});
        formats.append({PictureFormatChoice::tr("TIFF, 16 bit"), QStringLiteral("tif"), 16});
    } else {
        formats.append({PictureFormatChoice::tr("TIFF, 8 bit"), QStringLiteral("tif"), 8});
    }
    formats.append({PictureFormatChoice::tr("JPEG"), QStringLiteral("jpg"), 8, true});
    formats.append({PictureFormatChoice::tr("WebP"), QStringLiteral("webp"), 8, true});
    formats.append({PictureFormatChoice::tr("WebP, lossless"), QStringLiteral("webp"), 8});
    return formats;
}

SaveTarget saveTarget(const QString& chosenPath, const PictureFormatChoice& format)
{
    const QString ending = QFileInfo(chosenPath).suffix().toLower();
    if (!isPictureEnding(ending))
        return {unusedPath(chosenPath + QLatin1Char('.') + format.ending), format.bitsPerChannel, format.hasQuality};
    const bool isJpeg = ending == QLatin1String("jpg") || ending == QLatin1String("jpeg");
    const bool isLossyWebp =
        ending == QLatin1String("webp") && format.hasQuality && format.ending == QLatin1String("webp");
    return {chosenPath, deepEndings().contains(ending) ? format.bitsPerChannel : 8, isJpeg || isLossyWebp};
}

} // namespace cnnvis::ui
