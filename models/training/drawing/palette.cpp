// SPDX-License-Identifier: GPL-3.0-or-later
#include "palette.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

struct HueSaturationValue {
    float hue;
    float saturation;
    float value;
};

HueSaturationValue toHueSaturationValue(const Colour& colour)
{
    const auto [blue, green, red] = colour.val;
    const float high = std::max({blue, green, red});
    const float range = high - std::min({blue, green, red});
    if (range < 1e-5F)
        return {0.0F, 0.0F, high};
    float sextant = 0.0F;
    if (high == red)
        sextant = (green - blue) / range;
    else if (high == green)
        sextant = 2.0F + (blue - red) / range;
    else
        sextant = 4.0F + (red - green) / range;
    return {sextant / 6.0F, range / high, high};
}

} // namespace

Colour rgb(std::uint32_t code)
{
    const auto channel = [code](int shift) { return static_cast<float>((code >> shift) & 0xffU) / 255.0F; };
    return {channel(0), channel(8), channel(16)};
}

Colour hsv(float hue, float saturation, float value)
{
    const float turns = hue - std::floor(hue);
    const auto channel = [&](float offset) {
        const float phase = std::fmod(turns * 6.0F + offset, 6.0F);
        const float ramp = std::clamp(std::min(phase, 4.0F - phase), 0.0F, 1.0F);
        return value * (1.0F - saturation * ramp);
    };
    return {channel(1.0F), channel(3.0F), channel(5.0F)};
}

Colour mix(const Colour& from, const Colour& to, float amount)
{
    return from + (to - from) * amount;
}

Colour toned(const Colour& colour, float amount)
{
    return amount >= 0.0F ? mix(colour, {1.0F, 1.0F, 1.0F}, amount) : colour * (1.0F + amount);
}

float luminance(const Colour& colour)
{
    return 0.114F * colour[0] + 0.587F * colour[1] + 0.299F * colour[2];
}

Palette::Palette(RandomStream random)
    : m_random(random)
{
    m_isWild = m_random.chance(0.5F);
    const float base = m_random.unit();
    const float step = m_random.pick({0.08F, 0.12F, 0.33F, 0.42F, 0.5F});
    for (std::size_t i = 0; i < m_hues.size(); ++i)
        m_hues[i] = base + step * static_cast<float>(i % 3) + (i == 3 ? 0.5F : 0.0F);
}

Colour Palette::pick(std::initializer_list<std::uint32_t> naturals)
{
    return m_isWild ? nextWild() : natural(naturals);
}

Colour Palette::natural(std::initializer_list<std::uint32_t> naturals)
{
    return varied(m_random.pick(naturals));
}

Colour Palette::varied(std::uint32_t code)
{
    HueSaturationValue parts = toHueSaturationValue(rgb(code));
    parts.hue += m_random.uniform(-0.02F, 0.02F);
    parts.saturation = std::clamp(parts.saturation * m_random.uniform(0.75F, 1.2F), 0.0F, 1.0F);
    parts.value = std::clamp(parts.value * m_random.uniform(0.8F, 1.15F), 0.0F, 1.0F);
    return hsv(parts.hue, parts.saturation, parts.value);
}

Colour Palette::nextWild()
{
    const float hue = m_hues[static_cast<std::size_t>(m_next++ % 4)] + m_random.uniform(-0.03F, 0.03F);
    const float saturation = m_random.uniform(0.3F, 0.95F);
    const float value = m_random.uniform(0.35F, 1.0F);
    return hsv(hue, saturation, value);
}

} // namespace cnnvis::drawing
