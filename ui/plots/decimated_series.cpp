// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/decimated_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cnnvis::ui {

namespace {

constexpr std::size_t kMaximumRecent = DecimatedSeries::kMaximumPoints / 2;
constexpr std::size_t kMaximumBuckets = DecimatedSeries::kMaximumPoints / 4; // of two points
static_assert(kMaximumBuckets % 2 == 0, "buckets are merged in pairs");

bool isGap(const SeriesPoint& point)
{
    return std::isnan(point.value);
}

} // namespace

void DecimatedSeries::append(qint64 step, double value)
{
    const auto position = static_cast<double>(step);
    if (!m_recent.empty() && position <= m_recent.back().step)
        return;
    if (m_recent.size() == kMaximumRecent) {
        const auto half = m_recent.begin() + kMaximumRecent / 2;
        std::for_each(m_recent.begin(), half, [this](const SeriesPoint& point) { fold(point); });
        m_recent.erase(m_recent.begin(), half);
    }
    m_recent.push_back({position, std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN()});
}

void DecimatedSeries::clear()
{
    *this = DecimatedSeries();
}

void DecimatedSeries::fold(const SeriesPoint& point)
{
    if (m_samplesInLastBucket == m_samplesPerBucket && m_buckets.size() == kMaximumBuckets) {
        for (std::size_t i = 0; i < kMaximumBuckets / 2; ++i)
            m_buckets[i] = merged(m_buckets[2 * i], m_buckets[2 * i + 1]);
        m_buckets.resize(kMaximumBuckets / 2);
        m_samplesPerBucket *= 2;
        m_samplesInLastBucket = m_samplesPerBucket;
    }
    const Bucket single{point, point};
    if (m_buckets.empty() || m_samplesInLastBucket == m_samplesPerBucket) {
        m_buckets.push_back(single);
        m_samplesInLastBucket = 1;
    } else {
        m_buckets.back() = merged(m_buckets.back(), single);
        ++m_samplesInLastBucket;
    }
}

DecimatedSeries::Bucket DecimatedSeries::merged(const Bucket& a, const Bucket& b)
{
    if (isGap(a.first) || isGap(b.first))
        return isGap(a.first) ? b : a;
    const SeriesPoint* lowest = &a.first;
    const SeriesPoint* highest = &a.first;
    for (const SeriesPoint* point : {&a.second, &b.first, &b.second}) {
        lowest = point->value < lowest->value ? point : lowest;
        highest = point->value > highest->value ? point : highest;
    }
    return lowest->step <= highest->step ? Bucket{*lowest, *highest} : Bucket{*highest, *lowest};
}

void DecimatedSeries::appendPoints(const Bucket& bucket, QVector<SeriesPoint>& points)
{
    points.append(bucket.first);
    if (bucket.second.step > bucket.first.step)
        points.append(bucket.second);
}

std::optional<std::pair<double, double>> DecimatedSeries::ends() const
{
    if (m_recent.empty())
        return std::nullopt;
    return std::pair{m_buckets.empty() ? m_recent.front().step : m_buckets.front().first.step, m_recent.back().step};
}

int DecimatedSeries::pointCount() const
{
    const auto pairs = std::count_if(m_buckets.begin(), m_buckets.end(),
        [](const Bucket& bucket) { return bucket.second.step > bucket.first.step; });
    return static_cast<int>(m_recent.size() + m_buckets.size() + static_cast<std::size_t>(pairs));
}

QVector<SeriesPoint> DecimatedSeries::points() const
{
    constexpr double kEnd = std::numeric_limits<double>::infinity();
    return points(-kEnd, kEnd);
}

QVector<SeriesPoint> DecimatedSeries::points(double from, double to) const
{
    auto firstBucket = std::partition_point(
        m_buckets.begin(), m_buckets.end(), [from](const Bucket& bucket) { return bucket.second.step < from; });
    auto endOfBuckets = std::partition_point(
        firstBucket, m_buckets.end(), [to](const Bucket& bucket) { return bucket.first.step <= to; });
    auto firstRecent = std::partition_point(
        m_recent.begin(), m_recent.end(), [from](const SeriesPoint& point) { return point.step < from; });
    auto endOfRecent =
        std::partition_point(firstRecent, m_recent.end(), [to](const SeriesPoint& point) { return point.step <= to; });
    if (firstRecent != m_recent.begin())
        --firstRecent;
    else if (firstBucket != m_buckets.begin())
        --firstBucket;
    if (endOfBuckets != m_buckets.end())
        ++endOfBuckets;
    else if (endOfRecent != m_recent.end())
        ++endOfRecent;

    QVector<SeriesPoint> found;
    found.reserve(static_cast<int>(2 * (endOfBuckets - firstBucket) + (endOfRecent - firstRecent)));
    std::for_each(firstBucket, endOfBuckets, [&found](const Bucket& bucket) { appendPoints(bucket, found); });
    std::copy(firstRecent, endOfRecent, std::back_inserter(found));
    return found;
}

std::optional<SeriesPoint> DecimatedSeries::nearest(double step) const
{
    std::optional<SeriesPoint> closest;
    for (const SeriesPoint& point : points(step, step)) {
        if (!isGap(point) && (!closest || std::abs(point.step - step) < std::abs(closest->step - step)))
            closest = point;
    }
    return closest;
}

} // namespace cnnvis::ui
