// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "cnnvis/run_settings.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cnnvis {

struct NetworkContents;

/// A layer of a network, as a list or a browser shows it.
struct LayerInfo {
    std::string name;
    std::string type; ///< as the file calls it, e.g. "Convolution"
    std::vector<std::int64_t> shape; ///< of its output, without the batch: channels, height, width; empty: unknown
    std::int64_t receptiveField = 1; ///< side of what one value sees, in input pixels; 0: the whole image
    std::int64_t stride = 1; ///< input pixels between neighbours
    std::string whyUnsupported; ///< empty when the layer can be a target, else the reason in one line
};

/// A network as it stands in its files: layers, input size, mean. The weights are read when a dream knows which it
/// needs.
///
/// A value that is cheap to copy and never changes; thread-safe.
class Network {
public:
    /// Reads the network that the settings name (`model`, or `deploy_txt`, `caffe_model` and `mean_image`), environment
    /// variables filled in. Where none is named, that under $CAFFE_ROOT is taken, as in the original, else the
    /// bestiary.
    /// @throws ModelError  when a file cannot be used.
    static Network load(const RunSettings& settings);

    /// In the order of the file.
    const std::vector<LayerInfo>& layers() const;
    /// The size of a tile.
    PictureSize inputSize() const;
    /// The mean of all values of the mean image, in grey levels.
    double mean() const;
    /// Path of the description, as it was opened.
    const std::string& path() const;
    /// Whether there is a weights file; else they are drawn from the fillers and the seed, for benchmarks and tests.
    bool hasTrainedWeights() const;
    /// What the channels of the last layer stand for, in UTF-8 without control characters: the lines of the
    /// `labels.txt` beside the description. Empty where there is none, it cannot be used, or it has not a line for each
    /// channel.
    const std::vector<std::string>& labels() const;

    /// Whether both are what one call of load() answered.
    friend bool operator==(const Network& left, const Network& right) { return left.m_contents == right.m_contents; }
    friend bool operator!=(const Network& left, const Network& right) { return !(left == right); }

private:
    friend struct NetworkContents; ///< by which the engine, and nobody else, gets at what is in it
    explicit Network(std::shared_ptr<const NetworkContents> contents)
        : m_contents(std::move(contents))
    { }
    std::shared_ptr<const NetworkContents> m_contents;
};

} // namespace cnnvis
