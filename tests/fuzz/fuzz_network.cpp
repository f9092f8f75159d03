// SPDX-License-Identifier: GPL-3.0-or-later
// A network's description (prototxt), with the names of its classes.
#include "input.h"

#include "cnnvis/error.h"
#include "cnnvis/network.h"

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    const std::vector<std::string> parts = fuzz::partsOf(fuzz::textOf(data, size), 2);
    folder.write("labels.txt", parts[1]);
    RunSettings settings;
    settings.deployTxt = folder.write("deploy.prototxt", parts[0]);
    try {
        const Network network = Network::load(settings);
        for (const LayerInfo& layer : network.layers())
            fuzz::require(!layer.name.empty() || !layer.type.empty(), "a layer has a name or a type");
        network.labels();
    } catch (const ModelError&) { }
    return 0;
}
