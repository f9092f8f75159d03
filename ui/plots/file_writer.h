// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>

namespace cnnvis::ui {

/// Writes files away from the ui's thread, as a slow disk would stop it. A file is written whole or not at all.
class FileWriter : public QObject {
    Q_OBJECT

public:
    explicit FileWriter(QObject* parent = nullptr);
    /// Waits for what is being written.
    ~FileWriter() override;

    void write(const QString& path, const QByteArray& bytes);

Q_SIGNALS:
    void written(const QString& path);
    void failed(const QString& path, const QString& reason);

private:
    QThreadPool m_pool;
};

} // namespace cnnvis::ui
