// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_graph.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// A form in which networks are kept in files. All that throws, throws ModelError, with what people can do about it.
struct NetworkFormat {
    std::string_view name;
    std::string_view usualDescription; ///< the file that is taken first in a folder
    /// @{ That its files have, apart by blanks.
    std::string_view descriptionEndings;
    std::string_view weightsEndings; ///< empty: the description holds the weights
    std::string_view meanEndings;
    /// @}
    bool (*canRead)(const std::string& description);
    LayerGraph (*read)(const std::string& description);
    /// Of the layers that `needed` marks. @param path  of the weights.
    GraphWeights (*readWeights)(const std::string& path, const LayerGraph& graph, const std::vector<bool>& needed);
    /// The same where there are none to read.
    GraphWeights (*drawWeights)(const LayerGraph& graph, const std::vector<bool>& needed, std::uint64_t seed);
    /// In grey levels. @param text  a path, or numbers.
    double (*readMean)(const std::string& text);
};

/// In the order in which they are asked.
const std::vector<NetworkFormat>& networkFormats();

/// The format that a description is to be read in.
const NetworkFormat& networkFormatOf(const std::string& description);

/// @param endings  apart by blanks.
bool hasEnding(const std::filesystem::path& file, std::string_view endings);

} // namespace cnnvis
