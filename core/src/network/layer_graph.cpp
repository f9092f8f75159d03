// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_graph.h"

#include "cnnvis/error.h"
#include "cnnvis/nearest_name.h"
#include "network/shape_inference.h"

#include <algorithm>

namespace cnnvis {
namespace {

/// Caffe names the blobs of an automatic split BLOB_LAYER_TOP_split_READER and the split itself BLOB_LAYER_TOP_split.
std::string_view withoutSplitSuffix(std::string_view name)
{
    const std::size_t mark = name.rfind("_split");
    if (mark == std::string_view::npos)
        return {};
    const std::string_view before = name.substr(0, mark);
    const std::size_t digits = before.find_last_not_of("0123456789");
    const bool hasIndex = digits != std::string_view::npos && digits + 1 < before.size() && before[digits] == '_';
    return hasIndex ? before.substr(0, digits) : std::string_view{};
}

} // namespace

std::string shapeText(const BlobShape& shape)
{
    std::string text;
    for (std::size_t i = shape.size() > 1 ? 1 : 0; i < shape.size(); ++i)
        text += (text.empty() ? "" : " x ") + std::to_string(shape[i]);
    return text;
}

std::int64_t elementCount(const BlobShape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t dimension : shape)
        count *= dimension;
    return count;
}

void LayerGraph::addInput(const std::string& blob, const BlobShape& shape)
{
    try {
        checkBlob(shape);
    } catch (const ModelError& error) {
        throw ModelError(m_origin + ": input '" + blob + "' " + error.what());
    }
    m_latestValues[blob] = static_cast<int>(m_values.size());
    m_values.push_back({blob, -1, shape, {}});
}

int LayerGraph::findValue(std::string_view blob) const
{
    const auto value = m_latestValues.find(std::string(blob));
    return value == m_latestValues.end() ? -1 : value->second;
}

std::vector<BlobShape> LayerGraph::inputShapes(const LayerNode& layer) const
{
    std::vector<BlobShape> shapes;
    for (const int input : layer.inputs) {
        const auto& shape = m_values[static_cast<std::size_t>(input)].shape;
        if (!shape)
            return {};
        shapes.push_back(*shape);
    }
    return shapes;
}

void LayerGraph::addLayer(const std::string& name, const std::string& type, int line, LayerKind kind,
    const std::vector<std::string>& bottoms, const std::vector<std::string>& tops)
{
    LayerNode layer{name, type, line, std::move(kind), {}, {}};
    std::vector<ReceptiveField> fields;
    for (const std::string& bottom : bottoms) {
        const int value = findValue(bottom);
        if (value < 0) { // a network that is run has no labels, for example
            if (!std::holds_alternative<UnsupportedKind>(layer.kind))
                layer.kind = UnsupportedKind{"it reads blob '" + bottom + "', which no layer before it makes"};
            continue;
        }
        layer.inputs.push_back(value);
        fields.push_back(m_values[static_cast<std::size_t>(value)].field);
    }
    for (const std::string& top : tops) {
        const bool isInPlace = std::find(bottoms.begin(), bottoms.end(), top) != bottoms.end();
        if (!isInPlace && findValue(top) >= 0)
            throw ModelError(describe(layer) + " makes blob '" + top + "', which is there already");
    }
    if (tops.empty())
        throw ModelError(describe(layer) + " makes no blob");

    const std::vector<BlobShape> inputs = inputShapes(layer);
    std::vector<std::optional<BlobShape>> shapes(tops.size());
    ReceptiveField field;
    if (!inputs.empty() && !std::holds_alternative<UnsupportedKind>(layer.kind)) {
        try {
            const std::vector<BlobShape> inferred = inferShapes(layer.kind, inputs, tops.size());
            field = inferReceptiveField(layer.kind, fields, inputs);
            std::copy(inferred.begin(), inferred.end(), shapes.begin());
        } catch (const ModelError& error) {
            layer.kind = UnsupportedKind{std::string("it ") + error.what()};
        }
    }
    for (std::size_t i = 0; i < tops.size(); ++i) {
        layer.outputs.push_back(static_cast<int>(m_values.size()));
        m_latestValues[tops[i]] = static_cast<int>(m_values.size());
        m_values.push_back({tops[i], static_cast<int>(m_layers.size()), shapes[i], field});
    }
    m_layers.push_back(std::move(layer));
}

