// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "palette.h"

#include <opencv2/core.hpp>

#include <functional>
#include <utility>

namespace cnnvis::drawing {

/// What a surface function may change at one point of a shape before it is lit.
struct SurfacePoint {
    Colour colour;
    float height = 0.0F; ///< relief, in the units of the shape; on tubes: the slope along the tube
    float gloss = 1.0F; ///< multiplies the gloss of the material
    float glow = 0.0F; ///< 0: lit by the light alone; 1: shines by itself
    float opacity = 1.0F; ///< multiplies the opacity of the material
};

/// @param place  solids: the point in the units of the shape; tubes: x = how far along (units), y = across, -1..1.
using Surface = std::function<void(cv::Point2f place, SurfacePoint& point)>;

/// How a shape takes the light. Setters return the material itself, so that one expression describes it.
class Material {
public:
    explicit Material(const Colour& colour)
        : m_colour(colour)
    { }

    /// 0: a flat plate; small: a bevelled plate; 1: as round as the shape allows.
    Material& round(float amount) { return set(m_roundness, amount); }
    /// Stretches the height of a round shape: 0.5 is a cushion, 2 is steep.
    Material& bulge(float amount) { return set(m_bulge, amount); }
    /// Strength (0..1) and sharpness (1 dull .. 6 mirror-like) of the highlights.
    Material& gloss(float strength, int sharpness = 4)
    {
        m_sharpness = sharpness;
        return set(m_gloss, strength);
    }
    /// Light from behind that catches the edges.
    Material& rim(float strength) { return set(m_rim, strength); }
    /// Darkness of the shadow on what lies behind.
    Material& shadow(float strength) { return set(m_shadow, strength); }
    Material& opacity(float amount) { return set(m_opacity, amount); }
    /// Opacity in the middle, where a shell-like body faces us: 1 is as opaque as the rim.
    Material& core(float amount) { return set(m_core, amount); }
    /// Darkness of an outline drawn just inside the edge.
    Material& ink(float amount) { return set(m_ink, amount); }
    Material& surface(Surface function)
    {
        m_surface = std::move(function);
        return *this;
    }

    Colour m_colour;
    float m_roundness = 1.0F;
    float m_bulge = 1.0F;
    float m_gloss = 0.15F;
    int m_sharpness = 4;
    float m_rim = 0.12F;
    float m_shadow = 0.35F;
    float m_opacity = 1.0F;
    float m_core = 1.0F;
    float m_ink = 0.0F;
    Surface m_surface;

private:
    Material& set(float& member, float value)
    {
        member = value;
        return *this;
    }
};

} // namespace cnnvis::drawing
