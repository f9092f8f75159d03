// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"

#include <string>
#include <vector>

namespace cnnvis::render {

/// The layers as a table for people: name, type, shape, stride, receptive field, and why one cannot be a target.
std::string layerTable(const std::vector<LayerInfo>& layers);

/// Rows as text, the columns aligned; the last one may be as long as it likes.
std::string alignedRows(const std::vector<std::vector<std::string>>& rows);

} // namespace cnnvis::render
