// SPDX-License-Identifier: GPL-3.0-or-later
#include "noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace cnnvis::drawing {

namespace {

constexpr int kTableSide = 256;
constexpr int kTexelsPerUnit = 32;

std::uint32_t hashOf(int x, int y, std::uint32_t seed)
{
    std::uint32_t value =
        static_cast<std::uint32_t>(x) * 0x8da6b343U ^ static_cast<std::uint32_t>(y) * 0xd8163841U ^ seed * 0xcb1ab31fU;
    value ^= value >> 15;
    value *= 0x2c1b3c6dU;
    value ^= value >> 12;
    value *= 0x297a2d39U;
    return value ^ (value >> 15);
}

/// std::floor, without the call that it is where the processor's own instruction may not be used.
int floorOf(float value)
{
    const int whole = static_cast<int>(value);
    return static_cast<float>(whole) > value ? whole - 1 : whole;
}

float smoothStep(float t)
{
    return t * t * t * (t * (t * 6.0F - 15.0F) + 10.0F);
}

/// Gradient noise on a lattice that repeats every `period` points.
float gradientNoise(float x, float y, int period, std::uint32_t seed)
{
    const int column = floorOf(x);
    const int row = floorOf(y);
    const float u = x - static_cast<float>(column);
    const float v = y - static_cast<float>(row);
    const auto corner = [&](int dx, int dy) {
        const std::uint32_t hash = hashOf((column + dx) % period, (row + dy) % period, seed);
        const float angle = static_cast<float>(hash & 0xffffU) * (6.2831853F / 65536.0F);
        return std::cos(angle) * (u - static_cast<float>(dx)) + std::sin(angle) * (v - static_cast<float>(dy));
    };
    const float s = smoothStep(u);
    const float top = corner(0, 0) + s * (corner(1, 0) - corner(0, 0));
    const float bottom = corner(0, 1) + s * (corner(1, 1) - corner(0, 1));
    return 1.6F * (top + smoothStep(v) * (bottom - top));
}

std::vector<float> buildTable()
{
    std::vector<float> table(static_cast<std::size_t>(kTableSide) * kTableSide);
    for (int y = 0; y < kTableSide; ++y) {
        for (int x = 0; x < kTableSide; ++x) {
            float sum = 0.0F;
            float amplitude = 0.62F;
            for (int octave = 0; octave < 4; ++octave) {
                const int period = (kTableSide / kTexelsPerUnit) << octave;
                const float scale = static_cast<float>(period) / kTableSide;
                sum += amplitude
                    * gradientNoise(static_cast<float>(x) * scale, static_cast<float>(y) * scale, period,
                        static_cast<std::uint32_t>(octave) + 17U);
                amplitude *= 0.55F;
            }
            table[static_cast<std::size_t>(y) * kTableSide + static_cast<std::size_t>(x)] = sum;
        }
    }
    return table;
}

} // namespace

float fractalNoise(float x, float y)
{
    static const std::vector<float> table = buildTable();
    const float tableX = x * kTexelsPerUnit;
    const float tableY = y * kTexelsPerUnit;
    const int column = floorOf(tableX);
    const int row = floorOf(tableY);
    const float u = tableX - static_cast<float>(column);
    const float v = tableY - static_cast<float>(row);
    constexpr int mask = kTableSide - 1;
    const int left = column & mask;
    const int right = (column + 1) & mask;
    const float* upper = table.data() + static_cast<std::ptrdiff_t>(row & mask) * kTableSide;
    const float* lower = table.data() + static_cast<std::ptrdiff_t>((row + 1) & mask) * kTableSide;
    const float above = upper[left] + u * (upper[right] - upper[left]);
    const float below = lower[left] + u * (lower[right] - lower[left]);
    return above + v * (below - above);
}

float ridgedNoise(cv::Point2f point)
{
    const float ridge = 1.0F - std::min(1.0F, 2.2F * std::abs(fractalNoise(point)));
    return ridge * ridge;
}

float latticeNoise(int x, int y, std::uint32_t seed)
{
    return static_cast<float>(hashOf(x, y, seed) & 0xffffffU) * (1.0F / 16777216.0F);
}

Cell cellNoise(cv::Point2f point, float jitter, std::uint32_t seed)
{
    const int column = floorOf(point.x);
    const int row = floorOf(point.y);
    float nearest = 1e9F;
    float second = 1e9F;
    Cell cell{};
    for (int y = row - 1; y <= row + 1; ++y) {
        for (int x = column - 1; x <= column + 1; ++x) {
            const std::uint32_t hash = hashOf(x, y, seed);
            const float offsetX = static_cast<float>(hash & 0xffffU) / 65536.0F - 0.5F;
            const float offsetY = static_cast<float>(hash >> 16) / 65536.0F - 0.5F;
            const cv::Point2f centre(
                static_cast<float>(x) + 0.5F + jitter * offsetX, static_cast<float>(y) + 0.5F + jitter * offsetY);
            const cv::Point2f difference = point - centre;
            const float squared = difference.dot(difference);
            if (squared < nearest) {
                second = nearest;
                nearest = squared;
                cell.centre = centre;
                cell.shade = static_cast<float>((hash * 0x9e3779b1U) >> 8) * (1.0F / 16777216.0F);
            } else if (squared < second) {
                second = squared;
            }
        }
    }
    cell.distance = std::sqrt(nearest);
    cell.edge = std::sqrt(second) - cell.distance;
    return cell;
}

} // namespace cnnvis::drawing
