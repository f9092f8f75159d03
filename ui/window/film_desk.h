// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/run_control.h"
#include "run/background_thread.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QProgressDialog;
class QWidget;

namespace cnnvis::ui {

class Messages;

/// What a film of a dream can be made from.
struct FilmSource {
    QString name; ///< of the file, without its ending
    DreamRecipe recipe; ///< that dreams it again
    int steps = 0; ///< of all sizes, that this takes
    std::vector<QByteArray> frames; ///< small pictures in JPEG, in their order
};

/// Makes films in the background: of the small pictures that were kept, or of a dream that is dreamt again at full
/// size, whatever run goes on meanwhile. Lives on the ui thread.
class FilmDesk : public QObject {
    Q_OBJECT

public:
    /// @param window    of the dialogs.
    /// @param messages  outlives this.
    FilmDesk(QWidget& window, Messages& messages, QObject* parent);
    /// Breaks off the film that is being made, of which nothing is left.
    ~FilmDesk() override;

    /// Asks for a path and for what it is to be made from, and makes it; one at a time.
    void offer(const FilmSource& source);

Q_SIGNALS:
    /// It is in its place.
    void made(const QString& path);

private:
    /// Makes it on the thread of films. @param tell  is given how much is done, 0 to 1.
    /// @return  why there is none, in the words of the command line; empty: there is one, or it was broken off.
    using Making = std::function<std::string(RunControl& control, const std::function<void(double)>& tell)>;

    void make(const QString& path, const Making& making);
    void finish(const QString& path, const QString& problem, bool isStopped);

    QWidget& m_window;
    Messages& m_messages;
    std::shared_ptr<RunControl> m_control; ///< of the film that is being made; nullptr: there is none
    QPointer<QProgressDialog> m_progress;
    BackgroundThread m_thread; ///< goes first
};

} // namespace cnnvis::ui
