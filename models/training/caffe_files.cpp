// SPDX-License-Identifier: GPL-3.0-or-later
#include "caffe_files.h"

#include "cnnvis_caffe.pb.h"

#include <locale>
#include <sstream>

namespace cnnvis::training {
namespace {

/// Name of the picture's blob, as everywhere in Caffe.
constexpr const char* kData = "data";

void setBlob(caffe::BlobMessage& blob, const at::Tensor& tensor)
{
    for (const std::int64_t dimension : tensor.sizes())
        blob.mutable_shape()->add_dim(dimension);
    const float* values = tensor.data_ptr<float>();
    blob.mutable_data()->Add(values, values + tensor.numel());
}

const char* typeName(LayerType type)
{
    switch (type) {
    case LayerType::Convolution:
        return "Convolution";
    case LayerType::MaximumPool:
    case LayerType::GlobalPool:
        return "Pooling";
    case LayerType::Concatenation:
        return "Concat";
    case LayerType::Classifier:
        break;
    }
    return "InnerProduct";
}

class PrototxtWriter {
public:
    explicit PrototxtWriter(const NetworkSpec& spec)
        : m_spec(spec)
    {
        m_text.imbue(std::locale::classic());
    }

    std::string write(const std::string& name, int side)
    {
        m_text << "# A network of the structure of GoogLeNet with half the channels and without LRN. Made by "
                  "cnn-vis-train.\n# Input: BGR, 0..255, less the mean of mean.binaryproto.\n"
               << "name: \"" << name << "\"\n";
        begin("data", "Input", {}, kData);
        m_text << "  input_param { shape { dim: 1 dim: 3 dim: " << side << " dim: " << side << " } }\n}\n";
        for (const LayerSpec& layer : m_spec)
            writeLayer(layer);
        begin("prob", "Softmax", {m_spec.back().name}, "prob");
        m_text << "}\n";
        return m_text.str();
    }

private:
    void begin(
        const std::string& name, const char* type, const std::vector<std::string>& bottoms, const std::string& top)
    {
        m_text << "layer {\n  name: \"" << name << "\"\n  type: \"" << type << "\"\n";
        for (const std::string& bottom : bottoms)
            m_text << "  bottom: \"" << bottom << "\"\n";
        m_text << "  top: \"" << top << "\"\n";
    }

    void writeLayer(const LayerSpec& layer)
    {
        std::vector<std::string> bottoms;
        for (const int place : layer.inputs)
            bottoms.push_back(place < 0 ? kData : m_spec[static_cast<std::size_t>(place)].name);
        begin(layer.name, typeName(layer.type), bottoms, layer.name);
        switch (layer.type) {
        case LayerType::Convolution:
            m_text << "  convolution_param { num_output: " << layer.outputChannels;
            writeWindow(layer);
            break;
        case LayerType::MaximumPool:
            m_text << "  pooling_param { pool: MAX";
            writeWindow(layer);
            break;
        case LayerType::GlobalPool:
            m_text << "  pooling_param { pool: AVE global_pooling: true }\n";
            break;
        case LayerType::Classifier:
            m_text << "  inner_product_param { num_output: " << layer.outputChannels << " }\n";
            break;
        case LayerType::Concatenation:
            break;
        }
        m_text << "}\n";
        if (!layer.reluName.empty()) {
            begin(layer.reluName, "ReLU", {layer.name}, layer.name);
            m_text << "}\n";
        }
    }

    void writeWindow(const LayerSpec& layer)
    {
        m_text << " kernel_size: " << layer.kernel;
        if (layer.stride != 1 || layer.type == LayerType::MaximumPool)
            m_text << " stride: " << layer.stride;
        if (layer.padding != 0)
            m_text << " pad: " << layer.padding;
        m_text << " }\n";
    }

    const NetworkSpec& m_spec;
    std::ostringstream m_text;
};

} // namespace

std::string prototxtOf(const NetworkSpec& spec, const std::string& name, int side)
{
    return PrototxtWriter(spec).write(name, side);
}

std::string caffemodelOf(const NetworkSpec& spec, const std::vector<FoldedLayer>& layers)
{
    caffe::WeightsMessage message;
    for (std::size_t i = 0; i < spec.size(); ++i) {
        if (!layers[i].weight.defined())
            continue;
        caffe::LayerWeightsMessage& layer = *message.add_layer();
        layer.set_name(spec[i].name);
        setBlob(*layer.add_blobs(), layers[i].weight);
        setBlob(*layer.add_blobs(), layers[i].bias);
    }
    return message.SerializeAsString();
}

std::string meanFileOf(double mean)
{
    constexpr int kChannels = 3;
    caffe::BlobMessage blob;
    blob.set_num(1);
    blob.set_channels(kChannels);
    blob.set_height(1);
    blob.set_width(1);
    for (int i = 0; i < kChannels; ++i)
        blob.add_data(static_cast<float>(mean));
    return blob.SerializeAsString();
}

} // namespace cnnvis::training
