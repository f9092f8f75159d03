// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"
#include "picture/real_image.h"

namespace cnnvis {

enum class ResampleFilter {
    Bilinear, ///< a triangle over ±1 pixel
    Bicubic, ///< Keys' cubic with a = -0.5 over ±2 pixels
};

/// What is added up.
enum class ResampleSpace {
    Signal, ///< the numbers as they are, as the original program does
    Light, ///< the light that they stand for in sRGB, so that fine bright things keep their brightness
};

/// Changes the size of an 8-bit picture as the original program does, which leaves it to Pillow: antialiased, i.e. with
/// a filter that widens by the factor of shrinking.
///
/// First the rows, then the columns, each rounded to 8 bits; weights have 22 fractional bits. A direction whose size
/// stays is left alone, so that a picture of the right size comes back as it is. Source: the behaviour of
/// Image.resize() in Pillow 9.4. Deviation: none, the bytes are the same; in light, sums are floats and rounded once.
/// @param picture  8 bits a channel.
/// @throws PictureError  when the picture is empty or has 16 bits, or a side of the new size is not positive.
Picture resample(
    const Picture& picture, PictureSize size, ResampleFilter filter, ResampleSpace space = ResampleSpace::Signal);

/// A part of a picture: where its top left pixel lies, and how large it is.
struct PictureRectangle {
    int row = 0;
    int column = 0;
    PictureSize size;
};

/// The same, but only a part of the new picture, which has to lie inside of it.
Picture resamplePart(const Picture& picture, PictureSize size, ResampleFilter filter, PictureRectangle part,
    ResampleSpace space = ResampleSpace::Signal);

/// The same filter without any rounding: values may lie anywhere.
RealImage resample(const RealImage& image, PictureSize size, ResampleFilter filter);

} // namespace cnnvis
