// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"

#include "backdrop.h"
#include "families.h"
#include "noise.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cnnvis {

namespace drawing {

namespace {

Light randomLight(RandomStream& random)
{
    Light light;
    const float azimuth = random.uniform(-2.8F, -0.35F);
    const float height = random.uniform(0.4F, 0.75F);
    const float flat = std::sqrt(1.0F - height * height);
    light.direction = {flat * std::cos(azimuth), flat * std::sin(azimuth), height};
    const float warmth = random.uniform(-0.12F, 0.2F);
    light.key = Colour(1.0F - warmth, 1.0F, 1.0F + 0.5F * warmth) * random.uniform(0.9F, 1.15F);
    light.ambient = Colour(1.0F + warmth, 1.0F, 1.0F - warmth) * random.uniform(0.22F, 0.42F);
    light.rim = Colour(1.0F + warmth, 1.0F, 1.0F - 0.5F * warmth);
    return light;
}

cv::Matx33f randomCamera(RandomStream& random)
{
    const float pan = random.uniform(-0.12F, 0.12F);
    const float tilt = random.uniform(-0.12F, 0.12F);
    return {1.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, pan, tilt, 1.0F};
}

float randomAngle(RandomStream& random, Pose pose)
{
    switch (pose) {
    case Pose::Upright:
        return random.uniform(-0.14F, 0.14F);
    case Pose::Tilted:
        return random.uniform(-0.6F, 0.6F);
    case Pose::Free:
        return random.uniform(-kPi, kPi);
    case Pose::Whole:
        break;
    }
    return random.uniform(-0.07F, 0.07F);
}

void drawOne(Scene& scene, const Kind& kind, cv::Point2f centre, float scale)
{
    const float angle = randomAngle(scene.random, kind.pose);
    const float aspect = scene.random.uniform(0.9F, 1.1F);
    const float scaleX = scale * aspect * scene.random.sign();
    const Placement placement = scene.canvas.place(centre, angle, scaleX, scale / aspect);
    kind.draw(scene);
}

void drawSubjects(Scene& scene, const Kind& kind)
{
    const bool isCrowd = kind.most > 1 && scene.random.chance(0.35F);
    if (!isCrowd) {
        const float scale = scene.random.uniform(0.72F, 1.08F);
        const float play = std::max(0.06F, 0.9F * (1.0F - scale));
        const cv::Point2f centre{scene.random.uniform(-play, play), scene.random.uniform(-play, play)};
        drawOne(scene, kind, centre, scale);
        return;
    }
    const int count = scene.random.integer(2, kind.most);
    const float start = scene.random.uniform(-kPi, kPi);
    for (int i = 0; i < count; ++i) {
        const float angle = start
            + 2.0F * kPi * (static_cast<float>(i) + scene.random.uniform(-0.2F, 0.2F)) / static_cast<float>(count);
        const float scale = scene.random.uniform(0.45F, 0.66F) * (count > 3 ? 0.85F : 1.0F);
        drawOne(scene, kind, polar(angle, scene.random.uniform(0.42F, 0.6F)), scale);
    }
}

/// Contrast, brightness and saturation as cameras differ in them.
void developPicture(cv::Mat3f& picture, RandomStream& random)
{
    const float contrast = random.uniform(0.8F, 1.2F);
    const float brightness = random.uniform(-0.07F, 0.07F);
    const float saturation = random.uniform(0.75F, 1.15F);
    const float vignette = random.chance(0.4F) ? random.uniform(0.0F, 0.4F) : 0.0F;
    const float half = 0.5F * static_cast<float>(picture.rows);
    for (int y = 0; y < picture.rows; ++y) {
        const float dy = (static_cast<float>(y) - half) / half;
        for (int x = 0; x < picture.cols; ++x) {
            const float dx = (static_cast<float>(x) - half) / half;
            Colour& colour = picture(y, x);
            const float grey = luminance(colour);
            const float fall = 1.0F - vignette * 0.5F * (dx * dx + dy * dy);
            for (int i = 0; i < 3; ++i) {
                const float value = (grey + saturation * (colour[i] - grey)) * fall;
                colour[i] = 0.5F + contrast * (value - 0.5F) + brightness;
            }
        }
    }
}

cv::Mat3b toBytes(const cv::Mat3f& picture, RandomStream& random)
{
    const float noise = random.chance(0.6F) ? random.uniform(0.0F, 0.035F) : 0.0F;
    cv::Mat3b bytes(picture.size());
    for (int y = 0; y < picture.rows; ++y) {
        for (int x = 0; x < picture.cols; ++x) {
            const float grain = noise * random.normal();
            for (int i = 0; i < 3; ++i) {
                const float value = picture(y, x)[i] + grain;
                // A soft shoulder keeps drawing in the lights.
                const float shoulder =
                    value > 0.85F ? 0.85F + 0.15F * std::tanh((value - 0.85F) / 0.15F * 0.6F) : value;
                bytes(y, x)[i] = cv::saturate_cast<std::uint8_t>(255.0F * shoulder);
            }
        }
    }
    return bytes;
}

cv::Mat3b finish(cv::Mat3f& pixels, int side, RandomStream& random)
{
    cv::Mat3f picture;
    cv::resize(pixels, picture, {side, side}, 0.0, 0.0, cv::INTER_AREA);
    if (random.chance(0.3F)) {
        const double sigma = static_cast<double>(random.uniform(0.2F, 0.9F)) * side / 128.0;
        cv::GaussianBlur(picture, picture, {}, sigma);
    }
    developPicture(picture, random);
    return toBytes(picture, random);
}

} // namespace

const Kinds& allKinds()
{
    static const Kinds kinds = [] {
        Kinds all;
        for (auto family : {faceKinds, birdKinds, seaKinds, crawlerKinds, insectKinds, flowerKinds, plantKinds,
                 buildingKinds, stoneworkKinds, thingKinds, vesselKinds, textureKinds}) {
            const Kinds members = family();
            all.insert(all.end(), members.begin(), members.end());
        }
        return all;
    }();
    return kinds;
}

} // namespace drawing

const std::vector<std::string>& bestiaryClassNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> result;
        for (const drawing::Kind& kind : drawing::allKinds())
            result.push_back(kind.name);
        return result;
    }();
    return names;
}

cv::Mat drawSample(int classIndex, int side, std::uint64_t seed)
{
    using namespace drawing;
    if (side < 64 || side > 512)
        throw std::out_of_range("drawSample: the side must be 64..512");
    const Kind& kind = allKinds().at(static_cast<std::size_t>(classIndex));
    // Hashed, so that neighbouring seeds do not give shifted copies of one stream.
    RandomStream random(RandomStream(seed ^ (static_cast<std::uint64_t>(classIndex) << 48)).bits());
    Palette palette(random.fork());
    const float detail = side < 96 ? 2.0F : (side < 192 ? 1.5F : 1.25F);
    Canvas canvas(static_cast<int>(std::lround(detail * static_cast<float>(side))), randomLight(random));
    Scene scene{canvas, random, palette};
    const Placement camera = canvas.place(randomCamera(random));
    if (kind.pose == Pose::Whole) {
        drawOne(scene, kind, {0.0F, 0.0F}, 1.0F);
    } else {
        drawBackdrop(scene, kind.settings);
        drawClutter(scene);
        drawSubjects(scene, kind);
    }
    if (random.chance(0.12F))
        drawOccluder(scene);
    return finish(canvas.pixels(), side, random);
}

} // namespace cnnvis
