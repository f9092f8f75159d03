// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_table.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis::render {

namespace {

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t side : shape)
        text += (text.empty() ? "" : "x") + std::to_string(side);
    return text.empty() ? "unknown" : text;
}

std::string fieldText(std::int64_t field)
{
    return field == 0 ? "whole input" : std::to_string(field) + "x" + std::to_string(field);
}

/// How many characters a text has; in UTF-8, all bytes count but those that continue one.
std::size_t columnsOf(const std::string& text)
{
    const auto startsCharacter = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), startsCharacter));
}

} // namespace

std::string layerTable(const std::vector<LayerInfo>& layers)
{
    std::vector<std::vector<std::string>> rows{{"LAYER", "TYPE", "OUTPUT", "STRIDE", "SEES", "AS A TARGET"}};
    for (const LayerInfo& layer : layers) {
        const bool isSupported = layer.whyUnsupported.empty();
        rows.push_back({layer.name, layer.type, shapeText(layer.shape), std::to_string(layer.stride),
            fieldText(layer.receptiveField), isSupported ? "yes" : "no: " + layer.whyUnsupported});
    }
    return alignedRows(rows);
}

std::string alignedRows(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::size_t> widths;
    for (const std::vector<std::string>& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], columnsOf(row[column]));
    }
    std::string text;
    for (const std::vector<std::string>& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            const bool isLast = column + 1 == row.size();
            text += row[column] + (isLast ? "\n" : std::string(widths[column] - columnsOf(row[column]) + 2, ' '));
        }
    }
    return text;
}

} // namespace cnnvis::render
