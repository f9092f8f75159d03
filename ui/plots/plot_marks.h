// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <deque>

namespace cnnvis::ui {

/// A place in a run that people want to find again.
struct PlotMark {
    enum class Kind { Change, Size };
    qint64 step = 0;
    QString text;
    Kind kind = Kind::Change; ///< a knob was turned, or another size began
};

/// The marks of a run in the order of their steps; the oldest make room beyond kMaximum.
class PlotMarks {
public:
    static constexpr std::size_t kMaximum = 5000;
    using Iterator = std::deque<PlotMark>::const_iterator;
    struct Range {
        Iterator first;
        Iterator last;
        Iterator begin() const { return first; }
        Iterator end() const { return last; }
        bool isEmpty() const { return first == last; }
    };

    void add(const PlotMark& mark);
    void clear() { m_marks.clear(); }
    Range all() const { return {m_marks.begin(), m_marks.end()}; }
    /// Those at steps from `from` to `to`, both included.
    Range between(double from, double to) const;

private:
    std::deque<PlotMark> m_marks;
};

} // namespace cnnvis::ui
