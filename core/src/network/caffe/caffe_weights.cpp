// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "cnnvis/nearest_name.h"
#include "network/caffe/blob.h"
#include "util/input_file.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

namespace cnnvis::caffe {
namespace {

using Blobs = google::protobuf::RepeatedPtrField<BlobMessage>;

constexpr std::size_t kMaximumBytes = std::numeric_limits<std::int32_t>::max(); ///< the format's own limit
constexpr std::size_t kNvidiasBlobs = 5; ///< of a BatchNorm layer

/// Why the bytes are no weights file, from what they start with.
std::string hintOf(std::string_view bytes)
{
    constexpr std::size_t kLookedAt = 512;
    const std::string_view start = bytes.substr(0, kLookedAt);
    const auto isText = [](unsigned char c) { return c >= ' ' || c == '\t' || c == '\n' || c == '\r'; };
    if (std::all_of(start.begin(), start.end(), isText))
        return "it is text, perhaps the prototxt; give the .caffemodel";
    if (start.substr(0, 4) == "\x89HDF")
        return "it is an HDF5 file; save the weights as .caffemodel";
    if (start.substr(0, 2) == "PK")
        return "it is a ZIP archive, perhaps PyTorch's; give a .caffemodel";
    return "it is damaged, truncated or something else; get the file again";
}

/// The weights file's layers that have weights, by name.
class WeightsFile {
public:
    explicit WeightsFile(const std::string& path)
        : m_name(std::filesystem::path(path).filename().string())
    {
        InputFile file = readInputFile(path, "caffemodel", kMaximumBytes);
        if (!file.problem.empty())
            throw ModelError(file.problem);
        if (!m_message.ParseFromArray(file.bytes.data(), static_cast<int>(file.bytes.size())))
            throw ModelError(m_name + " is not a .caffemodel: " + hintOf(file.bytes));
        if (m_message.layer_size() + m_message.layers_size() == 0)
            throw ModelError(m_name + " has no layers, so it is not a .caffemodel: " + hintOf(file.bytes));
        const auto isOldest = [](const OldLayerWeightsMessage& layer) { return layer.has_layer(); };
        if (std::any_of(m_message.layers().begin(), m_message.layers().end(), isOldest))
            throw ModelError(m_name
                + " has weights in the form of Caffe's first generation, of 2013 (V0); upgrade the file with Caffe's "
                  "upgrade_net_proto_binary");
        m_message.DiscardUnknownFields();
        for (auto& layer : *m_message.mutable_layers())
            add(layer.name(), *layer.mutable_blobs());
        for (auto& layer : *m_message.mutable_layer())
            add(layer.name(), *layer.mutable_blobs());
    }

    const std::string& name() const { return m_name; }
    Blobs* find(const std::string& layer) const
    {
        const auto found = m_layers.find(layer);
        return found == m_layers.end() ? nullptr : found->second;
    }
    std::vector<std::string> layerNames() const
    {
        std::vector<std::string> names;
        for (const auto& [layer, blobs] : m_layers)
            names.push_back(layer);
        return names;
    }

private:
    /// As in Caffe, the last one of a name counts.
    void add(const std::string& layer, Blobs& blobs)
    {
        if (!blobs.empty())
            m_layers[layer] = &blobs;
    }

