// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace cnnvis {

/// Since any moment; never goes back.
inline double steadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace cnnvis
