// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_values.h"

#include <random>
#include <utility>

namespace cnnvis::test {

std::vector<double> randomValues(std::size_t count, double least, double most, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<double> values(count);
    for (double& value : values)
        value = least + (most - least) * static_cast<double>(random() >> 11U) * 0x1p-53;
    return values;
}

std::vector<float> scatteredValues(std::size_t count, double spacing, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>((static_cast<double>(i) - static_cast<double>(count / 2) + 0.5) * spacing);
    for (std::size_t i = count; i > 1; --i)
        std::swap(values[i - 1], values[random() % i]);
    return values;
}

Picture randomPicture(PictureSize size, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size.height) * static_cast<std::size_t>(size.width) * 3);
    for (std::uint8_t& pixel : pixels)
        pixel = static_cast<std::uint8_t>(random() >> 56U);
    return {size, std::move(pixels)};
}

} // namespace cnnvis::test
