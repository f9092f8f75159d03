// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/file_writer.h"

#include "cnnvis/output_file.h"

#include <QFile>

#include <exception>

namespace cnnvis::ui {

namespace {

QString whyNotReplaced(const QString& path, const QByteArray& bytes)
{
    try {
        return QString::fromStdString(replaceFile(QFile::encodeName(path).toStdString(),
            std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    } catch (const std::exception& error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace

FileWriter::FileWriter(QObject* parent)
    : QObject(parent)
{
    m_pool.setMaxThreadCount(1);
}

FileWriter::~FileWriter()
{
    m_pool.waitForDone();
}

void FileWriter::write(const QString& path, const QByteArray& bytes)
{
    m_pool.start([this, path, bytes] {
        const QString reason = whyNotReplaced(path, bytes);
        if (reason.isEmpty())
            Q_EMIT written(path);
        else
            Q_EMIT failed(path, reason);
    });
}

} // namespace cnnvis::ui
