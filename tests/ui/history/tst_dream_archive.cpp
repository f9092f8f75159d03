// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/dream_archive.h"

#include "snapshot_samples.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

SnapshotItem finalOf(int step, const QString& time)
{
    SnapshotItem item = sampleSnapshot(step);
    item.sizeIndex = 2;
    item.step = step;
    item.time = QDateTime::fromString(time, Qt::ISODateWithMs);
    item.recipe.settings.targetLayer = "conv" + std::to_string(step);
    return item;
}

} // namespace

class TestDreamArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void bringsBackWhatWasKept();
    void loadsTheNewestOfMany();
    void leavesDamagedFilesAlone();
    void knowsWhatIsSavedElsewhere();
    void tellsWhenItCannotWrite();

private:
    QString folder() const { return m_folder->filePath(QStringLiteral("dreams")); }
    QVector<SnapshotItem> load() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

QVector<SnapshotItem> TestDreamArchive::load() const
{
    DreamArchive archive(folder());
    QSignalSpy loaded(&archive, &DreamArchive::loaded);
    archive.load();
    return loaded.wait() ? loaded.first()[0].value<QVector<SnapshotItem>>() : QVector<SnapshotItem>();
}

void TestDreamArchive::bringsBackWhatWasKept()
{
    const SnapshotItem kept = finalOf(7, QStringLiteral("2026-11-30T20:15:30.123"));
    {
        DreamArchive archive(folder());
        archive.keep(kept);
    } // which waits for it
    const QVector<SnapshotItem> items = load();
    QCOMPARE(items.size(), 1);
    QCOMPARE(items[0].step, 7);
    QCOMPARE(items[0].sizeIndex, 2);
    QCOMPARE(items[0].time, kept.time);
    QCOMPARE(items[0].recipe.settings.targetLayer, std::string("conv7"));
    QVERIFY(items[0].picture.size() == kept.picture.size());
    QCOMPARE(items[0].picture.pixels8()[0], kept.picture.pixels8()[0]);
    QVERIFY(!items[0].isSaved);
}

void TestDreamArchive::loadsTheNewestOfMany()
{
    {
        DreamArchive archive(folder());
        for (int step = 1; step <= 20; ++step)
            archive.keep(finalOf(step, QStringLiteral("2026-11-30T20:15:%1.000").arg(step + 10)));
    }
    const QVector<SnapshotItem> items = load();
    QCOMPARE(items.size(), 12);
    QCOMPARE(items.first().step, 9); // the oldest of them first
    QCOMPARE(items.last().step, 20);
    QCOMPARE(QDir(folder()).entryList(QDir::Files).size(), 20);
}

void TestDreamArchive::leavesDamagedFilesAlone()
{
    {
        DreamArchive archive(folder());
        archive.keep(finalOf(1, QStringLiteral("2026-11-30T20:15:30.000")));
    }
    QFile damaged(folder() + QStringLiteral("/dream-20261130-201600-000.png"));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("\x89PNG\r\n\x1a\n and nothing more");
    damaged.close();
    QCOMPARE(load().size(), 1);
    QVERIFY(damaged.exists());
}

void TestDreamArchive::knowsWhatIsSavedElsewhere()
{
    {
        DreamArchive archive(folder());
        const QString path = archive.keep(finalOf(1, QStringLiteral("2026-11-30T20:15:30.000")));
        const QString saved = archive.markSaved(path);
        QVERIFY(saved != path);
        QCOMPARE(archive.markSaved(saved), saved);
    }
    const QVector<SnapshotItem> items = load();
    QCOMPARE(items.size(), 1);
    QVERIFY(items[0].isSaved);
    {
        DreamArchive archive(folder());
        archive.remove(items[0].archivePath);
    }
    QVERIFY(load().isEmpty());
}

void TestDreamArchive::tellsWhenItCannotWrite()
{
    QFile wall(folder()); // a file where the folder is wanted stops root as well
    QVERIFY(wall.open(QIODevice::WriteOnly));
    DreamArchive archive(folder());
    QSignalSpy failed(&archive, &DreamArchive::failed);
    archive.keep(finalOf(1, QStringLiteral("2026-11-30T20:15:30.000")));
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(failed.first()[0].toString().contains(folder()));
}

QTEST_MAIN(TestDreamArchive)
#include "tst_dream_archive.moc"
