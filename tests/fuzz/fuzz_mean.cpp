// SPDX-License-Identifier: GPL-3.0-or-later
// A network's mean (npy, binaryproto).
#include "input.h"

#include "cnnvis/error.h"
#include "network/caffe/caffe_network.h"

#include <cmath>

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    try {
        fuzz::require(
            std::isfinite(caffe::readMean(folder.write("mean", fuzz::textOf(data, size)))), "a mean is finite");
    } catch (const ModelError&) { }
    return 0;
}
