// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

constexpr int kFractionBits = 4;

int oddSize(float size)
{
    return 2 * static_cast<int>(size / 2.0F) + 1;
}

void blend(cv::Vec3f& pixel, const Colour& colour, float opacity)
{
    pixel += (colour - pixel) * opacity;
}

} // namespace

Colour Light::shade(const Colour& colour, const cv::Vec3f& normal, const Material& material, float gloss) const
{
    const float facing = normal.dot(direction);
    const float diffuse = std::max(0.0F, (facing + 0.2F) / 1.2F);
    const float sky = 0.85F - 0.25F * normal[1];
    Colour result;
    for (int i = 0; i < 3; ++i)
        result[i] = colour[i] * (ambient[i] * sky + key[i] * diffuse);
    if (gloss > 0.0F) {
        // The half vector between the light and us, who look along z.
        const cv::Vec3f half(direction[0], direction[1], direction[2] + 1.0F);
        float mirrored = std::max(0.0F, normal.dot(half) / std::sqrt(2.0F + 2.0F * direction[2]));
        for (int i = 0; i < material.m_sharpness; ++i)
            mirrored *= mirrored;
        result += key * (gloss * mirrored);
    }
    if (material.m_rim > 0.0F) {
        const float edge = 1.0F - normal[2];
        const float back = 0.6F - 0.8F * (normal[0] * direction[0] + normal[1] * direction[1]);
        result += rim * (material.m_rim * edge * edge * std::max(0.0F, back));
    }
    return result;
}

Placement::Placement(Canvas& canvas, const cv::Matx33f& matrix)
    : m_canvas(canvas)
    , m_before(canvas.m_toPixels)
{
    canvas.m_toPixels = m_before * matrix;
}

Placement::~Placement()
{
    m_canvas.m_toPixels = m_before;
}

Clip::Clip(Canvas& canvas, const Outline& outline)
    : m_canvas(canvas)
{
    const Canvas::Patch patch = canvas.rasterise(outline);
    canvas.m_clip = cv::Mat1b::zeros(canvas.side(), canvas.side());
    if (!patch.isEmpty())
        patch.mask.copyTo(canvas.m_clip(patch.area));
}

Clip::~Clip()
{
    m_canvas.m_clip.release();
}

Canvas::Canvas(int side, const Light& light)
    : m_pixels(side, side, Colour(0.5F, 0.5F, 0.5F))
    , m_light(light)
{
    const float half = 0.5F * static_cast<float>(side);
    m_toPixels = cv::Matx33f(half, 0.0F, half, 0.0F, half, half, 0.0F, 0.0F, 1.0F);
}

Placement Canvas::place(cv::Point2f shift, float angle, float scaleX, float scaleY)
{
    const float cosine = std::cos(angle);
    const float sine = std::sin(angle);
    return Placement(*this,
        cv::Matx33f(
            cosine * scaleX, -sine * scaleY, shift.x, sine * scaleX, cosine * scaleY, shift.y, 0.0F, 0.0F, 1.0F));
}

cv::Point2f Canvas::toPixel(cv::Point2f place) const
{
    const cv::Vec3f point = m_toPixels * cv::Vec3f(place.x, place.y, 1.0F);
    const float depth = std::max(0.05F, point[2]);
    return {point[0] / depth, point[1] / depth};
}

cv::Point2f Canvas::fromPixel(float x, float y, const cv::Matx33f& inverse) const
{
    const cv::Vec3f point = inverse * cv::Vec3f(x, y, 1.0F);
    const float depth = std::abs(point[2]) < 1e-6F ? 1e-6F : point[2];
    return {point[0] / depth, point[1] / depth};
}

float Canvas::scaleAt(cv::Point2f place) const
{
    constexpr float step = 0.01F;
    const cv::Point2f origin = toPixel(place);
    const cv::Point2f right = toPixel({place.x + step, place.y}) - origin;
    const cv::Point2f down = toPixel({place.x, place.y + step}) - origin;
    return std::sqrt(std::abs(right.cross(down))) / step;
}

Canvas::Patch Canvas::rasterise(const Outline& outline, cv::Point2f pixelShift, int margin) const
{
    std::vector<cv::Point2f> corners;
    corners.reserve(outline.size());
    for (const cv::Point2f& point : outline)
        corners.push_back(toPixel(point) + pixelShift);
    Patch patch;
    cv::Rect bounds = cv::boundingRect(corners);
    bounds -= cv::Point(margin, margin);
    bounds += cv::Size(2 * margin, 2 * margin);
    patch.area = bounds & cv::Rect(0, 0, side(), side());
    if (patch.isEmpty())
        return patch;
    constexpr float fraction = 1 << kFractionBits;
    std::vector<cv::Point> fixed;
    fixed.reserve(corners.size());
    for (const cv::Point2f& corner : corners) {
        // Pixel centres lie at half coordinates here, at whole ones in OpenCV.
        const float x = (corner.x - 0.5F - static_cast<float>(patch.area.x)) * fraction;
        const float y = (corner.y - 0.5F - static_cast<float>(patch.area.y)) * fraction;
        fixed.emplace_back(static_cast<int>(std::lround(x)), static_cast<int>(std::lround(y)));
    }
    patch.mask = cv::Mat1b::zeros(patch.area.size());
    cv::fillPoly(patch.mask, std::vector<std::vector<cv::Point>>{fixed}, cv::Scalar(255), cv::LINE_AA, kFractionBits);
    if (!m_clip.empty())
        cv::multiply(patch.mask, m_clip(patch.area), patch.mask, 1.0 / 255.0);
    return patch;
}

