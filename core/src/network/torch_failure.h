// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/util/Exception.h>

#include <string>

namespace cnnvis {

/// Throws what LibTorch reported as an error of ours.
/// @param lessMemory  what would need less memory, in words.
/// @param otherwise   what would help else.
/// @throws DeviceError  always.
[[noreturn]] void rethrowTorchFailure(
    const c10::Error& error, const std::string& lessMemory, const std::string& otherwise);

} // namespace cnnvis
