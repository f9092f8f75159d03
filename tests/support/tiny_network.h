// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"
#include "cnnvis/run_settings.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <string>

namespace cnnvis::test {

/// A network whose gradients are known by hand; a tile is 8 × 8 pixels.
///
/// `sum`: two channels that are both blue + green + red of the pixel, with a ReLU in place behind it. `half`: one
/// channel that is half the sum of the two. So the gradient of channel 0 of `sum` is 1 at every value of the picture,
/// whatever the picture; that of `half`, 1 where the ReLU lets pass, else 0.
extern const QByteArray kSumNetwork;
inline constexpr int kSumTile = 8;

/// A small network of the usual layers, with weights drawn from the seed; a tile is 12 × 12 pixels.
///
/// conv1 (5 channels, ReLU in place), pool1 (3 × 3 every 2), norm1 (LRN), conv2 (4 channels, ReLU in place).
extern const QByteArray kTinyNetwork;
inline constexpr int kTinyTile = 12;

/// A network made from text, in files that live as long as this.
class NetworkFiles {
public:
    explicit NetworkFiles(const QByteArray& text);

    /// Settings that name the files, with a mean of 120 grey levels and one tile at a time; nothing is printed or
    /// saved.
    RunSettings settings(const std::string& targetLayer) const;
    Network load(const RunSettings& settings) const { return Network::load(settings); }

    /// Writes a file beside the network. @return  its path.
    std::string write(const QString& name, const QByteArray& bytes) const;
    QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
    std::string m_path;
};

} // namespace cnnvis::test
