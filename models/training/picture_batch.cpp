// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture_batch.h"

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

} // namespace

Jitter randomJitter(drawing::RandomStream& random, int room)
{
    Jitter jitter;
    jitter.row = random.integer(0, room);
    jitter.column = random.integer(0, room);
    jitter.isMirrored = random.chance(0.5F);
    const float contrast = random.uniform(0.85F, 1.15F);
    for (float& gain : jitter.gains) {
        gain = contrast * random.uniform(0.92F, 1.08F);
    }
    jitter.brightness = random.uniform(-16.0F, 16.0F);
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
    const auto side = static_cast<std::size_t>(batch.side);
    const std::size_t start = batch.pixels.size();
    batch.pixels.resize(start + side * side * 3);
    float* target = batch.pixels.data() + start;
    const int step = jitter.isMirrored ? -3 : 3;
    for (int y = 0; y < batch.side; ++y) {
        const auto* source = sample.picture.ptr<std::uint8_t>(jitter.row + y, jitter.column);
        source += jitter.isMirrored ? 3 * (batch.side - 1) : 0;
        for (int x = 0; x < batch.side; ++x, source += step, target += 3) {
            target[0] = tables[0][source[0]];
            target[1] = tables[1][source[1]];
            target[2] = tables[2][source[2]];
        }
    }
    batch.classes.push_back(sample.classIndex);
}

} // namespace cnnvis::training
