// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/batch_parts.h"

#include <QTest>

#include <utility>
#include <vector>

using namespace cnnvis;

namespace {

struct TooMuch { };

/// A device that holds so many tiles at a time.
class Device {
public:
    explicit Device(int room)
        : m_room(room)
    { }

    void run(BatchParts& parts, int count)
    {
        parts.run<TooMuch>(
            count,
            [this](int first, int part) {
                if (part > m_room)
                    throw TooMuch();
                done.emplace_back(first, part);
            },
            [this] { ++tidied; });
    }

    std::vector<std::pair<int, int>> done; ///< first tiles and counts
    int tidied = 0;

private:
    int m_room;
};

using Parts = std::vector<std::pair<int, int>>;

} // namespace

class BatchPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areOneWhereAllFits();
    void areHalvedUntilTheyFit();
    void staySmall();
    void endWithOneTile();
};

void BatchPartsTest::areOneWhereAllFits()
{
    Device device(10);
    BatchParts parts;
    device.run(parts, 10);
    QCOMPARE(device.done, (Parts{{0, 10}}));
    QCOMPARE(parts.most(), 0);
    QCOMPARE(device.tidied, 0);
}

void BatchPartsTest::areHalvedUntilTheyFit()
{
    Device device(3);
    BatchParts parts;
    device.run(parts, 11);
    QCOMPARE(device.done, (Parts{{0, 2}, {2, 2}, {4, 2}, {6, 2}, {8, 2}, {10, 1}}));
    QCOMPARE(parts.most(), 2);
    QCOMPARE(device.tidied, 2);
}

void BatchPartsTest::staySmall()
{
    Device device(3);
    BatchParts parts;
    device.run(parts, 6);
    device.done.clear();
    device.run(parts, 4);
    QCOMPARE(device.done, (Parts{{0, 3}, {3, 1}}));
    QCOMPARE(device.tidied, 1);
}

void BatchPartsTest::endWithOneTile()
{
    Device device(0);
    BatchParts parts;
    QVERIFY_THROWS_EXCEPTION(TooMuch, device.run(parts, 5));
    QVERIFY(device.done.empty());
}

QTEST_APPLESS_MAIN(BatchPartsTest)

#include "tst_batch_parts.moc"
