// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <QObject>
#include <QThreadPool>

#include <map>
#include <string>

QT_BEGIN_NAMESPACE
class QFileDialog;
class QWidget;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// Text to be stored in a PNG, by key; see kSettingsTextKey.
using PictureText = std::map<std::string, std::string>;

/// Writes pictures to files, one after the other on a thread of its own, so that the ui never waits for a disk.
///
/// Lives on the ui thread. Its end waits for what is being written.
class PictureSaver : public QObject {
    Q_OBJECT

public:
    explicit PictureSaver(QObject* parent = nullptr);
    ~PictureSaver() override;

    /// Asks for a path and a format, in the folder of the last time, and saves. Returns at once; nothing happens when
    /// the dialog is cancelled.
    /// @param layer  the target's name, for the name that is suggested.
    void saveAs(QWidget* window, const Picture& picture, const QString& layer, const PictureText& text);

    /// Saves without asking, over what is there; the ending names the format.
    void save(const QString& path, const Picture& picture, const PictureText& text);

Q_SIGNALS:
    void saved(const QString& path);
    /// Nothing was written. @param reason  one line that names the path.
    void failed(const QString& path, const QString& reason);

private:
    void saveChosen(const QFileDialog& dialog, const Picture& picture, const PictureText& text);

    QThreadPool m_pool;
};

} // namespace cnnvis::ui
