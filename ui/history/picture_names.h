// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <QVector>

namespace cnnvis::ui {

/// "sky-dream" for a dream of sky.jpg, or of sky-dream-2.png; from noise, "dream-inception_4b-output".
/// @param photo  path of the start image; empty: noise.
/// @param layer  the target's name.
QString suggestedPictureName(const QString& photo, const QString& layer);

/// The path, or the first of "name-2.png", "name-3.png", … that does not exist.
QString unusedPath(const QString& path);

/// A kind of file to save as.
struct PictureFormatChoice {
    Q_DECLARE_TR_FUNCTIONS(cnnvis::ui::PictureFormatChoice)

public:
    QString title; ///< for people
    QString ending; ///< without the dot
    int bitsPerChannel = 8;
    bool hasQuality = false; ///< pixels are not kept as they are
    /// As a file dialog lists it.
    QString filter() const;
};

/// What a picture of that depth can be saved as, the best first.
QVector<PictureFormatChoice> pictureFormats(int bitsPerChannel);

/// Where and how deep a picture is to be written.
struct SaveTarget {
    QString path;
    int bitsPerChannel = 8;
    bool hasQuality = false; ///< as PictureFormatChoice
};

/// What the file dialog's answer means: an ending that names a format counts more than the filter; one that names none
/// is completed, and what that would overwrite unasked gets another name.
SaveTarget saveTarget(const QString& chosenPath, const PictureFormatChoice& format);

} // namespace cnnvis::ui
