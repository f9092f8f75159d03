// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/number_format.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace cnnvis::ui {

namespace {

constexpr int kShownDecimals = 2;

/// "e-04" as "e-4", "e+12" as "e12".
QString withTidyExponent(QString text)
{
    static const QRegularExpression exponent(QStringLiteral("e([+-]?)0*([0-9]+)$"));
    const QRegularExpressionMatch match = exponent.match(text);
    if (match.hasMatch()) {
        const QString sign = match.captured(1) == QLatin1String("-") ? QStringLiteral("-") : QString();
        text.replace(match.capturedStart(), match.capturedLength(), QLatin1Char('e') + sign + match.captured(2));
    }
    return text;
}

} // namespace

QString shownNumber(const QString& text, bool isWhole)
{
    if (isWhole || !parseNumber(text))
        return text;
    if (text.contains(QLatin1Char('e')))
        return withTidyExponent(text);
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    const qsizetype wholeDigits = point < 0 ? text.size() : point;
    if (wholeDigits > 4)
        return text;
    const qsizetype decimals = point < 0 ? 0 : text.size() - point - 1;
    const qsizetype missing = std::max<qsizetype>(0, kShownDecimals - decimals);
    return text + (point < 0 ? QStringLiteral(".") : QString()) + QString(missing, QLatin1Char('0'));
}

QString shownBound(double bound, bool isWhole)
{
    if (isWhole && bound >= static_cast<double>(std::numeric_limits<std::int64_t>::max()))
        return QString::number(std::numeric_limits<std::int64_t>::max());
    return withTidyExponent(plainNumber(bound));
}

QString typedNumber(const QString& typed)
{
    QString text = typed.toLower();
    static const QRegularExpression blanks(QStringLiteral("\\s"));
    static const QRegularExpression powerOfTen(QStringLiteral("[·×*x]10\\^"));
    text.remove(blanks);
    text.replace(powerOfTen, QStringLiteral("e"));
    text.replace(QChar(0x2212), QLatin1Char('-')); // the typographic minus
    static const QRegularExpression openExponent(QStringLiteral("(?<=\\d)e[+-]?$"));
    text.remove(openExponent);
    // One comma is a decimal point; of "1,000,000" nobody knows what is meant.
    if (text.count(QLatin1Char(',')) == 1 && !text.contains(QLatin1Char('.')))
        text.replace(QLatin1Char(','), QLatin1Char('.'));
    return text;
}

QString plainNumber(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

std::optional<double> parseNumber(const QString& text)
{
    bool isNumber = false;
    const double value = QLocale::c().toDouble(text, &isNumber);
    return isNumber && std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

double roundedTo(double value, int digits)
{
    return QString::number(value, 'g', digits).toDouble();
}

} // namespace cnnvis::ui
