// SPDX-License-Identifier: GPL-3.0-or-later
// A network's weights (caffemodel).
#include "input.h"

#include "cnnvis/error.h"
#include "network/caffe/caffe_network.h"
#include "weights_network.h"

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    static const LayerGraph graph = caffe::readNetwork(folder.write("deploy.prototxt", fuzz::kWeightsNetwork));
    const std::vector<bool> all(graph.layers().size(), true);
    try {
        caffe::readWeights(folder.write("weights.caffemodel", fuzz::textOf(data, size)), graph, all);
    } catch (const ModelError&) { }
    return 0;
}
