// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include "cnnvis_caffe.pb.h"

#include <string>
#include <vector>

namespace cnnvis::caffe {

/// A blob's shape, in the new form or the old one of four dimensions. Nothing in it is checked.
BlobShape blobShape(const BlobMessage& blob);

/// A blob's values, in single or double precision, or as NVIDIA's fork stores them, in half of one, too.
/// @throws ModelError  when there are not as many as the shape says, or one is not finite; the message is the reason
/// alone.
std::vector<float> blobValues(const BlobMessage& blob);

/// "96 x 3 x 7 x 7", with all dimensions; "a single value" when there are none.
std::string fullShapeText(const BlobShape& shape);

} // namespace cnnvis::caffe
