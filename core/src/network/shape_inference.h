// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

namespace cnnvis {

/// The shapes that a layer makes of its inputs, by Caffe's rules, in checked arithmetic.
/// @param outputs  how many blobs the layer makes.
/// @throws ModelError  when the parameters and shapes don't go together; the message is the reason alone.
std::vector<BlobShape> inferShapes(const LayerKind& kind, const std::vector<BlobShape>& inputs, std::size_t outputs);

/// A layer's weights, in Caffe's order. @throws ModelError  as inferShapes().
std::vector<WeightInfo> inferWeights(const LayerKind& kind, const std::vector<BlobShape>& inputs);

/// What a pixel behind the layer sees of the image, given what the layer's inputs see.
ReceptiveField inferReceptiveField(
    const LayerKind& kind, const std::vector<ReceptiveField>& inputFields, const std::vector<BlobShape>& inputs);

/// The window that a pooling has on such a blob: that of a global one is all of it.
PoolingKind resolvedPooling(PoolingKind kind, const BlobShape& input);

/// Checks that a blob has positive dimensions and no more elements than Caffe allows, 2^31 - 1.
/// @throws ModelError  with the shape.
void checkBlob(const BlobShape& shape);

/// The axis counted from the front; negative ones count from behind. @throws ModelError  when it is out of range.
std::size_t resolveAxis(std::int64_t axis, std::size_t rank);

/// The axes of a blob in the order that a Permute layer gives them. @throws ModelError  when one is named twice.
std::vector<std::size_t> permutation(const PermuteKind& kind, std::size_t rank);

} // namespace cnnvis
