// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture/png_structures.h"

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <exception>

namespace cnnvis::png {

namespace {

void keepError(png_structp png, png_const_charp message)
{
    auto* transfer = static_cast<Transfer*>(png_get_error_ptr(png));
    std::snprintf(transfer->error.data(), transfer->error.size(), "%s", message);
    png_longjmp(png, 1);
}

void ignoreWarning(png_structp /*png*/, png_const_charp /*message*/) { }

} // namespace

Structures::Structures(bool isWriter, Transfer& transfer)
    : m_isWriter(isWriter)
    , m_png(isWriter ? png_create_write_struct(PNG_LIBPNG_VER_STRING, &transfer, keepError, ignoreWarning)
                     : png_create_read_struct(PNG_LIBPNG_VER_STRING, &transfer, keepError, ignoreWarning))
    , m_info(m_png ? png_create_info_struct(m_png) : nullptr)
{ }

Structures::~Structures()
{
    if (m_isWriter)
        png_destroy_write_struct(&m_png, &m_info);
    else
        png_destroy_read_struct(&m_png, &m_info, nullptr);
}

void takeBytes(png_structp png, png_bytep bytes, std::size_t count)
{
    auto* transfer = static_cast<Transfer*>(png_get_io_ptr(png));
    if (count > transfer->input.size())
        png_error(png, "the file ends too early");
    std::memcpy(bytes, transfer->input.data(), count);
    transfer->input.remove_prefix(count);
}

void appendBytes(png_structp png, png_bytep bytes, std::size_t count)
{
    auto* transfer = static_cast<Transfer*>(png_get_io_ptr(png));
    bool isAppended = false;
    try {
        transfer->output->append(reinterpret_cast<const char*>(bytes), count);
        isAppended = true;
    } catch (const std::exception&) {
        isAppended = false;
    }
    if (!isAppended)
        png_error(png, "not enough memory");
}

void flushNothing(png_structp /*png*/) { }

} // namespace cnnvis::png
