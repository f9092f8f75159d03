// SPDX-License-Identifier: GPL-3.0-or-later
#include "googlenet.h"

#include <vector>

namespace cnnvis {
namespace {

/// Appends layers one after the other.
class Builder {
public:
    void convolution(const std::string& name, const std::string& bottom, int outputs, int kernel, int stride = 1)
    {
        layer(name, "Convolution", {bottom}, name,
            "convolution_param { num_output: " + std::to_string(outputs) + " kernel_size: " + std::to_string(kernel)
                + " stride: " + std::to_string(stride) + " pad: " + std::to_string(kernel / 2)
                + " weight_filler { type: \"xavier\" } bias_filler { type: \"constant\" value: 0.2 } }");
        layer(name + "_relu", "ReLU", {name}, name, "");
    }

    void maxPool(const std::string& name, const std::string& bottom, int stride, int padding)
    {
        layer(name, "Pooling", {bottom}, name,
            "pooling_param { pool: MAX kernel_size: 3 stride: " + std::to_string(stride)
                + " pad: " + std::to_string(padding) + " }");
    }

    void normalisation(const std::string& name, const std::string& bottom)
    {
        layer(name, "LRN", {bottom}, name, "lrn_param { local_size: 5 alpha: 0.0001 beta: 0.75 }");
    }

    struct Widths {
        int one, threeReduce, three, fiveReduce, five, pool;
    };
    void inception(const std::string& stage, const std::string& bottom, Widths widths)
    {
        const std::string name = "inception_" + stage + "/";
        convolution(name + "1x1", bottom, widths.one, 1);
        convolution(name + "3x3_reduce", bottom, widths.threeReduce, 1);
        convolution(name + "3x3", name + "3x3_reduce", widths.three, 3);
        convolution(name + "5x5_reduce", bottom, widths.fiveReduce, 1);
        convolution(name + "5x5", name + "5x5_reduce", widths.five, 5);
        maxPool(name + "pool", bottom, 1, 1);
        convolution(name + "pool_proj", name + "pool", widths.pool, 1);
        layer(name + "output", "Concat", {name + "1x1", name + "3x3", name + "5x5", name + "pool_proj"},
            name + "output", "");
    }

    std::string text = "name: \"GoogLeNet\"\ninput: \"data\"\ninput_shape { dim: 1 dim: 3 dim: 224 dim: 224 }\n";

private:
    void layer(const std::string& name, const std::string& type, const std::vector<std::string>& bottoms,
        const std::string& top, const std::string& parameters)
    {
        text += "layer { name: \"" + name + "\" type: \"" + type + "\"";
        for (const std::string& bottom : bottoms)
            text += " bottom: \"" + bottom + "\"";
        text += " top: \"" + top + "\" " + parameters + " }\n";
    }
};

} // namespace

std::string googlenetPrototxt()
{
    Builder net;
    net.convolution("conv1/7x7_s2", "data", 64, 7, 2);
    net.maxPool("pool1/3x3_s2", "conv1/7x7_s2", 2, 0);
    net.normalisation("pool1/norm1", "pool1/3x3_s2");
    net.convolution("conv2/3x3_reduce", "pool1/norm1", 64, 1);
    net.convolution("conv2/3x3", "conv2/3x3_reduce", 192, 3);
    net.normalisation("conv2/norm2", "conv2/3x3");
    net.maxPool("pool2/3x3_s2", "conv2/norm2", 2, 0);
    net.inception("3a", "pool2/3x3_s2", {64, 96, 128, 16, 32, 32});
    net.inception("3b", "inception_3a/output", {128, 128, 192, 32, 96, 64});
    net.maxPool("pool3/3x3_s2", "inception_3b/output", 2, 0);
    net.inception("4a", "pool3/3x3_s2", {192, 96, 208, 16, 48, 64});
    net.inception("4b", "inception_4a/output", {160, 112, 224, 24, 64, 64});
    net.inception("4c", "inception_4b/output", {128, 128, 256, 24, 64, 64});
    net.inception("4d", "inception_4c/output", {112, 144, 288, 32, 64, 64});
    net.inception("4e", "inception_4d/output", {256, 160, 320, 32, 128, 128});
    net.maxPool("pool4/3x3_s2", "inception_4e/output", 2, 0);
    net.inception("5a", "pool4/3x3_s2", {256, 160, 320, 32, 128, 128});
    net.inception("5b", "inception_5a/output", {384, 192, 384, 48, 128, 128});
    return net.text;
}

} // namespace cnnvis
