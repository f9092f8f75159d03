// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis_caffe.pb.h"

#include <string>
#include <vector>

namespace cnnvis::caffe {

/// One layer as the file has it, in the form of the newer generation.
struct PrototxtLayer {
    LayerMessage message; ///< its type is the newer generation's name, e.g. "InnerProduct"
    std::string type; ///< as the file calls it, e.g. INNER_PRODUCT
    int line = 0; ///< from 1
    std::vector<std::string> unknownWords; ///< which the schema does not have, with their fields: "pool: MIXED"
};

/// A prototxt's content.
struct Prototxt {
    std::string fileName; ///< without folders, for messages
    NetworkMessage network; ///< all but the layers
    std::vector<PrototxtLayer> layers; ///< at least one
};

/// Reads a prototxt of either generation; fields that are not in the schema are ignored.
/// @throws ModelError  when the file cannot be read or is no such text; the message has the line where there is one.
Prototxt readPrototxt(const std::string& path);

} // namespace cnnvis::caffe
