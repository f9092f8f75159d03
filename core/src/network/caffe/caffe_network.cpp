// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/caffe_network.h"

#include "cnnvis/error.h"
#include "network/caffe/blob.h"
#include "network/caffe/layer_import.h"
#include "network/caffe/prototxt.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cnnvis::caffe {
namespace {

using google::protobuf::RepeatedField;
using google::protobuf::RepeatedPtrField;

constexpr std::string_view kDeployStage = "deploy";

/// DIGITS keeps networks for training and for running in one file; what is for running has the stage `deploy`.
bool isAllInOne(const Prototxt& file)
{
    const auto names = [](const auto& rules) {
        return std::any_of(rules.begin(), rules.end(), [](const RuleMessage& rule) {
            const auto isDeploy = [](const std::string& stage) { return stage == kDeployStage; };
            return std::any_of(rule.stage().begin(), rule.stage().end(), isDeploy)
                || std::any_of(rule.not_stage().begin(), rule.not_stage().end(), isDeploy);
        });
    };
    return std::any_of(file.layers.begin(), file.layers.end(),
        [&](const PrototxtLayer& layer) { return names(layer.message.include()) || names(layer.message.exclude()); });
}

/// The state of a network that is run.
StateMessage deployState(const StateMessage& declared)
{
    StateMessage state = declared;
    state.add_stage(std::string(kDeployStage));
    return state;
}

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
        if (m_names.size() == 1)
            m_first = declared;
        if (m_names.size() == 1 && (declared.size() != 4 || declared[1] != 3))
            throw ModelError(m_graph.origin() + ": the input '" + blob + "' is " + fullShapeText(declared)
                + ", but pictures need N x 3 x height x width; give a network for colour pictures");
        BlobShape shape = declared;
        if (!shape.empty())
            shape[0] = 1;
        m_graph.addInput(blob, shape);
    }
    bool isEmpty() const { return m_names.empty(); }
    const BlobShape& first() const { return m_first; } ///< as declared
    bool has(const std::string& blob) const { return m_names.count(blob) > 0; }

private:
    LayerGraph& m_graph;
    std::set<std::string> m_names;
    BlobShape m_first;
};

