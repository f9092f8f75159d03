// SPDX-License-Identifier: GPL-3.0-or-later
#include "output_paths.h"

#include <QTest>

#include <string>

using namespace cnnvis::render;

class OutputPathsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesAreNamedAfterThePicture_data();
    void filesAreNamedAfterThePicture();
    void snapshotsAreTold();
};

void OutputPathsTest::filesAreNamedAfterThePicture_data()
{
    QTest::addColumn<std::string>("outputFile");
    QTest::addColumn<std::string>("snapshot");
    QTest::addColumn<std::string>("traces");
    const auto row = [](const char* outputFile, const char* snapshot, const char* traces) {
        QTest::newRow(outputFile) << std::string(outputFile) << std::string(snapshot) << std::string(traces);
    };
    row("out.png", "out_1_50.png", "out_pixels.csv");
    row("a.b/out.tar.jpeg", "a.b/out.tar_1_50.jpeg", "a.b/out.tar_pixels.csv");
    row("a.b/out", "a.b/out_1_50", "a.b/out_pixels.csv");
    row("/x.PNG", "/x_1_50.PNG", "/x_pixels.csv");
}

void OutputPathsTest::filesAreNamedAfterThePicture()
{
    QFETCH(const std::string, outputFile);
    QFETCH(const std::string, snapshot);
    QFETCH(const std::string, traces);
    QCOMPARE(snapshotPath(outputFile, 1, 50), snapshot);
    QCOMPARE(pixelTracePath(outputFile), traces);
}

void OutputPathsTest::snapshotsAreTold()
{
    QVERIFY(isSnapshotPath("out_1_50.png", "out.png"));
    QVERIFY(isSnapshotPath("./out_10_5.png", "out.png"));
    QVERIFY(isSnapshotPath("a/../a/out_10_5.png", "a/out.png"));
    for (const char* const other :
        {"out_1.png", "out_1_x.png", "out_1_50.jpg", "b/out_1_50.png", "out__.png", "x_1_50.png"})
        QVERIFY2(!isSnapshotPath(other, "out.png"), other);
}

QTEST_GUILESS_MAIN(OutputPathsTest)
#include "tst_output_paths.moc"
