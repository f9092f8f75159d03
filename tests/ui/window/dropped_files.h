// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window_bench.h"

#include "cnnvis/picture_file.h"

#include <QDropEvent>
#include <QMimeData>
#include <QObject>
#include <QSignalSpy>

#include <map>
#include <string>
#include <vector>

namespace cnnvis::test {

inline Picture greyPicture(PictureSize size)
{
    return {size, std::vector<std::uint8_t>(static_cast<std::size_t>(size.height * size.width * 3), 90)};
}

/// What tests of files in the window have in common: the files, and how they are dropped onto it.
class DroppedFilesTestBase : public QObject {
protected:
    QString write(const QString& name, const QByteArray& bytes)
    {
        return QString::fromStdString(m_bench.network.write(name, bytes));
    }
    QString writePicture(const QString& name, const std::map<std::string, std::string>& text = {})
    {
        const QString path = m_bench.network.path(name);
        cnnvis::writePicture(path.toStdString(), greyPicture({20, 30}), text);
        return path;
    }
    void drop(const QStringList& paths)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths)
            urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_bench.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QSignalSpy finished(&m_bench.window->files(), &ui::FileOpening::finished);
        QCoreApplication::sendEvent(m_bench.window.get(), &event);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, WindowBench::kPatience);
    }
    const RunSettings& settings() { return m_bench.window->store().settings(); }

    WindowBench m_bench;
};

} // namespace cnnvis::test
