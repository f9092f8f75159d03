// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>

#include <optional>
#include <utility>
#include <vector>

namespace cnnvis::ui {

struct SeriesPoint {
    double step = 0.0;
    double value = 0.0; ///< NaN: nothing was measured, the line has a gap
};

/// One curve over the steps of a run, in bounded memory however long the run.
///
/// The newest steps are kept as they came; older ones in buckets of 1, 2, 4, 8, … samples, of which each keeps its
/// lowest and its highest. So no peak is ever lost, and what one watches is exact.
class DecimatedSeries {
public:
    static constexpr int kMaximumPoints = 16384;

    /// @param step  later than all before; others are ignored.
    /// @param value  infinite or NaN: a gap.
    void append(qint64 step, double value);
    void clear();

    bool isEmpty() const { return m_recent.empty(); }
    /// The first and the last step kept; nothing when there is none.
    std::optional<std::pair<double, double>> ends() const;
    /// How many points are kept, kMaximumPoints at most.
    int pointCount() const;
    /// All that is kept, in the order of the steps.
    QVector<SeriesPoint> points() const;
    /// What is kept between two steps, and one more on each side so that lines reach the border.
    QVector<SeriesPoint> points(double from, double to) const;
    /// The value closest to a step; nothing when there is none.
    std::optional<SeriesPoint> nearest(double step) const;

private:
    struct Bucket {
        SeriesPoint first; ///< the extreme that came first
        SeriesPoint second; ///< the other one; the same point when there is only one
    };
    static Bucket merged(const Bucket& a, const Bucket& b);
    static void appendPoints(const Bucket& bucket, QVector<SeriesPoint>& points);
    void fold(const SeriesPoint& point);

    std::vector<SeriesPoint> m_recent;
    std::vector<Bucket> m_buckets;
    qint64 m_samplesPerBucket = 1;
    qint64 m_samplesInLastBucket = 0;
};

} // namespace cnnvis::ui
