// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "cnnvis/transparency.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

namespace cnnvis::ui {

/// Reads the picture that a run starts from, away from the ui thread. Lives on the ui thread; its end waits for what
/// is being read.
class StartPictureLoader : public QObject {
    Q_OBJECT

public:
    explicit StartPictureLoader(QObject* parent);
    ~StartPictureLoader() override;

    /// Answers unless that is what was asked for last. Only the newest is answered.
    /// @param path    as `initial_image` has it; empty for a start from noise.
    /// @param ground  that it is to lie on where it is transparent.
    void load(const QString& path, Colour ground);
    /// That was asked for last.
    const QString& path() const { return m_path; }
    Colour ground() const { return m_ground; }

Q_SIGNALS:
    /// The picture is empty for a start from noise.
    void loaded(const cnnvis::Picture& picture);
    void failed(const QString& reason);

private:
    QThreadPool m_pool;
    QString m_path;
    Colour m_ground = kNeutralGround;
    bool m_isOnGround = false; ///< some of it is seen in the newest picture
    int m_newest = 0;
};

} // namespace cnnvis::ui