/// `input: "data"` with `input_shape {}` or four `input_dim:` for each. As in Caffe, those without any shape count for
/// nothing beside a layer that declares an input.
void addDeclaredInputs(const NetworkMessage& network, bool hasInputLayer, const std::string& fileName, Inputs& inputs)
{
    constexpr int kLegacyDimensions = 4;
    const int count = network.input_size();
    const RepeatedField<std::int64_t>& dims = network.input_dim();
    const bool hasShapes = network.input_shape_size() > 0;
    if (hasInputLayer && !hasShapes && dims.empty())
        return;
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
    const auto isThere = [&](const std::string& blob) { return inputs.has(blob); };
    if (layer.top_size() > 0 && shapes.empty() && std::all_of(layer.top().begin(), layer.top().end(), isThere))
        return; // the fields before have their shapes
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

/// A Reshape may name the number of pictures for which the network was written.
void freeBatch(ReshapeKind& kind, std::int64_t batch)
{
    if (kind.axis == 0 && !kind.dims.empty() && batch > 1 && kind.dims[0] > 0 && kind.dims[0] % batch == 0)
        kind.dims[0] /= batch;
}

/// What the layer is; what is wrong with it is for targets behind it to know.
LayerKind kindOf(const PrototxtLayer& layer)
{
    if (!layer.unknownWords.empty())
        return UnsupportedKind{"'" + layer.unknownWords.front() + "' is not known"};
    try {
        LayerKind kind = importLayer(layer.message);
        if (layer.message.bottom_size() == 0 && !std::holds_alternative<UnsupportedKind>(kind))
            return UnsupportedKind{"it reads no blob; give it a bottom"};
        return kind;
    } catch (const ModelError& error) {
        return UnsupportedKind{std::string("it ") + error.what()};
    }
}

/// @param batch  of the network's first input, as declared.
void addLayer(LayerGraph& graph, const PrototxtLayer& layer, std::int64_t batch)
{
    const LayerMessage& message = layer.message;
    LayerKind kind = kindOf(layer);
    if (auto* const reshape = std::get_if<ReshapeKind>(&kind))
        freeBatch(*reshape, batch);
    // Nothing can depend on a layer without tops, e.g. Silence.
    if (std::holds_alternative<UnsupportedKind>(kind) && message.top_size() == 0)
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

/// Whether the layer is there may hang on a phase that nobody knows: then it is, and cannot be used.
bool hasUnknownPhase(const PrototxtLayer& layer)
{
    const auto isPhase = [](const std::string& word) { return word.rfind("phase: ", 0) == 0; };
    return std::any_of(layer.unknownWords.begin(), layer.unknownWords.end(), isPhase);
}

/// Leaves out the layers that are not there in a network that is run. @return  of a file of DIGITS, the first that
/// reads training data.
std::optional<PrototxtLayer> leaveOutTraining(Prototxt& file)
{
    const StateMessage state = deployState(file.network.state());
    const bool hasStages = isAllInOne(file);
    const auto isLeftOut = [&](const PrototxtLayer& layer) {
        return (!isIncluded(layer.message, state) && !hasUnknownPhase(layer))
            || (hasStages && readsTrainingData(layer.message.type()));
    };
    const auto end = std::stable_partition(
        file.layers.begin(), file.layers.end(), [&](const PrototxtLayer& layer) { return !isLeftOut(layer); });
    const auto data = std::find_if(
        end, file.layers.end(), [](const PrototxtLayer& layer) { return readsTrainingData(layer.message.type()); });
    std::optional<PrototxtLayer> trainingData;
    if (hasStages && data != file.layers.end())
        trainingData = std::move(*data);
    file.layers.erase(end, file.layers.end());
    return trainingData;
}

bool isInput(const PrototxtLayer& layer)
{
    return layer.type == "Input";
}

/// Adds the inputs that the file declares. Where it declares none, DIGITS takes the pictures that the network learnt
/// from; their size is known where they were cropped.
/// @return  the shape of the first one as declared.
BlobShape addInputs(const Prototxt& file, const std::optional<PrototxtLayer>& trainingData, LayerGraph& graph)
{
    Inputs inputs(graph);
    const bool hasInputLayer = std::any_of(file.layers.begin(), file.layers.end(), isInput);
    addDeclaredInputs(file.network, hasInputLayer, file.fileName, inputs);
    for (const PrototxtLayer& layer : file.layers) {
        requireUsable(graph, layer);
        if (!isInput(layer))
            continue;
        try {
            addInputLayer(layer.message, inputs);
        } catch (const ModelError& error) {
            throw ModelError(describe(graph, layer) + ": " + error.what());
        }
    }
    const std::int64_t crop = trainingData ? trainingData->message.transform_param().crop_size() : 0;
    if (inputs.isEmpty() && crop > 0 && trainingData->message.top_size() > 0)
        inputs.add(trainingData->message.top(0), {1, 3, crop, crop});
    if (inputs.isEmpty())
        throw ModelError(file.fileName
            + " declares no input; give a deploy.prototxt, or add 'input: \"data\"' and an input_shape before its "
              "layers");
    return inputs.first();
}

} // namespace

LayerGraph readNetwork(const std::string& path)
{
    Prototxt file = readPrototxt(path);
    const std::optional<PrototxtLayer> trainingData = leaveOutTraining(file);
    LayerGraph graph(file.fileName);
    const BlobShape data = addInputs(file, trainingData, graph);
    for (const PrototxtLayer& layer : file.layers) {
        if (!isInput(layer))
            addLayer(graph, layer, data[0]);
    }
    return graph;
}

} // namespace cnnvis::caffe
