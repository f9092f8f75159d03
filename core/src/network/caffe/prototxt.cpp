// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/caffe/prototxt.h"

#include "cnnvis/error.h"
#include "network/caffe/unknown_words.h"
#include "util/input_file.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <limits>
#include <string_view>
#include <utility>

namespace cnnvis::caffe {
namespace {

namespace protobuf = google::protobuf;

constexpr std::size_t kMaximumBytes = std::size_t{16} << 20U;
constexpr int kMaximumDepth = 64; ///< of blocks in blocks: without a limit, the parser's recursion eats up the stack
constexpr std::size_t kMaximumErrorText = 160;
// Real networks stay far below; the graph's algorithms are quadratic.
constexpr int kMaximumLayers = 10000;
constexpr int kMaximumBlobNames = 40000;
constexpr std::size_t kMaximumNameLength = 1000;

/// Keeps the first error; warnings are of unknown fields, which are allowed.
class FirstError : public protobuf::io::ErrorCollector {
public:
    void AddError(int line, int column, const std::string& message) override
    {
        if (m_text.empty())
            m_text = placeText(line, column) + ": " + printable(message);
    }
    const std::string& text() const { return m_text; }

private:
    static std::string placeText(int line, int column)
    {
        if (line < 0)
            return {};
        return " line " + std::to_string(line + 1) + ", column " + std::to_string(column + 1);
    }
    /// The message quotes the file, which may hold anything.
    static std::string printable(std::string text)
    {
        if (text.size() > kMaximumErrorText)
            text = text.substr(0, kMaximumErrorText) + "…";
        if (!text.empty() && text.back() == '.')
            text.pop_back();
        std::replace_if(
            text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
        return text;
    }

    std::string m_text;
};

bool isControl(unsigned char c)
{
    constexpr std::string_view kSpaces = "\t\n\v\f\r";
    return c == 0x7f || (c < ' ' && kSpaces.find(static_cast<char>(c)) == std::string_view::npos);
}

/// With or without its mark, in either order of bytes: of such text, many bytes at odd places are zero and few at even
/// ones, or the other way round.
bool isUtf16(std::string_view bytes)
{
    constexpr std::size_t kLookedAt = 512;
    const std::string_view mark = bytes.substr(0, 2);
    if (mark == "\xff\xfe" || mark == "\xfe\xff")
        return true;
    const std::string_view start = bytes.substr(0, kLookedAt);
    std::array<std::size_t, 2> zeros{};
    for (std::size_t i = 0; i < start.size(); ++i)
        zeros[i % 2] += start[i] == '\0' ? 1 : 0;
    const auto [few, many] = std::minmax(zeros[0], zeros[1]);
    return many > start.size() / 8 && many / 8 >= few;
}

void requireText(const std::string& fileName, const std::string& bytes)
{
    if (isUtf16(bytes))
        throw ModelError(fileName
            + " is UTF-16 text, which editors of Windows call Unicode; save it as UTF-8, without other changes");
    const auto found = std::find_if(bytes.begin(), bytes.end(), isControl);
    if (found == bytes.end())
        return;
    const auto line = std::count(bytes.begin(), found, '\n') + 1;
    throw ModelError(fileName + " line " + std::to_string(line)
        + " holds bytes that no text has: it is a binary file, perhaps the .caffemodel; give the deploy.prototxt");
}

/// Editors of some systems put a mark before the text.
std::string_view withoutByteOrderMark(std::string_view text)
{
    constexpr std::string_view kMark = "\xef\xbb\xbf";
    return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

void parse(const std::string& fileName, std::string_view text, NetworkMessage& network,
    protobuf::TextFormat::ParseInfoTree& places)
{
    FirstError error;
    protobuf::TextFormat::Parser parser;
    parser.SetRecursionLimit(kMaximumDepth);
    parser.AllowUnknownField(true);
    parser.AllowUnknownExtension(true);
    parser.RecordErrorsTo(&error);
    parser.WriteLocationsTo(&places);
    protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
    if (!parser.Parse(&stream, &network))
        throw ModelError(fileName + (error.text().empty() ? ": it is no prototxt" : error.text())
            + "; mend the file, or get it again");
}

void requireLayers(const std::string& fileName, const NetworkMessage& network)
{
    const int count = network.layer_size() + network.layers_size();
    if (count == 0)
        throw ModelError(fileName
            + " has no layers: a deploy.prototxt has an input and blocks such as"
              " 'layer { name: \"conv1\" type: \"Convolution\" … }'; give such a file");
    if (network.layer_size() > 0 && network.layers_size() > 0)
        throw ModelError(fileName
            + " mixes 'layer' and 'layers' blocks, of which Caffe reads only one kind; upgrade it with Caffe's"
              " upgrade_net_proto_text");
    if (count > kMaximumLayers)
        throw ModelError(fileName + " has " + std::to_string(count) + " layers, more than the "
            + std::to_string(kMaximumLayers) + " that are allowed; give a smaller network");
    const auto names = [](const auto& layers) {
        int sum = 0;
        for (const auto& layer : layers)
            sum += layer.bottom_size() + layer.top_size();
        return sum;
    };
    if (network.input_size() + names(network.layer()) + names(network.layers()) > kMaximumBlobNames)
        throw ModelError(fileName + " names more than " + std::to_string(kMaximumBlobNames)
            + " bottoms and tops; give a smaller network");
}

void requireName(const std::string& place, const std::string& name)
{
    if (name.size() > kMaximumNameLength)
        throw ModelError(place + " has a name of " + std::to_string(name.size()) + " bytes; shorten it");
    if (std::any_of(name.begin(), name.end(), isControl) || name.find_first_of("\n\r\v\f") != std::string::npos)
        throw ModelError(place + " has a name with control characters; rename it");
}

void requireNames(const Prototxt& file)
{
    for (const std::string& input : file.network.input())
        requireName(file.fileName + ": an input", input);
    for (const PrototxtLayer& layer : file.layers) {
        const std::string place = file.fileName + " line " + std::to_string(layer.line) + ": the layer";
        requireName(place, layer.message.name());
        requireName(place, layer.type);
        for (const std::string& bottom : layer.message.bottom())
            requireName(place, bottom);
        for (const std::string& top : layer.message.top())
            requireName(place, top);
    }
}

/// What the newer generation calls a type of the older one; most only change how they are
/// capitalised.
std::string newTypeName(OldLayerMessage::Type type)
{
    switch (type) {
    case OldLayerMessage::RELU:
        return "ReLU";
    case OldLayerMessage::LRN:
        return "LRN";
    case OldLayerMessage::TANH:
        return "TanH";
    case OldLayerMessage::HDF5_DATA:
        return "HDF5Data";
    case OldLayerMessage::MVN:
        return "MVN";
    case OldLayerMessage::ABSVAL:
        return "AbsVal";
    case OldLayerMessage::BN:
        return "BN";
    case OldLayerMessage::SOFTMAX_LOSS:
        return "SoftmaxWithLoss";
    default:
        break;
    }
    std::string name;
    bool isFirst = true;
    for (const char c : OldLayerMessage::Type_Name(type)) {
        const bool isCapital = c >= 'A' && c <= 'Z';
        if (c != '_')
            name += isFirst || !isCapital ? c : static_cast<char>(c - 'A' + 'a');
        isFirst = c == '_';
    }
    return name;
}

LayerMessage toNewGeneration(OldLayerMessage& old)
{
    LayerMessage layer;
    layer.set_name(old.name());
    if (old.has_type())
        layer.set_type(newTypeName(old.type()));
    layer.mutable_bottom()->Swap(old.mutable_bottom());
    layer.mutable_top()->Swap(old.mutable_top());
    layer.mutable_include()->Swap(old.mutable_include());
    layer.mutable_exclude()->Swap(old.mutable_exclude());
    // Parameters that a layer does not have turn into empty ones, which mean the same: the defaults.
    layer.mutable_concat_param()->Swap(old.mutable_concat_param());
    layer.mutable_convolution_param()->Swap(old.mutable_convolution_param());
    layer.mutable_inner_product_param()->Swap(old.mutable_inner_product_param());
    layer.mutable_lrn_param()->Swap(old.mutable_lrn_param());
    layer.mutable_pooling_param()->Swap(old.mutable_pooling_param());
    layer.mutable_power_param()->Swap(old.mutable_power_param());
    layer.mutable_eltwise_param()->Swap(old.mutable_eltwise_param());
    layer.mutable_relu_param()->Swap(old.mutable_relu_param());
    layer.mutable_slice_param()->Swap(old.mutable_slice_param());
    layer.mutable_softmax_param()->Swap(old.mutable_softmax_param());
    layer.mutable_mvn_param()->Swap(old.mutable_mvn_param());
    layer.mutable_exp_param()->Swap(old.mutable_exp_param());
    layer.mutable_bn_param()->Swap(old.mutable_bn_param());
    return layer;
}

void requireKnownGeneration(const std::string& fileName, const OldLayerMessage& layer, int line)
{
    if (layer.has_layer())
        throw ModelError(fileName + " line " + std::to_string(line)
            + " has a layer of Caffe's first generation, of 2013 (V0); upgrade the file with Caffe's "
              "upgrade_net_proto_text");
}

/// The type of a layer of the older generation as the file has it.
std::string oldTypeName(
    const OldLayerMessage& layer, const protobuf::TextFormat::ParseInfoTree* places, const UnknownWords& unknownWords)
{
    if (!layer.has_type())
        return {};
    if (places != nullptr) {
        const auto place = places->GetLocation(OldLayerMessage::descriptor()->FindFieldByName("type"), -1);
        const std::string unknown = unknownWords.at({place.line, place.column});
        if (!unknown.empty())
            return unknown;
    }
    return OldLayerMessage::Type_Name(layer.type());
}

/// Moves the layers out of the message, in the file's order.
std::vector<PrototxtLayer> takeLayers(const std::string& fileName, NetworkMessage& network,
    const protobuf::TextFormat::ParseInfoTree& places, const UnknownWords& unknownWords)
{
    const protobuf::Descriptor& descriptor = *NetworkMessage::descriptor();
    const auto placeOf = [&](const char* field, int index) {
        const auto place = places.GetLocation(descriptor.FindFieldByName(field), index);
        return TextPlace{place.line, place.column};
    };
    std::vector<PrototxtLayer> layers;
    std::vector<TextPlace> begins;
    for (int i = 0; i < network.layer_size(); ++i) {
        const std::string type = network.layer(i).type();
        begins.push_back(placeOf("layer", i));
        layers.push_back({std::move(*network.mutable_layer(i)), type, begins.back().first + 1, {}});
    }
    for (int i = 0; i < network.layers_size(); ++i) {
        OldLayerMessage& old = *network.mutable_layers(i);
        begins.push_back(placeOf("layers", i));
        const int line = begins.back().first + 1;
        requireKnownGeneration(fileName, old, line);
        const auto* const inside = places.GetTreeForNested(descriptor.FindFieldByName("layers"), i);
        const std::string type = oldTypeName(old, inside, unknownWords);
        layers.push_back({toNewGeneration(old), type, line, {}});
        if (old.type() == OldLayerMessage::NONE)
            layers.back().message.set_type(type);
    }
    begins.emplace_back(std::numeric_limits<int>::max(), 0);
    for (std::size_t i = 0; i < layers.size(); ++i)
        layers[i].unknownWords = unknownWords.between(begins[i], begins[i + 1]);
    network.clear_layer();
    network.clear_layers();
    return layers;
}

} // namespace

Prototxt readPrototxt(const std::string& path)
{
    const InputFile input = readInputFile(path, "prototxt", kMaximumBytes);
    if (!input.problem.empty())
        throw ModelError(input.problem);
    Prototxt file;
    file.fileName = std::filesystem::path(path).filename().string();
    requireText(file.fileName, input.bytes);
    std::string text(withoutByteOrderMark(input.bytes));
    const UnknownWords unknownWords(text);
    protobuf::TextFormat::ParseInfoTree places;
    parse(file.fileName, text, file.network, places);
    requireLayers(file.fileName, file.network);
    file.layers = takeLayers(file.fileName, file.network, places, unknownWords);
    requireNames(file);
    return file;
}

} // namespace cnnvis::caffe
