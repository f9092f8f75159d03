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

/// Reads it. @param bytesOf  how many bytes there are of a plane, see planesOf(): what the header says has to fit to
/// them before any memory is taken.
/// @return  the state, its planes of the right sizes and zero.
/// @throws Error  when it does not fit, or is none.
DreamState stateOfHeader(const std::string& header, const std::function<std::size_t(int plane)>& bytesOf);

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
