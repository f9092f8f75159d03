// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace cnnvis {

/// All of a state but its numbers by the million, as JSON: how many there are of each is said.
std::string stateHeader(const DreamState& state);

/// Reads it. @param require  told how many bytes each plane has, see planesOf(), before any memory is taken for them;
/// what it throws goes on.
/// @return  the state, its planes of those sizes and zero.
/// @throws Error  when it is none.
DreamState stateOfHeader(
    const std::string& header, const std::function<void(const std::vector<std::size_t>& planes)>& require);

/// Numbers of a state, one after the other. Byte: char, const where the state is.
template <typename Byte>
struct StatePlane {
    Byte* data = nullptr;
    std::size_t bytes = 0;
    std::size_t bytesOfEach = 0;
};

/// The image, the gradients of an open half, then the memory.
std::vector<StatePlane<char>> planesOf(DreamState& state);
std::vector<StatePlane<const char>> planesOf(const DreamState& state);

} // namespace cnnvis
