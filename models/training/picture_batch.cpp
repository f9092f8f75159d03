// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_batch.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>

namespace cnnvis::training {
namespace {

/// What becomes of each grey level.
std::array<float, 256> levels(float gain, float brightness, double mean)
{
    constexpr float kMiddle = 128.0F;
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float level = kMiddle + gain * (static_cast<float>(i) - kMiddle) + brightness;
        table[i] = static_cast<float>((static_cast<double>(std::clamp(level, 0.0F, 255.0F)) - mean) / kPixelScale);
    }
    return table;
}

/// The part that the jitter says, as sharp as it says.
cv::Mat cutOut(const cv::Mat& picture, const Jitter& jitter, int side)
{
    const cv::Mat part = picture(cv::Rect(jitter.column, jitter.row, side, side));
    if (jitter.blur <= 0.0F)
        return part;
    cv::Mat blurred;
    cv::GaussianBlur(part, blurred, {}, jitter.blur, 0.0, cv::BORDER_REFLECT_101 | cv::BORDER_ISOLATED);
    return blurred;
}

void addNoise(float* pixels, std::size_t count, const Jitter& jitter)
{
    drawing::RandomStream random(jitter.noiseSeed);
    const float deviation = jitter.noise / static_cast<float>(kPixelScale);
    for (std::size_t i = 0; i < count; ++i)
        pixels[i] += deviation * random.normal();
}

} // namespace

Jitter randomJitter(drawing::RandomStream& random, int room)
{
    Jitter jitter;
    jitter.row = random.integer(0, room);
    jitter.column = random.integer(0, room);
    jitter.isMirrored = random.chance(0.5F);
    const float contrast = random.uniform(0.85F, 1.15F);
    for (float& gain : jitter.gains)
        gain = contrast * random.uniform(0.92F, 1.08F);
    jitter.brightness = random.uniform(-16.0F, 16.0F);
    jitter.blur = random.chance(0.25F) ? random.uniform(0.4F, 1.5F) : 0.0F;
    jitter.noise = random.chance(0.5F) ? random.uniform(0.0F, 25.0F) : 0.0F;
    jitter.noiseSeed = random.bits();
    return jitter;
}

Jitter noJitter(int room)
{
    Jitter jitter;
    jitter.row = room / 2;
    jitter.column = room / 2;
    return jitter;
}

void append(PictureBatch& batch, const Sample& sample, const Jitter& jitter, double mean)
{
    const std::array<std::array<float, 256>, 3> tables{levels(jitter.gains[0], jitter.brightness, mean),
        levels(jitter.gains[1], jitter.brightness, mean), levels(jitter.gains[2], jitter.brightness, mean)};
    const cv::Mat part = cutOut(sample.picture, jitter, batch.side);
    const auto side = static_cast<std::size_t>(batch.side);
    const std::size_t start = batch.pixels.size();
    batch.pixels.resize(start + side * side * 3);
    float* target = batch.pixels.data() + start;
    const int step = jitter.isMirrored ? -3 : 3;
    for (int y = 0; y < batch.side; ++y) {
        const auto* source = part.ptr<std::uint8_t>(y) + (jitter.isMirrored ? 3 * (batch.side - 1) : 0);
        for (int x = 0; x < batch.side; ++x, source += step, target += 3) {
            target[0] = tables[0][source[0]];
            target[1] = tables[1][source[1]];
            target[2] = tables[2][source[2]];
        }
    }
    if (jitter.noise > 0.0F)
        addNoise(batch.pixels.data() + start, side * side * 3, jitter);
    batch.classes.push_back(sample.classIndex);
}

} // namespace cnnvis::training
