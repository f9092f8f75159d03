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

void StartPictureLoader::load(const QString& path)
{
    const int id = ++m_newest;
    m_pool.clear();
    if (path.isEmpty()) {
        Q_EMIT loaded(Picture());
        return;
    }
    m_pool.start([this, id, path] {
        Picture picture;
        QString reason;
        try {
            picture = readPicture(expandEnvironment(path.toStdString()));
        } catch (const std::exception& error) {
            reason = inWindowWords(error);
        }
        const auto deliver = [this, id, picture, reason] {
            if (id != m_newest)
                return;
            if (reason.isEmpty())
                Q_EMIT loaded(picture);
            else
                Q_EMIT failed(reason);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

} // namespace cnnvis::ui
