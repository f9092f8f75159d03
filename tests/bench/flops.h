// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

namespace cnnvis {

/// Floating-point operations of the convolutions and inner products that one tile takes, forward to the target and back
/// to the data: two for each product and sum, and the same again on the way back. Other layers count nothing.
double flopsPerTile(const LayerGraph& graph, TargetPoint target);

} // namespace cnnvis
