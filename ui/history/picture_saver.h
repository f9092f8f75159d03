// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"

#include <QObject>
#include <QThreadPool>

#include <optional>

QT_BEGIN_NAMESPACE
class QFileDialog;
class QWidget;
QT_END_NAMESPACE

namespace cnnvis::ui {

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
    /// @param name  that is suggested, without its ending.
    /// @param tag   comes back with saved().
    void saveAs(QWidget* window, const Picture& picture, const QString& name, const DreamRecipe& recipe, int tag = 0);

    /// Saves without asking, over what is there; the ending names the format.
    /// @param recipe   how it was made, which it carries with it; nothing: that is not said.
    /// @param quality  as writePicture().
    void save(const QString& path, const Picture& picture, const std::optional<DreamRecipe>& recipe, int quality = 0,
        int tag = 0);

Q_SIGNALS:
    void saved(const QString& path, int tag);
    /// Nothing was written. @param reason  one line that names the path.
    void failed(const QString& path, const QString& reason);

private:
    void saveChosen(const QFileDialog& dialog, int quality, const Picture& picture, const DreamRecipe& recipe, int tag);

    QThreadPool m_pool;
};

} // namespace cnnvis::ui
