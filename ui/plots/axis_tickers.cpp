// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/axis_tickers.h"

#include "plots/figure_text.h"

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

LinearTicker::LinearTicker(bool isWholeNumbers)
    : m_isWholeNumbers(isWholeNumbers)
{
    setTickCount(4);
}

double LinearTicker::getTickStep(const QCPRange& range)
{
    const double step = QCPAxisTicker::getTickStep(range);
    return m_isWholeNumbers ? std::max(1.0, std::floor(step)) : step;
}

QString LinearTicker::getTickLabel(double tick, const QLocale& /*locale*/, QChar /*format*/, int /*precision*/)
{
    return axisFigure(tick);
}

QVector<double> LinearTicker::createTickVector(double tickStep, const QCPRange& range)
{
    QVector<double> ticks = QCPAxisTicker::createTickVector(tickStep, range);
    // Only where the axis begins with a step, as it does when all are shown; while it is dragged a tick would flicker.
    const bool beginsWithAStep = m_isWholeNumbers && range.lower == std::floor(range.lower);
    const auto first =
        std::find_if(ticks.cbegin(), ticks.cend(), [&range](double tick) { return tick >= range.lower; });
    if (beginsWithAStep && first != ticks.cend() && *first - range.lower > tickStep / 2.0)
        ticks.insert(first - ticks.cbegin(), range.lower);
    return ticks;
}

LogTicker::LogTicker()
{
    setTickCount(4);
}

QString LogTicker::getTickLabel(double tick, const QLocale& /*locale*/, QChar /*format*/, int /*precision*/)
{
    return logAxisFigure(tick);
}

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range)
{
    constexpr double kTwoPowers = 100.0;
    return range.upper / range.lower < kTwoPowers
        ? QCPAxisTicker::createTickVector(QCPAxisTicker::getTickStep(range), range)
        : QCPAxisTickerLog::createTickVector(tickStep, range);
}

} // namespace cnnvis::ui
