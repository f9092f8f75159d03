// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cnnvis::onednn {

/// Zeros to begin with, the first at a cache line's start: vectors of them are loaded fastest.
class AlignedFloats {
public:
    explicit AlignedFloats(std::size_t count = 0)
        : m_lines((count + kLine - 1) / kLine)
    { }
    float* data() { return m_lines.data()->values; }
    const float* data() const { return m_lines.data()->values; }

private:
    static constexpr std::size_t kLine = 16;
    struct alignas(64) CacheLine {
        float values[kLine] = {};
    };
    std::vector<CacheLine> m_lines;
};

} // namespace cnnvis::onednn
