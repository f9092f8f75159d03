// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/axis_tickers.h"

#include "plots/figure_text.h"

namespace cnnvis::ui {

LinearTicker::LinearTicker(bool isWholeNumbers)
    : m_isWholeNumbers(isWholeNumbers)
{
    setTickCount(4);
}

double LinearTicker::getTickStep(const QCPRange& range)
{
    const double step = QCPAxisTicker::getTickStep(range);
    return m_isWholeNumbers ? qMax(1.0, step) : step;
}

QString LinearTicker::getTickLabel(double tick, const QLocale& /*locale*/, QChar /*format*/, int /*precision*/)
{
    return axisFigure(tick);
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
