// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/torch_failure.h"

#include "cnnvis/error.h"

namespace cnnvis {

void rethrowTorchFailure(const c10::Error& error, const std::string& lessMemory, const std::string& otherwise)
{
    // Only the first line of LibTorch's message: what follows is a trace for its developers.
    const std::string message = error.what_without_backtrace();
    const std::string line = message.substr(0, message.find('\n'));
    const bool isMemory = line.find("alloc") != std::string::npos || line.find("out of memory") != std::string::npos;
    throw DeviceError("The network could not be computed: " + line + "; " + (isMemory ? lessMemory : otherwise));
}

} // namespace cnnvis
