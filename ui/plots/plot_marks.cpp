// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_marks.h"

#include <algorithm>

namespace cnnvis::ui {

void PlotMarks::add(const PlotMark& mark)
{
    const auto place = std::upper_bound(
        m_marks.begin(), m_marks.end(), mark, [](const PlotMark& a, const PlotMark& b) { return a.step < b.step; });
    m_marks.insert(place, mark);
    if (m_marks.size() > kMaximum)
        m_marks.pop_front();
}

PlotMarks::Range PlotMarks::between(double from, double to) const
{
    const auto first = std::partition_point(
        m_marks.begin(), m_marks.end(), [from](const PlotMark& mark) { return static_cast<double>(mark.step) < from; });
    const auto last = std::partition_point(
        first, m_marks.end(), [to](const PlotMark& mark) { return static_cast<double>(mark.step) <= to; });
    return {first, last};
}

} // namespace cnnvis::ui
