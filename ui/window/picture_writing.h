// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"

#include <QObject>
#include <QString>

class QWidget;

namespace cnnvis::ui {

class Messages;
class PictureSaver;
class SettingsStore;

/// Writes pictures to files: where the user wants them, with the settings that made them; or, to start from one, among
/// the program's own. Lives on the ui thread.
class PictureWriting : public QObject {
    Q_OBJECT

public:
    /// @param window    of the dialog.
    /// @param store, messages  outlive this.
    PictureWriting(QWidget& window, SettingsStore& store, Messages& messages, QObject* parent);

    /// Asks for a path and a format, and writes. @param tag  comes back with saved().
    void saveAs(const Picture& picture, const DreamRecipe& recipe, int tag);
    /// Keeps the picture in a file of the program's, and sets it as start image, in one undo step.
    void makeStartImage(const Picture& picture);

    /// Where start images are kept; made with the first.
    static QString startImageFolder();

Q_SIGNALS:
    void saved(const QString& path, int tag);

private:
    QWidget& m_window;
    SettingsStore& m_store;
    Messages& m_messages;
    PictureSaver* m_saver;
    PictureSaver* m_startImageSaver;
};

} // namespace cnnvis::ui
