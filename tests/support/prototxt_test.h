// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/error.h"
#include "network/caffe/caffe_network.h"

#include <QByteArray>
#include <QFile>
#include <QObject>
#include <QTemporaryDir>

namespace cnnvis {

/// What tests of networks in text have in common: the text goes to a file named deploy.prototxt, and is read from
/// there.
class PrototxtTestBase : public QObject {
protected:
    LayerGraph read(const QByteArray& text) const
    {
        const QString path = m_folder.filePath(QStringLiteral("deploy.prototxt"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.flush())
            qFatal("cannot write %s", qPrintable(path));
        return caffe::readNetwork(path.toStdString());
    }

    /// The message of the error; empty when there was none.
    QString problemOf(const QByteArray& text) const
    {
        try {
            read(text);
        } catch (const ModelError& error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

    QTemporaryDir m_folder;
};

} // namespace cnnvis