void Canvas::softFill(Patch& patch, float radius, const Colour& colour, float opacity)
{
    const cv::Size kernel(oddSize(radius), oddSize(radius));
    cv::blur(patch.mask, patch.mask, kernel, cv::Point(-1, -1), cv::BORDER_REPLICATE);
    cv::blur(patch.mask, patch.mask, kernel, cv::Point(-1, -1), cv::BORDER_REPLICATE);
    if (!m_clip.empty())
        cv::multiply(patch.mask, m_clip(patch.area), patch.mask, 1.0 / 255.0);
    const float factor = opacity / 255.0F;
    for (int y = 0; y < patch.area.height; ++y) {
        const std::uint8_t* mask = patch.mask[y];
        cv::Vec3f* pixels = m_pixels[patch.area.y + y] + patch.area.x;
        for (int x = 0; x < patch.area.width; ++x) {
            if (mask[x] != 0)
                blend(pixels[x], colour, factor * static_cast<float>(mask[x]));
        }
    }
}

void Canvas::castShadow(const Outline& outline, const Patch& patch, float strength)
{
    const float size = std::sqrt(static_cast<float>(patch.area.area()));
    const float length = std::clamp(0.09F * size, 1.0F, 0.04F * static_cast<float>(side()));
    const float flat = std::max(0.2F, std::hypot(m_light.direction[0], m_light.direction[1]));
    const cv::Point2f shift(-m_light.direction[0] / flat * length, -m_light.direction[1] / flat * length);
    Patch shadow = rasterise(outline, shift, 2 + static_cast<int>(2.0F * length));
    if (!shadow.isEmpty())
        softFill(shadow, 1.0F + 2.0F * length, m_light.ambient * 0.12F, strength);
}

cv::Mat1f Canvas::inflate(const Patch& patch, const Material& material) const
{
    if (material.m_roundness <= 0.0F)
        return cv::Mat1f::zeros(patch.area.size());
    cv::Mat1f height;
    cv::distanceTransform(patch.mask, height, cv::DIST_L2, cv::DIST_MASK_5);
    double deepest = 0.0;
    cv::minMaxLoc(height, nullptr, &deepest);
    const float radius = std::max(1.5F, material.m_roundness * static_cast<float>(std::min(deepest, 1e4)));
    for (int y = 0; y < height.rows; ++y) {
        float* row = height[y];
        for (int x = 0; x < height.cols; ++x) {
            const float rest = radius - std::min(row[x], radius);
            row[x] = material.m_bulge * std::sqrt(std::max(0.0F, radius * radius - rest * rest));
        }
    }
    const int kernel = oddSize(std::max(2.0F, 0.45F * radius));
    cv::blur(height, height, {kernel, kernel}, {-1, -1}, cv::BORDER_REPLICATE);
    cv::blur(height, height, {kernel, kernel}, {-1, -1}, cv::BORDER_REPLICATE);
    return height;
}

void Canvas::evaluate(
    const Patch& patch, const Material& material, cv::Mat1f& height, cv::Mat3f& colours, cv::Mat3f& extras) const
{
    colours.create(patch.area.size());
    extras.create(patch.area.size());
    // Slopes need the height of the neighbours, so that the points just outside are wanted, too.
    cv::Mat1b wanted;
    cv::dilate(patch.mask, wanted, {});
    const cv::Matx33f inverse = m_toPixels.inv();
    const cv::Point2f middle(static_cast<float>(patch.area.x) + 0.5F * static_cast<float>(patch.area.width),
        static_cast<float>(patch.area.y) + 0.5F * static_cast<float>(patch.area.height));
    const float scale = scaleAt(fromPixel(middle.x, middle.y, inverse));
    for (int y = 0; y < patch.area.height; ++y) {
        for (int x = 0; x < patch.area.width; ++x) {
            if (wanted(y, x) == 0)
                continue;
            SurfacePoint point{material.m_colour};
            const float pixelX = static_cast<float>(patch.area.x + x) + 0.5F;
            const float pixelY = static_cast<float>(patch.area.y + y) + 0.5F;
            material.m_surface(fromPixel(pixelX, pixelY, inverse), point);
            colours(y, x) = point.colour;
            height(y, x) += scale * point.height;
            extras(y, x) = {point.gloss, point.glow, point.opacity};
        }
    }
}

