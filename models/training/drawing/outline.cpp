// SPDX-License-Identifier: GPL-3.0-or-later
#include "outline.h"

#include "noise.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::drawing {

namespace {

cv::Point2f catmullRom(cv::Point2f p0, cv::Point2f p1, cv::Point2f p2, cv::Point2f p3, float t)
{
    const float t2 = t * t;
    const float t3 = t2 * t;
    return 0.5F
        * (2.0F * p1 + t * (p2 - p0) + t2 * (2.0F * p0 - 5.0F * p1 + 4.0F * p2 - p3)
            + t3 * (3.0F * p1 - 3.0F * p2 + p3 - p0));
}

cv::Point2f directionAt(const Outline& path, std::size_t index)
{
    const cv::Point2f before = path[index > 0 ? index - 1 : 0];
    const cv::Point2f after = path[std::min(index + 1, path.size() - 1)];
    const cv::Point2f difference = after - before;
    return difference * (1.0F / std::max(1e-6F, std::hypot(difference.x, difference.y)));
}

} // namespace

cv::Point2f polar(float angle, float radius)
{
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

Outline ellipse(cv::Point2f centre, float radiusX, float radiusY, float angle)
{
    constexpr int count = 40;
    Outline outline(count);
    for (int i = 0; i < count; ++i) {
        const float turn = 2.0F * kPi * static_cast<float>(i) / count;
        outline[static_cast<std::size_t>(i)] = {radiusX * std::cos(turn), radiusY * std::sin(turn)};
    }
    return placed(outline, centre, angle);
}

Outline circle(cv::Point2f centre, float radius)
{
    return ellipse(centre, radius, radius);
}

Outline box(float left, float top, float right, float bottom)
{
    return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

Outline arc(cv::Point2f centre, float radius, float from, float to)
{
    constexpr int count = 20;
    Outline path;
    for (int i = 0; i <= count; ++i)
        path.push_back(centre + polar(from + (to - from) * static_cast<float>(i) / count, radius));
    return path;
}

Outline spline(const Outline& points, int steps)
{
    const int last = static_cast<int>(points.size()) - 1;
    const auto at = [&](int index) { return points[static_cast<std::size_t>(std::clamp(index, 0, last))]; };
    Outline path;
    for (int i = 0; i < last; ++i) {
        for (int step = 0; step < steps; ++step) {
            const float t = static_cast<float>(step) / static_cast<float>(steps);
            path.push_back(catmullRom(at(i - 1), at(i), at(i + 1), at(i + 2), t));
        }
    }
    path.push_back(points.back());
    return path;
}

Outline blob(const Outline& points, int steps)
{
    const int count = static_cast<int>(points.size());
    const auto at = [&](int index) { return points[static_cast<std::size_t>((index + count) % count)]; };
    Outline outline;
    for (int i = 0; i < count; ++i) {
        for (int step = 0; step < steps; ++step) {
            const float t = static_cast<float>(step) / static_cast<float>(steps);
            outline.push_back(catmullRom(at(i - 1), at(i), at(i + 1), at(i + 2), t));
        }
    }
    return outline;
}

Outline leaf(cv::Point2f base, cv::Point2f tip, float halfWidth, float belly)
{
    const cv::Point2f along = tip - base;
    const float length = std::max(1e-6F, std::hypot(along.x, along.y));
    const cv::Point2f across(-along.y / length, along.x / length);
    const float power = std::log(0.5F) / std::log(belly);
    constexpr int count = 12;
    Outline upper;
    Outline lower;
    for (int i = 0; i <= count; ++i) {
        const float t = static_cast<float>(i) / count;
        const float width = halfWidth * std::sin(kPi * std::pow(t, power));
        upper.push_back(base + along * t + across * width);
        lower.push_back(base + along * t - across * width);
    }
    std::reverse(lower.begin(), lower.end());
    return joined(upper, lower);
}

Outline band(const Outline& path, const std::function<float(float)>& width)
{
    Outline left;
    Outline right;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const cv::Point2f direction = directionAt(path, i);
        const float half = width(static_cast<float>(i) / static_cast<float>(path.size() - 1));
        const cv::Point2f across(-direction.y * half, direction.x * half);
        left.push_back(path[i] + across);
        right.push_back(path[i] - across);
    }
    std::reverse(right.begin(), right.end());
    return joined(left, right);
}

Outline wobbled(const Outline& outline, RandomStream& random, float amount, float frequency)
{
    const cv::Point2f offset{random.uniform(0.0F, 8.0F), random.uniform(0.0F, 8.0F)};
    Outline result = outline;
    for (cv::Point2f& point : result) {
        const cv::Point2f place = point * frequency + offset;
        point += amount * cv::Point2f(fractalNoise(place), fractalNoise(place.x + 3.3F, place.y + 5.1F));
    }
    return result;
}

Outline mirrored(const Outline& outline)
{
    Outline result(outline.rbegin(), outline.rend());
    for (cv::Point2f& point : result)
        point.x = -point.x;
    return result;
}

Outline placed(const Outline& outline, cv::Point2f shift, float angle, float scaleX, float scaleY)
{
    const float cosine = std::cos(angle);
    const float sine = std::sin(angle);
    Outline result;
    result.reserve(outline.size());
    for (const cv::Point2f& point : outline) {
        const float x = point.x * scaleX;
        const float y = point.y * scaleY;
        result.emplace_back(shift.x + cosine * x - sine * y, shift.y + sine * x + cosine * y);
    }
    return result;
}

Outline joined(Outline first, const Outline& second)
{
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

} // namespace cnnvis::drawing