int LayerGraph::dataValue() const
{
    if (m_values.empty() || m_values.front().producer >= 0)
        throw ModelError(m_origin + " declares no input");
    return 0;
}

std::string LayerGraph::nearestLayer(std::string_view name) const
{
    std::vector<std::string> names;
    for (const LayerNode& layer : m_layers)
        names.push_back(layer.name);
    return nearestName(name, names);
}

TargetPoint LayerGraph::findTarget(std::string_view name) const
{
    TargetPoint target;
    const std::string_view split = withoutSplitSuffix(name);
    for (int i = 0; i < static_cast<int>(m_layers.size()); ++i) {
        const LayerNode& layer = m_layers[static_cast<std::size_t>(i)];
        const std::string& blob = m_values[static_cast<std::size_t>(layer.outputs[0])].name;
        const bool isNamed = layer.name == name || (target.layer < 0 && blob == name);
        if (isNamed || (target.layer < 0 && !split.empty() && blob + "_" + layer.name == split))
            target.layer = i;
        if (layer.name == name)
            break;
    }
    if (target.layer < 0) {
        const std::string nearest = nearestLayer(name);
        throw ModelError("Layer '" + std::string(name) + "' is not in " + m_origin
            + (nearest.empty() ? "; --list_layers shows its layers" : "; the nearest is '" + nearest + "'"));
    }
    const LayerNode& layer = m_layers[static_cast<std::size_t>(target.layer)];
    target.value = findValue(m_values[static_cast<std::size_t>(layer.outputs[0])].name);

    const std::vector<bool> needed = layersNeededFor(target);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const auto* unsupported = std::get_if<UnsupportedKind>(&m_layers[i].kind);
        if (needed[i] && unsupported)
            throw ModelError("Target '" + std::string(name) + "' cannot be reached: " + describe(m_layers[i]) + ": "
                + unsupported->reason + "; choose a layer before it");
    }
    return target;
}

std::vector<bool> LayerGraph::layersNeededFor(TargetPoint target) const
{
    std::vector<bool> isNeeded(m_layers.size(), false);
    std::vector<int> open{target.value};
    while (!open.empty()) {
        const int producer = m_values[static_cast<std::size_t>(open.back())].producer;
        open.pop_back();
        if (producer < 0 || isNeeded[static_cast<std::size_t>(producer)])
            continue;
        isNeeded[static_cast<std::size_t>(producer)] = true;
        const std::vector<int>& inputs = m_layers[static_cast<std::size_t>(producer)].inputs;
        open.insert(open.end(), inputs.begin(), inputs.end());
    }
    return isNeeded;
}

std::vector<WeightInfo> LayerGraph::weightInfos(const LayerNode& layer) const
{
    const std::vector<BlobShape> inputs = inputShapes(layer);
    return inputs.empty() ? std::vector<WeightInfo>{} : inferWeights(layer.kind, inputs);
}

std::vector<BlobShape> LayerGraph::weightShapes(const LayerNode& layer) const
{
    std::vector<BlobShape> shapes;
    for (const WeightInfo& weight : weightInfos(layer))
        shapes.push_back(weight.shape);
    return shapes;
}

std::string LayerGraph::describe(const LayerNode& layer) const
{
    return "layer '" + layer.name + "' (" + layer.type + ", " + m_origin
        + (layer.line > 0 ? " line " + std::to_string(layer.line) : "") + ")";
}

} // namespace cnnvis
