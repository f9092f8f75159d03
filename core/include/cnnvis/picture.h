// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace cnnvis {

/// Height and width in pixels.
struct PictureSize {
    int height = 0;
    int width = 0;
    friend bool operator==(PictureSize a, PictureSize b) { return a.height == b.height && a.width == b.width; }
    friend bool operator!=(PictureSize a, PictureSize b) { return !(a == b); }
};

/// An immutable picture in sRGB with 8 or 16 bits a channel: rows from the top, pixels from the left, no padding.
///
/// Where pixels are not opaque, their colours lie on a ground already, so that no hidden colour ever shows; how opaque
/// they were is kept beside them, see transparency.h. A value that is cheap to copy: the copies share their pixels.
/// Thread-safe, as nothing in it ever changes.
class Picture {
public:
    /// The empty picture, 0 × 0.
    Picture() = default;

    /// @param pixels  height · width · 3 values, RGB; 8 or 16 bits each.
    /// @param alpha   height · width values, 255: opaque; empty: all of them are.
    Picture(PictureSize size, std::vector<std::uint8_t> pixels, std::vector<std::uint8_t> alpha = {});
    Picture(PictureSize size, std::vector<std::uint16_t> pixels, std::vector<std::uint8_t> alpha = {});

    /// The same pixels. @param alpha  as above.
    Picture withAlpha(std::vector<std::uint8_t> alpha) const;

    PictureSize size() const { return m_size; }
    int height() const { return m_size.height; }
    int width() const { return m_size.width; }
    bool isEmpty() const { return m_size.height == 0; }

    /// 8 or 16.
    int bitsPerChannel() const { return m_pixels16 ? 16 : 8; }

    /// height · width · 3 values; nullptr when the picture has the other depth, or is empty.
    const std::uint8_t* pixels8() const { return m_pixels8 ? m_pixels8->data() : nullptr; }
    const std::uint16_t* pixels16() const { return m_pixels16 ? m_pixels16->data() : nullptr; }
    /// height · width values; nullptr when all pixels are opaque.
    const std::uint8_t* alpha() const { return m_alpha ? m_alpha->data() : nullptr; }

private:
    PictureSize m_size;
    std::shared_ptr<const std::vector<std::uint8_t>> m_pixels8;
    std::shared_ptr<const std::vector<std::uint16_t>> m_pixels16;
    std::shared_ptr<const std::vector<std::uint8_t>> m_alpha;
};

} // namespace cnnvis
