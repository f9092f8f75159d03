// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/plot_csv.h"

#include <QLocale>

#include <cmath>
#include <map>

namespace cnnvis::ui {

namespace {

struct Row {
    std::vector<QByteArray> values;
    QString marks;
};

QByteArray quoted(const QString& text)
{
    QString escaped = text;
    escaped.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return '"' + escaped.toUtf8() + '"';
}

std::map<qint64, Row> tableRows(const PlotSeriesList& series, const PlotMarks& marks)
{
    std::map<qint64, Row> rows;
    for (std::size_t column = 0; column < series.size(); ++column) {
        for (const SeriesPoint& point : series[column]->data.points()) {
            Row& row = rows[std::llround(point.step)];
            row.values.resize(series.size());
            if (std::isfinite(point.value))
                row.values[column] = QByteArray::number(point.value, 'g', QLocale::FloatingPointShortest);
        }
    }
    for (const PlotMark& mark : marks.all()) {
        Row& row = rows[mark.step];
        row.values.resize(series.size());
        row.marks += (row.marks.isEmpty() ? QString() : QStringLiteral("; ")) + mark.text;
    }
    return rows;
}

} // namespace

QByteArray plotCsv(const PlotSeriesList& series, const PlotMarks& marks)
{
    QByteArray csv = "step";
    for (const auto& curve : series)
        csv += ',' + quoted(curve->fullName());
    csv += ",change\r\n";
    for (const auto& [step, row] : tableRows(series, marks)) {
        csv += QByteArray::number(step);
        for (const QByteArray& value : row.values)
            csv += ',' + value;
        csv += ',' + (row.marks.isEmpty() ? QByteArray() : quoted(row.marks)) + "\r\n";
    }
    return csv;
}

} // namespace cnnvis::ui