void Canvas::solid(const Outline& outline, const Material& material)
{
    const Patch patch = rasterise(outline);
    if (patch.isEmpty())
        return;
    if (material.m_shadow > 0.0F)
        castShadow(outline, patch, material.m_shadow);
    cv::Mat1f height = inflate(patch, material);
    cv::Mat3f colours;
    cv::Mat3f extras;
    if (material.m_surface)
        evaluate(patch, material, height, colours, extras);
    paintLit(patch, height, colours, extras, material);
}

void Canvas::paintLit(const Patch& patch, const cv::Mat1f& height, const cv::Mat3f& colours, const cv::Mat3f& extras,
    const Material& material)
{
    const int rows = height.rows;
    const int columns = height.cols;
    for (int y = 0; y < rows; ++y) {
        const float* above = height[std::max(0, y - 1)];
        const float* here = height[y];
        const float* below = height[std::min(rows - 1, y + 1)];
        const std::uint8_t* mask = patch.mask[y];
        cv::Vec3f* pixels = m_pixels[patch.area.y + y] + patch.area.x;
        for (int x = 0; x < columns; ++x) {
            if (mask[x] == 0)
                continue;
            const float slopeX = 0.5F * (here[std::min(columns - 1, x + 1)] - here[std::max(0, x - 1)]);
            const float slopeY = 0.5F * (below[x] - above[x]);
            const float inverseLength = 1.0F / std::sqrt(1.0F + slopeX * slopeX + slopeY * slopeY);
            const cv::Vec3f normal(-slopeX * inverseLength, -slopeY * inverseLength, inverseLength);
            const cv::Vec3f extra = extras.empty() ? cv::Vec3f(1.0F, 0.0F, 1.0F) : extras(y, x);
            const Colour& colour = colours.empty() ? material.m_colour : colours(y, x);
            Colour lit = m_light.shade(colour, normal, material, material.m_gloss * extra[0]);
            lit += (colour - lit) * extra[1];
            const float edge = 1.0F - normal[2];
            lit *= 1.0F - material.m_ink * edge;
            float opacity = material.m_opacity * extra[2] * static_cast<float>(mask[x]) / 255.0F;
            opacity *= material.m_core + (1.0F - material.m_core) * edge;
            blend(pixels[x], lit, opacity);
        }
    }
}

void Canvas::fill(const Outline& outline, const Colour& colour, float opacity)
{
    const Patch patch = rasterise(outline);
    for (int y = 0; y < patch.area.height; ++y) {
        const std::uint8_t* mask = patch.mask[y];
        cv::Vec3f* pixels = m_pixels[patch.area.y + y] + patch.area.x;
        for (int x = 0; x < patch.area.width; ++x) {
            if (mask[x] != 0)
                blend(pixels[x], colour, opacity * static_cast<float>(mask[x]) / 255.0F);
        }
    }
}

void Canvas::fill(const Outline& outline, const Surface& surface, float opacity)
{
    const Patch patch = rasterise(outline);
    const cv::Matx33f inverse = m_toPixels.inv();
    for (int y = 0; y < patch.area.height; ++y) {
        const std::uint8_t* mask = patch.mask[y];
        cv::Vec3f* pixels = m_pixels[patch.area.y + y] + patch.area.x;
        for (int x = 0; x < patch.area.width; ++x) {
            if (mask[x] == 0)
                continue;
            SurfacePoint point{pixels[x]};
            surface(fromPixel(static_cast<float>(patch.area.x + x) + 0.5F, static_cast<float>(patch.area.y + y) + 0.5F,
                        inverse),
                point);
            blend(pixels[x], point.colour, opacity * point.opacity * static_cast<float>(mask[x]) / 255.0F);
        }
    }
}

void Canvas::haze(const Outline& outline, float softness, const Colour& colour, float opacity)
{
    const float radius = softness * scaleAt(outline.front());
    Patch patch = rasterise(outline, {}, 2 + static_cast<int>(2.0F * radius));
    if (!patch.isEmpty())
        softFill(patch, 1.0F + 1.5F * radius, colour, opacity);
}

void Canvas::glow(cv::Point2f centre, float radius, const Colour& colour, float strength)
{
    const cv::Point2f middle = toPixel(centre);
    const float reach = radius * scaleAt(centre);
    const cv::Rect area = cv::Rect(static_cast<int>(middle.x - reach), static_cast<int>(middle.y - reach),
                              static_cast<int>(2.0F * reach) + 2, static_cast<int>(2.0F * reach) + 2)
        & cv::Rect(0, 0, side(), side());
    for (int y = area.y; y < area.br().y; ++y) {
        for (int x = area.x; x < area.br().x; ++x) {
            const float dx = static_cast<float>(x) + 0.5F - middle.x;
            const float dy = static_cast<float>(y) + 0.5F - middle.y;
            const float fall = 1.0F - (dx * dx + dy * dy) / (reach * reach);
            if (fall > 0.0F)
                m_pixels(y, x) += colour * (strength * fall * fall * fall);
        }
    }
}

} // namespace cnnvis::drawing
