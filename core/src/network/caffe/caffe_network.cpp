// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "network/caffe/blob.h"
#include "network/caffe/layer_import.h"
#include "network/caffe/prototxt.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace cnnvis::caffe {
namespace {

using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

/// Does the rule fit a network that is run, not trained?
bool matches(const RuleMessage& rule, const StateMessage& state)
{
    const auto hasStage = [&](const std::string& stage) {
        return std::find(state.stage().begin(), state.stage().end(), stage) != state.stage().end();
    };
    if (rule.has_phase() && rule.phase() != TEST)
        return false;
    if ((rule.has_min_level() && state.level() < rule.min_level())
        || (rule.has_max_level() && state.level() > rule.max_level()))
        return false;
    return std::all_of(rule.stage().begin(), rule.stage().end(), hasStage)
        && std::none_of(rule.not_stage().begin(), rule.not_stage().end(), hasStage);
}

bool isIncluded(const LayerMessage& layer, const StateMessage& state)
{
    const auto fits = [&](const RuleMessage& rule) { return matches(rule, state); };
    if (layer.include_size() > 0)
        return std::any_of(layer.include().begin(), layer.include().end(), fits);
    return std::none_of(layer.exclude().begin(), layer.exclude().end(), fits);
}

std::vector<std::string> listOf(const RepeatedPtrField<std::string>& field)
{
    return {field.begin(), field.end()};
}

/// Collects a network's inputs before its layers, which may stand around the layers that declare them.
class Inputs {
public:
    explicit Inputs(LayerGraph& graph)
        : m_graph(graph)
    { }

    void add(const std::string& blob, const BlobShape& declared)
    {
        if (!m_names.insert(blob).second)
            throw ModelError(m_graph.origin() + " declares the input '" + blob + "' twice; remove one");
        if (m_names.size() == 1 && (declared.size() != 4 || declared[1] != 3))
            throw ModelError(m_graph.origin() + ": the input '" + blob + "' is " + fullShapeText(declared)
                + ", but pictures need N x 3 x height x width; give a network for colour pictures");
        BlobShape shape = declared;
        if (!shape.empty())
            shape[0] = 1;
        m_graph.addInput(blob, shape);
    }
    bool isEmpty() const { return m_names.empty(); }

private:
    LayerGraph& m_graph;
    std::set<std::string> m_names;
};

/// `input: "data"` with `input_shape {}` or four `input_dim:` for each.
void addDeclaredInputs(const NetworkMessage& network, const std::string& fileName, Inputs& inputs)
{
    constexpr int kLegacyDimensions = 4;
    const int count = network.input_size();
    const RepeatedField<std::int64_t>& dims = network.input_dim();
    const bool hasShapes = network.input_shape_size() > 0;
    if (hasShapes ? network.input_shape_size() != count || !dims.empty() : dims.size() != count * kLegacyDimensions)
        throw ModelError(fileName + " has " + std::to_string(count) + " 'input', "
            + std::to_string(network.input_shape_size()) + " 'input_shape' and " + std::to_string(dims.size())
            + " 'input_dim'; each input needs one input_shape or four input_dim");
    for (int i = 0; i < count; ++i) {
        const auto first = dims.begin() + (hasShapes ? 0 : i * kLegacyDimensions);
        const BlobShape shape = hasShapes
            ? BlobShape(network.input_shape(i).dim().begin(), network.input_shape(i).dim().end())
            : BlobShape(first, first + kLegacyDimensions);
        inputs.add(network.input(i), shape);
    }
}

/// A layer of type Input: one shape for all tops, or one for each.
void addInputLayer(const LayerMessage& layer, Inputs& inputs)
{
    const auto& shapes = layer.input_param().shape();
    if (layer.top_size() == 0 || (shapes.size() != 1 && shapes.size() != layer.top_size()))
        throw ModelError("has " + std::to_string(layer.top_size()) + " tops and " + std::to_string(shapes.size())
            + " shapes in input_param; it needs one shape for each top");
    for (int i = 0; i < layer.top_size(); ++i) {
        const auto& dims = shapes.Get(shapes.size() == 1 ? 0 : i).dim();
        inputs.add(layer.top(i), BlobShape(dims.begin(), dims.end()));
    }
}

/// "layer 'conv1' (Convolution, deploy.prototxt line 12)"
std::string describe(const LayerGraph& graph, const PrototxtLayer& layer)
{
    return graph.describe({layer.message.name(), layer.type, layer.line, {}, {}, {}});
}

void addLayer(LayerGraph& graph, const PrototxtLayer& layer)
{
    const LayerMessage& message = layer.message;
    LayerKind kind;
    try {
        kind = importLayer(message);
    } catch (const ModelError& error) {
        throw ModelError(describe(graph, layer) + " " + error.what());
    }
    const bool isSupported = !std::holds_alternative<UnsupportedKind>(kind);
    if (isSupported && message.bottom_size() == 0)
        throw ModelError(describe(graph, layer) + " reads no blob; give it a bottom");
    // Nothing can depend on a layer without tops, e.g. Silence.
    if (!isSupported && message.top_size() == 0)
        return;
    graph.addLayer(
        message.name(), layer.type, layer.line, std::move(kind), listOf(message.bottom()), listOf(message.top()));
}

void requireUsable(const LayerGraph& graph, const PrototxtLayer& layer)
{
    if (layer.message.type().empty())
        throw ModelError(describe(graph, layer) + " has no type; give it one");
    if (readsTrainingData(layer.message.type()))
        throw ModelError(describe(graph, layer)
            + " reads training data, so that this is a file for training; give the network's deploy.prototxt");
}

} // namespace

LayerGraph readNetwork(const std::string& path)
{
    Prototxt file = readPrototxt(path);
    LayerGraph graph(file.fileName);
    const StateMessage& state = file.network.state();
    const auto isLeftOut = [&](const PrototxtLayer& layer) { return !isIncluded(layer.message, state); };
    file.layers.erase(std::remove_if(file.layers.begin(), file.layers.end(), isLeftOut), file.layers.end());

    Inputs inputs(graph);
    addDeclaredInputs(file.network, file.fileName, inputs);
    for (const PrototxtLayer& layer : file.layers) {
        requireUsable(graph, layer);
        if (layer.type != "Input")
            continue;
        try {
            addInputLayer(layer.message, inputs);
        } catch (const ModelError& error) {
            throw ModelError(describe(graph, layer) + ": " + error.what());
        }
    }
    if (inputs.isEmpty())
        throw ModelError(
            file.fileName + " declares no input; give a deploy.prototxt, or add 'input: \"data\"' and an input_shape");
    for (const PrototxtLayer& layer : file.layers) {
        if (layer.type != "Input")
            addLayer(graph, layer);
    }
    return graph;
}

} // namespace cnnvis::caffe
