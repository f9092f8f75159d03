// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/start_picture_loader.h"

#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"
#include "widgets/window_words.h"

#include <exception>

namespace cnnvis::ui {

StartPictureLoader::StartPictureLoader(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

StartPictureLoader::~StartPictureLoader()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void StartPictureLoader::load(const QString& path, Colour ground)
{
    if (path == m_path && (ground == m_ground || !m_isOnGround))
        return;
    m_path = path;
    m_ground = ground;
    m_isOnGround = false;
    const int id = ++m_newest;
    m_pool.clear();
    if (path.isEmpty()) {
        Q_EMIT loaded(Picture());
        return;
    }
    m_pool.start([this, id, path, ground] {
        Picture picture;
        QString reason;
        bool isOnGround = false;
        try {
            const Picture read = readPicture(expandEnvironment(path.toStdString()));
            isOnGround = read.alpha() != nullptr;
            picture = onGround(read, ground);
        } catch (const std::exception& error) {
            reason = inWindowWords(error);
        }
        const auto deliver = [this, id, picture, isOnGround, reason] {
            if (id != m_newest)
                return;
            m_isOnGround = isOnGround;
            if (reason.isEmpty())
                Q_EMIT loaded(picture);
            else
                Q_EMIT failed(reason);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

} // namespace cnnvis::ui
