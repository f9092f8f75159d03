// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture.h"

#include "cnnvis/error.h"

#include <string>
#include <utility>

namespace cnnvis {

namespace {

void checkCount(PictureSize size, std::size_t count)
{
    const bool isEmpty = size.height == 0 && size.width == 0;
    const bool isPositive = size.height > 0 && size.width > 0;
    // In 64 bits, as the product of two sides can be beyond int.
    const std::size_t expected =
        isPositive ? static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * 3 : 0;
    if ((!isEmpty && !isPositive) || count != expected) {
        throw PictureError("A picture of " + std::to_string(size.height) + " x " + std::to_string(size.width)
            + " pixels cannot be made of " + std::to_string(count)
            + " values; it takes height x width x 3, with both sides positive");
    }
}

std::shared_ptr<const std::vector<std::uint8_t>> sharedAlpha(PictureSize size, std::vector<std::uint8_t> alpha)
{
    if (alpha.empty())
        return nullptr;
    checkCount(size, alpha.size() * 3);
    return std::make_shared<const std::vector<std::uint8_t>>(std::move(alpha));
}

} // namespace

Picture::Picture(PictureSize size, std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> alpha)
    : m_size(size)
    , m_alpha(sharedAlpha(size, std::move(alpha)))
{
    checkCount(size, pixels.size());
    if (!pixels.empty())
        m_pixels8 = std::make_shared<const std::vector<std::uint8_t>>(std::move(pixels));
}

Picture::Picture(PictureSize size, std::vector<std::uint16_t> pixels, std::vector<std::uint8_t> alpha)
    : m_size(size)
    , m_alpha(sharedAlpha(size, std::move(alpha)))
{
    checkCount(size, pixels.size());
    if (!pixels.empty())
        m_pixels16 = std::make_shared<const std::vector<std::uint16_t>>(std::move(pixels));
}

Picture Picture::withAlpha(std::vector<std::uint8_t> alpha) const
{
    Picture result = *this;
    result.m_alpha = sharedAlpha(m_size, std::move(alpha));
    return result;
}

} // namespace cnnvis
