// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_kinds.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cnnvis {

/// Dimensions of a blob, outermost first: (1, channels, height, width) for images. The batch counts as one here.
using BlobShape = std::vector<std::int64_t>;

/// "3 x 224 x 224", without the batch.
std::string shapeText(const BlobShape& shape);
/// Number of elements; the shapes in a LayerGraph never overflow it.
std::int64_t elementCount(const BlobShape& shape);

/// What a pixel of a blob sees of the input image.
struct ReceptiveField {
    std::int64_t size = 1; ///< side in input pixels; the larger of the two sides; 0: the whole image
    std::int64_t stride = 1; ///< input pixels between neighbours; the larger of the two
};

/// One state of a blob. A layer that works in place makes a new one of the same name.
struct BlobValue {
    std::string name;
    int producer = -1; ///< index of the layer; -1: an input of the network
    std::optional<BlobShape> shape; ///< none where an unsupported layer comes before
    ReceptiveField field;
};

/// One layer: what it is, what it reads and makes, and where it stood in the file.
struct LayerNode {
    std::string name;
    std::string type; ///< as the file calls it
    int line = 0; ///< of the file, from 1; 0: unknown
    LayerKind kind;
    std::vector<int> inputs; ///< indices of values
    std::vector<int> outputs;
};

/// One of a layer's weights before it is there.
struct WeightInfo {
    BlobShape shape;
    Filler filler; ///< by which it is drawn where there is no weights file
};

/// Weights of one layer, e.g. (outputs, inputs, height, width) and (outputs).
struct WeightBlob {
    BlobShape shape;
    std::vector<float> values;
};

/// The layer and the blob that a target's name means.
struct TargetPoint {
    int layer = -1; ///< the backward pass starts here
    int value = -1; ///< the blob as it stands after all layers that work on it in place
};

/// A network's layers in order, with the shapes of all blobs: neutral, without weights, whatever file it came from.
///
/// Shapes follow Caffe's rules and its limit: no blob has more than 2^31 - 1 elements.
class LayerGraph {
public:
    /// @param origin  the file, for messages.
    explicit LayerGraph(std::string origin)
        : m_origin(std::move(origin))
    { }

    /// Declares an input of the network. @throws ModelError  when a dimension is not positive or the blob is too large.
    void addInput(const std::string& blob, const BlobShape& shape);

    /// Appends a layer and infers the shapes of what it makes. A top with the name of a bottom works in place. One that
    /// reads a blob that is not there, whose parameters make no sense for what it reads, or that makes a blob that is
    /// too large becomes an UnsupportedKind that says so: not every target needs it.
    /// @throws ModelError  when it makes no blob or one that is there already; the message has the layer's name, type
    ///                     and line.
    void addLayer(const std::string& name, const std::string& type, int line, LayerKind kind,
        const std::vector<std::string>& bottoms, const std::vector<std::string>& tops);

    const std::string& origin() const { return m_origin; }
    const std::vector<LayerNode>& layers() const { return m_layers; }
    const std::vector<BlobValue>& values() const { return m_values; }
    /// The value of the first input, which receives the image. @throws ModelError  when there is none.
    int dataValue() const;

    /// Finds the layer or blob of that name; the names of Caffe's automatic splits mean the blob before the split.
    /// @throws ModelError  when there is none (with the nearest), or an unsupported layer stands before it.
    TargetPoint findTarget(std::string_view name) const;
    /// The layer whose name is nearest to one that is misspelt; empty when none is near, or it is there.
    std::string nearestLayer(std::string_view name) const;

    /// For each layer: does the value of the target depend on it?
    std::vector<bool> layersNeededFor(TargetPoint target) const;

    /// What weights a layer has, in Caffe's order; empty for layers without any.
    std::vector<WeightInfo> weightInfos(const LayerNode& layer) const;
    std::vector<BlobShape> weightShapes(const LayerNode& layer) const;

    /// "layer 'conv1' (Convolution, deploy.prototxt line 12)"
    std::string describe(const LayerNode& layer) const;

private:
    int findValue(std::string_view blob) const; ///< the latest state, or -1
    std::vector<BlobShape> inputShapes(const LayerNode& layer) const;

    std::string m_origin;
    std::vector<LayerNode> m_layers;
    std::vector<BlobValue> m_values;
    std::unordered_map<std::string, int> m_latestValues; ///< by the blob's name
};

/// The weights of all layers, by the layer's index; empty for layers without any.
using GraphWeights = std::vector<std::vector<WeightBlob>>;

} // namespace cnnvis
