// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace cnnvis {

/// The SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(const void* bytes, std::size_t count);
    /// 64 hexadecimal digits, lower case. Once.
    std::string digits();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

} // namespace cnnvis
