// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace cnnvis::ui {

/// Few, short labels. An axis of steps that begins with a step has one there.
class LinearTicker : public QCPAxisTicker {
public:
    explicit LinearTicker(bool isWholeNumbers);

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;

private:
    bool m_isWholeNumbers;
};

/// Powers of ten; where less than two of them would be seen, even steps as on a linear axis.
class LogTicker : public QCPAxisTickerLog {
public:
    LogTicker();

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
};

} // namespace cnnvis::ui
