// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/figure_text.h"

#include <QLocale>

#include <cmath>

namespace cnnvis::ui {

namespace {

const QChar kThinSpace(0x2009);
const QChar kDash(0x2013);

/// Without the sign and zeros that C puts into exponents: "1.9e+04" is "1.9e4".
QString withShortExponent(const QString& text)
{
    const int e = static_cast<int>(text.indexOf(QLatin1Char('e')));
    return e < 0 ? text : text.left(e + 1) + QString::number(QStringView(text).mid(e + 1).toInt());
}

} // namespace

QString scientificFigure(double value)
{
    if (!std::isfinite(value))
        return kDash;
    return value == 0.0 ? QStringLiteral("0") : withShortExponent(QString::number(value, 'e', 1));
}

QString plainFigure(double value)
{
    const double magnitude = std::abs(value);
    if (!std::isfinite(value) || magnitude < 0.01 || magnitude >= 99999.5)
        return scientificFigure(value);
    if (magnitude >= 999.5)
        return countFigure(std::llround(value));
    if (magnitude < 1.0)
        return QString::number(value, 'f', 3);
    return QString::number(value, 'f', magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0);
}

QString axisFigure(double value)
{
    const double magnitude = std::abs(value);
    if (magnitude != 0.0 && (magnitude < 0.001 || magnitude >= 1e9))
        return withShortExponent(QString::number(value, 'g', 3));
    if (magnitude >= 1e6)
        return QString::number(value / 1e6, 'g', 6) + QLatin1Char('M');
    return magnitude >= 1e4 ? QString::number(value / 1e3, 'g', 6) + QLatin1Char('k') : QString::number(value, 'g', 6);
}

QString logAxisFigure(double value)
{
    const double rounded = QString::number(value, 'g', 3).toDouble();
    return withShortExponent(QString::number(rounded, 'e', QLocale::FloatingPointShortest));
}

QString countFigure(qint64 count)
{
    QString text = QString::number(count);
    const int digitsFrom = count < 0 ? 1 : 0;
    for (int i = static_cast<int>(text.size()) - 3; i > digitsFrom; i -= 3)
        text.insert(i, kThinSpace);
    return text;
}

} // namespace cnnvis::ui
