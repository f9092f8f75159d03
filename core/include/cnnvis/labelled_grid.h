// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cnnvis {

/// What stands along a side of a grid.
struct GridLabels {
    std::string title; ///< may be empty
    std::vector<std::string> texts; ///< one for each column or row; empty: the side has no labels
};

/// How long the longest side of a grid's cell may be, in pixels, so that the whole can be saved and looked at.
int longestGridCell(std::size_t columns, std::size_t rows);

/// The picture at that size, its proportions kept; as it is where it is no larger.
Picture fittedToCell(const Picture& picture, int longestSide);

/// Pictures side by side, on a light ground, with the labels of the columns above and of the rows at the left. Letters
/// that are not ASCII come as '?'; labels that are longer than their place are cut in the middle; of very many columns
/// or rows, not each has one.
/// @param cells  row by row; 8 bits a channel; an empty one leaves its place free. As many as columns times rows.
Picture labelledGrid(const std::vector<Picture>& cells, std::size_t columns, const GridLabels& columnLabels,
    const GridLabels& rowLabels);

} // namespace cnnvis
