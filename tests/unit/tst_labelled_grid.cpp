// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/labelled_grid.h"

#include <QTest>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace cnnvis;

namespace {

constexpr int kLongestOfWebp = 16'383; // of all formats, the least

GridLabels labels(std::size_t count, const std::string& begin)
{
    GridLabels labels{"Learning rate", {}};
    for (std::size_t i = 0; i < count; ++i)
        labels.texts.push_back(begin + std::to_string(i));
    return labels;
}

Picture grid(const std::string& columnLabel)
{
    return labelledGrid(std::vector<Picture>(1), 1, {"Layer", {columnLabel}}, {});
}

} // namespace

class LabelledGridTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void canBeSaved_data();
    void canBeSaved();
    void labelsWidenNarrowCells();
    void ofLongLabelsBothEndsCount();
};

void LabelledGridTest::canBeSaved_data()
{
    QTest::addColumn<std::size_t>("columns");
    QTest::addColumn<std::size_t>("rows");
    QTest::newRow("wide") << std::size_t{1000} << std::size_t{1};
    QTest::newRow("tall") << std::size_t{1} << std::size_t{1000};
    QTest::newRow("both") << std::size_t{500} << std::size_t{2};
}

void LabelledGridTest::canBeSaved()
{
    QFETCH(const std::size_t, columns);
    QFETCH(const std::size_t, rows);
    const int side = longestGridCell(columns, rows);
    const Picture cell({side, side}, std::vector<std::uint8_t>(static_cast<std::size_t>(side * side * 3), 90));
    const Picture grid = labelledGrid(std::vector<Picture>(columns * rows, cell), columns,
        labels(columns, "inception_4c/output_"), rows > 1 ? labels(rows, "inception_4c/output_") : GridLabels());
    QVERIFY2(grid.width() <= kLongestOfWebp, qPrintable(QString::number(grid.width())));
    QVERIFY2(grid.height() <= kLongestOfWebp, qPrintable(QString::number(grid.height())));
}

void LabelledGridTest::labelsWidenNarrowCells()
{
    const Picture narrow({9, 2}, std::vector<std::uint8_t>(std::size_t{9} * 2 * 3, 90));
    const std::vector<Picture> cells(3, narrow);
    const int without = labelledGrid(cells, 3, {}, {}).width();
    QVERIFY(labelledGrid(cells, 3, labels(3, "inception_4c/"), {}).width() >= without + 3 * 100);
}

void LabelledGridTest::ofLongLabelsBothEndsCount()
{
    const std::string middle(65'000, 'm');
    const std::string begin(100, 'b');
    const std::string end(100, 'e');
    const Picture shown = grid(begin + middle + end);
    const Picture same = grid(begin + "mm" + end);
    QCOMPARE(shown.width(), same.width());
    const std::size_t bytes = static_cast<std::size_t>(shown.width()) * static_cast<std::size_t>(shown.height()) * 3;
    QVERIFY(std::equal(shown.pixels8(), shown.pixels8() + bytes, same.pixels8()));
}

QTEST_GUILESS_MAIN(LabelledGridTest)
#include "tst_labelled_grid.moc"
