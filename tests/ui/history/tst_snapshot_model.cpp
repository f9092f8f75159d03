// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/snapshot_model.h"
#include "snapshot_samples.h"
#include "widgets/picture_image.h"

#include <QSignalSpy>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

QVector<int> idsOf(const QSignalSpy& spy)
{
    QVector<int> ids;
    for (const QVariantList& call : spy)
        ids.append(call[0].toInt());
    return ids;
}

void fill(SnapshotModel& model, int count)
{
    for (int id = 1; id <= count; ++id)
        model.add(sampleSnapshot(id));
}

} // namespace

class TestSnapshotModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysSizeAndStep();
    void keepsPicturesWithinTheBytes();
    void keepsPicturesWithinTheirNumber();
    void sparesPinnedAndNewest();
    void removesTheOldestOfFarTooMany();
    void dropsPicturesWhenUnpinned();
    void forgetsTheBytesOfWhatIsRemoved();
    void makesThumbnailsOfOneHeight();
    void showsAPictureWithoutCopyingIt();
    void roundsBetweenDepths();
};

void TestSnapshotModel::saysSizeAndStep()
{
    SnapshotModel model;
    model.add(sampleSnapshot(1));
    QCOMPARE(model.data(model.index(0), Qt::DisplayRole).toString(), QStringLiteral("1 · 25"));
    QCOMPARE(model.data(model.index(0), Qt::AccessibleTextRole).toString(), QStringLiteral("size 1, step 25"));
}

void TestSnapshotModel::keepsPicturesWithinTheBytes()
{
    SnapshotModel model;
    QSignalSpy dropped(&model, &SnapshotModel::pictureDropped);
    model.setLimits({3 * 1800 + 100, 200, 2000});
    fill(model, 5);
    QCOMPARE(idsOf(dropped), (QVector<int>{1, 2}));
    QCOMPARE(model.pictureBytes(), 3 * 1800);
    QCOMPARE(model.rowCount(), 5);
    QVERIFY(model.find(1)->picture.isEmpty());
    QVERIFY(!model.data(model.index(0), SnapshotModel::HasPictureRole).toBool());
    QVERIFY(!model.data(model.index(0), Qt::DecorationRole).value<QImage>().isNull());
    QVERIFY(!model.find(3)->picture.isEmpty());
}

void TestSnapshotModel::keepsPicturesWithinTheirNumber()
{
    SnapshotModel model;
    QSignalSpy dropped(&model, &SnapshotModel::pictureDropped);
    fill(model, 4);
    QCOMPARE(dropped.count(), 0);
    model.setLimits({1 << 20, 2, 2000});
    QCOMPARE(idsOf(dropped), (QVector<int>{1, 2}));
}

void TestSnapshotModel::sparesPinnedAndNewest()
{
    SnapshotModel model;
    QSignalSpy dropped(&model, &SnapshotModel::pictureDropped);
    fill(model, 3);
    model.setPinned(1, true);
    model.setLimits({1, 200, 2000});
    QCOMPARE(idsOf(dropped), QVector<int>{2});
    QVERIFY(!model.find(1)->picture.isEmpty());
    QVERIFY(!model.find(3)->picture.isEmpty());
}

void TestSnapshotModel::removesTheOldestOfFarTooMany()
{
    SnapshotModel model;
    QSignalSpy removed(&model, &SnapshotModel::removed);
    model.setLimits({1 << 20, 200, 3});
    model.add(sampleSnapshot(1));
    model.setPinned(1, true);
    for (int id = 2; id <= 5; ++id)
        model.add(sampleSnapshot(id));
    QCOMPARE(idsOf(removed), (QVector<int>{2, 3}));
    QVERIFY(model.find(1) != nullptr && model.find(2) == nullptr);
}

void TestSnapshotModel::dropsPicturesWhenUnpinned()
{
    SnapshotModel model;
    fill(model, 2);
    model.setPinned(1, true);
    model.setLimits({1800, 200, 2000});
    QVERIFY(!model.find(1)->picture.isEmpty());
    model.setPinned(1, false);
    QVERIFY(model.find(1)->picture.isEmpty());
}

void TestSnapshotModel::forgetsTheBytesOfWhatIsRemoved()
{
    SnapshotModel model;
    fill(model, 3);
    model.remove(2);
    model.remove(77);
    QCOMPARE(model.pictureBytes(), 2 * 1800);
    model.clear();
    QCOMPARE(model.pictureBytes(), 0);
    QCOMPARE(model.rowCount(), 0);
}

void TestSnapshotModel::makesThumbnailsOfOneHeight()
{
    SnapshotModel model;
    model.setThumbnailHeight(50);
    const auto thumbnailOf = [&](PictureSize size) {
        SnapshotItem item = sampleSnapshot(model.rowCount());
        item.picture = greyPicture(size, 77);
        model.add(item);
        return model.data(model.index(model.rowCount() - 1), Qt::DecorationRole).value<QImage>();
    };
    for (const PictureSize size :
        {PictureSize{300, 400}, PictureSize{30, 40}, PictureSize{1, 3000}, PictureSize{3000, 1}}) {
        const QImage thumbnail = thumbnailOf(size);
        QCOMPARE(thumbnail.height(), 50);
        QVERIFY(thumbnail.width() >= 25 && thumbnail.width() <= 110);
        QCOMPARE(thumbnail.pixelColor(10, 25), QColor(77, 77, 77));
    }
    QCOMPARE(thumbnailOf({300, 400}).width(), 67);
}

void TestSnapshotModel::showsAPictureWithoutCopyingIt()
{
    QImage image;
    {
        const Picture picture({1, 2}, std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});
        image = imageOf(picture);
        QCOMPARE(image.constBits(), picture.pixels8());
    }
    QCOMPARE(image.pixelColor(1, 0), QColor(4, 5, 6)); // the pixels outlive the picture
    QVERIFY(imageOf(Picture()).isNull());
}

void TestSnapshotModel::roundsBetweenDepths()
{
    const Picture deep({1, 1}, std::vector<std::uint16_t>{0, 257 * 100 + 128, 65535});
    const Picture flat = withDepth(deep, 8);
    QCOMPARE((std::vector<int>(flat.pixels8(), flat.pixels8() + 3)), (std::vector<int>{0, 100, 255}));
    const Picture again = withDepth(flat, 16);
    QCOMPARE((std::vector<int>(again.pixels16(), again.pixels16() + 3)), (std::vector<int>{0, 25700, 65535}));
    QCOMPARE(bytesOf(deep), 6);
}

QTEST_MAIN(TestSnapshotModel)
#include "tst_snapshot_model.moc"
