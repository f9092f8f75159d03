// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tiny_network.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace cnnvis::test {

const QByteArray kSumNetwork = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "sum" type: "Convolution" bottom: "data" top: "sum"
  convolution_param { num_output: 2 kernel_size: 1 weight_filler { type: "constant" value: 1 } } }
layer { name: "relu" type: "ReLU" bottom: "sum" top: "sum" }
layer { name: "half" type: "Convolution" bottom: "sum" top: "half"
  convolution_param { num_output: 1 kernel_size: 1 weight_filler { type: "constant" value: 0.5 } } }
)";

const QByteArray kTinyNetwork = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 12 dim: 12 }
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1"
  convolution_param { num_output: 5 kernel_size: 3 pad: 1 weight_filler { type: "gaussian" std: 0.1 }
    bias_filler { type: "constant" value: 0.5 } } }
layer { name: "relu1" type: "ReLU" bottom: "conv1" top: "conv1" }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { kernel_size: 3 stride: 2 } }
layer { name: "norm1" type: "LRN" bottom: "pool1" top: "norm1" lrn_param { local_size: 3 alpha: 0.01 beta: 0.75 } }
layer { name: "conv2" type: "Convolution" bottom: "norm1" top: "conv2"
  convolution_param { num_output: 4 kernel_size: 3 weight_filler { type: "gaussian" std: 0.2 } } }
layer { name: "relu2" type: "ReLU" bottom: "conv2" top: "conv2" }
)";

NetworkFiles::NetworkFiles(const QByteArray& text)
    : m_path(write(QStringLiteral("deploy.prototxt"), text))
{ }

RunSettings NetworkFiles::settings(const std::string& targetLayer) const
{
    RunSettings settings;
    settings.deployTxt = m_path;
    settings.meanImage = "120";
    settings.targetLayer = targetLayer;
    settings.iterBehavior = {};
    settings.batchSize = 1;
    return settings;
}

std::string NetworkFiles::write(const QString& name, const QByteArray& bytes) const
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()
        || !file.flush())
        qFatal("cannot write %s", qPrintable(path));
    return path.toStdString();
}

} // namespace cnnvis::test
