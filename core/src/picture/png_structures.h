// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <png.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cnnvis::png {

/// What libpng's callbacks work on. An error is kept in a plain array, as libpng leaves its callbacks by longjmp, which
/// must not jump over anything with a destructor.
struct Transfer {
    std::string* output = nullptr;
    std::string_view input;
    std::array<char, 200> error{};

    std::string reason() const { return error[0] ? error.data() : "not enough memory"; }
};

/// libpng's structures for one file, freed at the end. They read from, or write to, the transfer.
class Structures {
public:
    Structures(bool isWriter, Transfer& transfer);
    Structures(const Structures&) = delete;
    Structures& operator=(const Structures&) = delete;
    ~Structures();

    bool isValid() const { return m_png && m_info; }
    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

private:
    bool m_isWriter;
    png_structp m_png;
    png_infop m_info;
};

/// The callbacks for bytes.
/// @{
void takeBytes(png_structp png, png_bytep bytes, std::size_t count);
void appendBytes(png_structp png, png_bytep bytes, std::size_t count);
void flushNothing(png_structp png);
/// @}

} // namespace cnnvis::png
