// SPDX-License-Identifier: GPL-3.0-or-later
#include "network_spec.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cnnvis::training {
namespace {

/// The channels of an inception block's convolutions in GoogLeNet.
struct InceptionWidths {
    const char* name;
    int direct, reduce3, wide3, reduce5, wide5, pooled;
};

constexpr std::array<InceptionWidths, 9> kInceptions{{
    {"3a", 64, 96, 128, 16, 32, 32},
    {"3b", 128, 128, 192, 32, 96, 64},
    {"4a", 192, 96, 208, 16, 48, 64},
    {"4b", 160, 112, 224, 24, 64, 64},
    {"4c", 128, 128, 256, 24, 64, 64},
    {"4d", 112, 144, 288, 32, 64, 64},
    {"4e", 256, 160, 320, 32, 128, 128},
    {"5a", 256, 160, 320, 32, 128, 128},
    {"5b", 384, 192, 384, 48, 128, 128},
}};

/// Half as many as GoogLeNet's, rounded up to what vector registers hold.
int narrowed(int channels)
{
    constexpr int kUnit = 8;
    return std::max(kUnit, (channels / 2 + kUnit - 1) / kUnit * kUnit);
}

class SpecBuilder {
public:
    /// The methods append a layer and answer its place.
    int convolve(const std::string& name, const std::string& relu, int input, int channels, int kernel, int stride = 1)
    {
        LayerSpec layer;
        layer.name = name;
        layer.reluName = relu;
        layer.outputChannels = narrowed(channels);
        layer.kernel = kernel;
        layer.stride = stride;
        layer.padding = kernel / 2;
        return add(layer, {input});
    }

    int pool(const std::string& name, int input, int stride)
    {
        LayerSpec layer;
        layer.type = LayerType::MaximumPool;
        layer.name = name;
        layer.kernel = 3;
        layer.stride = stride;
        layer.padding = stride == 1 ? 1 : 0;
        layer.outputChannels = channelsOf(input);
        return add(layer, {input});
    }

    int inception(const InceptionWidths& widths, int input)
    {
        const std::string prefix = std::string("inception_") + widths.name + "/";
        const auto unit = [&](const std::string& name, int from, int channels, int kernel) {
            return convolve(prefix + name, prefix + "relu_" + name, from, channels, kernel);
        };
        const int direct = unit("1x1", input, widths.direct, 1);
        const int wide3 = unit("3x3", unit("3x3_reduce", input, widths.reduce3, 1), widths.wide3, 3);
        const int wide5 = unit("5x5", unit("5x5_reduce", input, widths.reduce5, 1), widths.wide5, 5);
        const int pooled = unit("pool_proj", pool(prefix + "pool", input, 1), widths.pooled, 1);
        LayerSpec layer;
        layer.type = LayerType::Concatenation;
        layer.name = prefix + "output";
        const std::vector<int> parts{direct, wide3, wide5, pooled};
        for (const int part : parts)
            layer.outputChannels += channelsOf(part);
        return add(layer, parts);
    }

    void classify(const std::string& poolName, const std::string& name, int input, int classCount, double lossWeight)
    {
        LayerSpec pool;
        pool.type = LayerType::GlobalPool;
        pool.name = poolName;
        pool.outputChannels = channelsOf(input);
        LayerSpec classifier;
        classifier.type = LayerType::Classifier;
        classifier.name = name;
        classifier.outputChannels = classCount;
        classifier.lossWeight = lossWeight;
        add(classifier, {add(pool, {input})});
    }

    NetworkSpec take() { return std::move(m_spec); }

private:
    int channelsOf(int place) const { return place < 0 ? 3 : m_spec[static_cast<std::size_t>(place)].outputChannels; }

    int add(LayerSpec& layer, const std::vector<int>& inputs)
    {
        layer.inputs = inputs;
        layer.inputChannels = channelsOf(inputs.front());
        if (layer.type == LayerType::Concatenation)
            layer.inputChannels = layer.outputChannels;
        m_spec.push_back(layer);
        return static_cast<int>(m_spec.size()) - 1;
    }

    NetworkSpec m_spec;
};

} // namespace

NetworkSpec bestiarySpec(int classCount)
{
    constexpr double kSideLoss = 0.3;
    SpecBuilder builder;
    int last = builder.convolve("conv1/7x7_s2", "conv1/relu_7x7", -1, 64, 7, 2);
    last = builder.pool("pool1/3x3_s2", last, 2);
    last = builder.convolve("conv2/3x3_reduce", "conv2/relu_3x3_reduce", last, 64, 1);
    last = builder.convolve("conv2/3x3", "conv2/relu_3x3", last, 192, 3);
    last = builder.pool("pool2/3x3_s2", last, 2);
    for (const InceptionWidths& widths : kInceptions) {
        const std::string name = widths.name;
        if (name == "4a")
            last = builder.pool("pool3/3x3_s2", last, 2);
        else if (name == "5a")
            last = builder.pool("pool4/3x3_s2", last, 2);
        last = builder.inception(widths, last);
        if (name == "3b" || name == "4c" || name == "4e")
            builder.classify("loss_" + name + "/pool", "loss_" + name + "/classifier", last, classCount, kSideLoss);
    }
    builder.classify("pool5/7x7_s1", "loss3/classifier", last, classCount, 1.0);
    return builder.take();
}

std::vector<int> classifiersOf(const NetworkSpec& spec)
{
    std::vector<int> places;
    for (std::size_t i = 0; i < spec.size(); ++i) {
        if (spec[i].type == LayerType::Classifier)
            places.push_back(static_cast<int>(i));
    }
    return places;
}

} // namespace cnnvis::training