    std::string m_name;
    WeightsMessage m_message;
    std::map<std::string, Blobs*> m_layers;
};

std::string placeOf(const LayerGraph& graph, const LayerNode& layer)
{
    return graph.origin() + " line " + std::to_string(layer.line);
}

[[noreturn]] void failMissing(const WeightsFile& file, const LayerGraph& graph, const LayerNode& layer)
{
    const std::vector<std::string> names = file.layerNames();
    std::set<std::string> known;
    for (const LayerNode& node : graph.layers())
        known.insert(node.name);
    const auto isKnown = [&](const std::string& name) { return known.count(name) > 0; };
    if (std::none_of(names.begin(), names.end(), isKnown))
        throw ModelError(file.name() + " and " + graph.origin() + " do not belong together: none of the "
            + std::to_string(names.size()) + " layers with weights is in the network; give files of the same network");
    const std::string nearest = nearestName(layer.name, names);
    throw ModelError(file.name() + " has no weights of " + graph.describe(layer)
        + (nearest.empty() ? "" : "; the nearest is '" + nearest + "'") + "; give files of the same network");
}

/// Old files pad shapes with ones at the front.
BlobShape withoutLeadingOnes(const BlobShape& shape)
{
    const auto first = std::find_if(shape.begin(), shape.end(), [](std::int64_t dimension) { return dimension != 1; });
    return {first, shape.end()};
}

/// Forks write a number for each channel as 1 x C x 1 x 1.
bool isSame(const BlobShape& shape, const BlobShape& expected)
{
    if (withoutLeadingOnes(shape) == withoutLeadingOnes(expected))
        return true;
    const auto notOne = [](std::int64_t dimension) { return dimension != 1; };
    return expected.size() == 1 && std::count_if(shape.begin(), shape.end(), notOne) == 1
        && *std::find_if(shape.begin(), shape.end(), notOne) == expected[0];
}

/// Brings the five blobs of NVIDIA's BatchNorm into its newer order. The older one is factor, summand, mean, variance,
/// and the number without meaning, by which it is told.
void arrangeAsNvidia(Blobs& blobs)
{
    const auto isNumber = [&](int index) { return withoutLeadingOnes(blobShape(blobs[index])).empty(); };
    if (!isNumber(4) || isNumber(0))
        return;
    blobs.SwapElements(0, 2);
    blobs.SwapElements(1, 3);
    blobs.SwapElements(2, 4); // now mean, variance, the number, summand, factor
    blobs.SwapElements(3, 4);
}

WeightBlob takeBlob(const std::string& subject, const std::string& fileName, const BlobShape& expected,
    const std::string& needer, BlobMessage& source)
{
    BlobMessage blob;
    blob.Swap(&source); // freed at the end, so that only one blob is there twice
    const BlobShape shape = blobShape(blob);
    if (!isSame(shape, expected))
        throw ModelError(subject + " are " + fullShapeText(shape) + " in " + fileName + ", but " + needer + " needs "
            + fullShapeText(expected) + "; give files of the same network");
    try {
        return {expected, blobValues(blob)};
    } catch (const ModelError& error) {
        throw ModelError(subject + " " + error.what() + " in " + fileName + "; get the file again");
    }
}

std::vector<WeightBlob> takeLayer(
    const WeightsFile& file, const LayerGraph& graph, const LayerNode& layer, std::vector<BlobShape> expected)
{
    Blobs* blobs = file.find(layer.name);
    if (blobs == nullptr && expected.empty())
        return {};
    if (blobs == nullptr)
        failMissing(file, graph, layer);
    const auto count = static_cast<std::size_t>(blobs->size());
    const auto* const norm = std::get_if<BatchNormKind>(&layer.kind);
    const bool isFactorFirst = norm != nullptr && norm->weights == BatchNormKind::Weights::FactorFirst;
    if (norm != nullptr && !isFactorFirst && count == kNvidiasBlobs) {
        const BlobShape channels = expected[0];
        expected.resize(kNvidiasBlobs, channels); // also where the network's description does not say so
        arrangeAsNvidia(*blobs);
    }
    if (count != expected.size())
        throw ModelError("The number of weight blobs of layer '" + layer.name + "' is " + std::to_string(count) + " in "
            + file.name() + ", but " + placeOf(graph, layer) + " needs " + std::to_string(expected.size())
            + (isFactorFirst && count == 2 ? " (a factor and a summand alone are for bn_mode: INFERENCE)"
                                           : " (is a bias missing or too many?)")
            + "; give files of the same network");
    std::vector<WeightBlob> weights;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string which =
            count == 1 ? "" : " (blob " + std::to_string(i + 1) + " of " + std::to_string(count) + ")";
        weights.push_back(takeBlob("Weights of layer '" + layer.name + "'" + which, file.name(), expected[i],
            placeOf(graph, layer), *blobs->Mutable(static_cast<int>(i))));
    }
    return weights;
}

} // namespace

GraphWeights readWeights(const std::string& path, const LayerGraph& graph, const std::vector<bool>& needed)
{
    const WeightsFile file(path);
    GraphWeights weights(graph.layers().size());
    std::set<std::string> taken;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const LayerNode& layer = graph.layers()[i];
        // Where an unsupported layer comes before, the shapes are unknown, and nothing can be run.
        const bool isKnown = graph.values()[static_cast<std::size_t>(layer.outputs.front())].shape.has_value();
        if (!needed[i] || !isKnown)
            continue;
        const std::vector<BlobShape> expected = graph.weightShapes(layer);
        if (!expected.empty() && !taken.insert(layer.name).second)
            throw ModelError(graph.describe(layer)
                + " has the name of a layer before it, so that its weights cannot be told apart; rename one in both "
                  "files");
        weights[i] = takeLayer(file, graph, layer, expected);
    }
    return weights;
}

} // namespace cnnvis::caffe
