// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"
#include "history/dream_archive.h"
#include "history/picture_saver.h"
#include "plots/file_writer.h"
#include "presets/preset_store.h"
#include "support/failing_disk.h"
#include "window/session_file.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

QString whyNoDisks;

/// Writes a file of one kind into a folder. @return  what people are told where it failed; empty: it did not.
using Writer = std::function<QString(const QString& folder)>;

Picture picture()
{
    constexpr PictureSize kSize{30, 40};
    return {kSize, std::vector<std::uint8_t>(std::size_t{3} * kSize.height * kSize.width, 100)};
}

/// Waits for one of two signals. @return  the reason that the second one has, in that place.
template <typename Object, typename Good, typename Bad, typename Begin>
QString answerOf(Object& object, Good good, Bad bad, int place, const Begin& begin)
{
    QSignalSpy done(&object, good);
    QSignalSpy failed(&object, bad);
    begin();
    if (!QTest::qWaitFor([&] { return done.count() + failed.count() > 0; }, 60000))
        return QStringLiteral("(no answer)");
    return failed.isEmpty() ? QString() : failed[0][place].toString();
}

Writer savedPicture(const char* ending)
{
    return [name = QStringLiteral("/picture.") + QString::fromUtf8(ending)](const QString& folder) {
        PictureSaver saver;
        return answerOf(saver, &PictureSaver::saved, &PictureSaver::failed, 1,
            [&] { saver.save(folder + name, picture(), DreamRecipe()); });
    };
}

Writer plotFile(const char* name)
{
    return [name = QLatin1Char('/') + QString::fromUtf8(name)](const QString& folder) {
        FileWriter writer;
        return answerOf(writer, &FileWriter::written, &FileWriter::failed, 1,
            [&] { writer.write(folder + name, QByteArray(1000, 'x')); });
    };
}

/// Of the dreams that are kept, each has a name of its own.
QString keepDream(const QString& folder)
{
    DreamArchive archive(folder);
    SnapshotItem item;
    item.picture = picture();
    item.time = QDateTime::currentDateTime();
    QSignalSpy failed(&archive, &DreamArchive::failed);
    QSignalSpy loaded(&archive, &DreamArchive::loaded);
    archive.keep(item);
    archive.load(); // comes behind it
    if (!QTest::qWaitFor([&] { return !loaded.isEmpty(); }, 60000))
        return QStringLiteral("(no answer)");
    return failed.isEmpty() ? QString() : failed[0][0].toString();
}

/// @param action  on a store that has a preset. @return  what it told of.
QString problemOf(const QString& folder, const std::function<void(PresetStore&)>& action)
{
    PresetStore store(folder);
    QString problem;
    QObject::connect(&store, &PresetStore::problemFound, &store, [&](const QString& message) { problem = message; });
    action(store);
    return problem;
}

QString savePreset(const QString& folder)
{
    return problemOf(folder, [](PresetStore& store) {
        QImage thumbnail(40, 30, QImage::Format_RGB32);
        thumbnail.fill(Qt::red);
        store.save({"Mine", "", {{"seed", "3"}}}, thumbnail);
    });
}

QString starPreset(const QString& folder)
{
    return problemOf(folder, [](PresetStore& store) { store.setStarred(QStringLiteral("built-in:eyes"), true); });
}

QString exportPreset(const QString& folder)
{
    return problemOf(folder, [&](PresetStore& store) {
        store.exportPreset({"Mine", "", {{"seed", "3"}}}, folder + QStringLiteral("/exported.json"));
    });
}

QString saveWindow(const QString& folder)
{
    return SessionFile(folder).save({});
}

QString saveSettings(const QString& folder)
{
    QSettings settings(folder + QStringLiteral("/cnn-vis.conf"), QSettings::IniFormat);
    settings.setValue(QStringLiteral("save/folder"), QString(3000, QLatin1Char('x')));
    settings.sync();
    return settings.status() == QSettings::NoError ? QString() : QStringLiteral("settings cannot be saved");
}

QString answerOfSession(const std::function<void()>& action)
{
    try {
        action();
        return {};
    } catch (const SessionError& error) {
        return QString::fromUtf8(error.what());
    }
}

QString copySession(const QString& folder)
{
    const QTemporaryDir elsewhere;
    return answerOfSession([&] {
        Journal journal;
        journal.add({{}, {}, RunSettings()});
        SessionStore store(elsewhere.filePath(QStringLiteral("session")).toStdString(), SessionStore::Opening::OrNew);
        store.addRun({}, journal);
        store.saveCopy((folder + QStringLiteral("/copy.cnnvis")).toStdString());
    });
}

QString newSession(const QString& folder)
{
    return answerOfSession([&] {
        Journal journal;
        journal.add({{}, {}, RunSettings()});
        SessionStore(folder.toStdString() + "/session.cnnvis", SessionStore::Opening::OrNew).addRun({}, journal);
    });
}

struct Failure {
    const char* name;
    std::function<void(SmallDisk&)> begin;
};

} // namespace

Q_DECLARE_METATYPE(Writer)
Q_DECLARE_METATYPE(Failure)

/// Disks that are full, read-only, limited or gone, for each kind of file that the studio writes: people are told, what
/// was there is as it was, nothing else is left, and the next time it works again.
class FailingDisksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_disk.reset(); }
    void tellsAndKeepsWhatWasThere_data();
    void tellsAndKeepsWhatWasThere();

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<SmallDisk> m_disk;
};

void FailingDisksTest::init()
{
    if (!whyNoDisks.isEmpty())
        QSKIP(qPrintable(whyNoDisks));
    m_home = std::make_unique<QTemporaryDir>();
    m_disk = std::make_unique<SmallDisk>(m_home->path());
}

void FailingDisksTest::tellsAndKeepsWhatWasThere_data()
{
    QTest::addColumn<Writer>("write");
    QTest::addColumn<Failure>("failure");
    const std::vector<std::pair<const char*, Writer>> writers{{"PNG", savedPicture("png")},
        {"JPEG", savedPicture("jpg")}, {"TIFF", savedPicture("tif")}, {"WebP", savedPicture("webp")},
        {"kept dream", keepDream}, {"preset", savePreset}, {"stars", starPreset}, {"exported preset", exportPreset},
        {"plot as CSV", plotFile("plot.csv")}, {"plot as PNG", plotFile("plot.png")}, {"window", saveWindow},
        {"settings", saveSettings}, {"copy of a session", copySession}, {"session", newSession}};
    const std::vector<Failure> failures{{"full", &SmallDisk::fill}, {"read-only", &SmallDisk::setReadOnly},
        {"with a limit", [](SmallDisk& disk) { disk.limitFiles(0); }}};
    for (const auto& [name, writer] : writers) {
        for (const Failure& failure : failures)
            QTest::addRow("%s, %s", name, failure.name) << writer << failure;
    }
    // Folders of the program's own are made anew.
    const Failure gone{"gone", &SmallDisk::vanish};
    for (const auto& [name, writer] :
        {writers[0], writers[1], writers[2], writers[3], writers[7], writers[8], writers[9], writers[12], writers[13]})
        QTest::addRow("%s, gone", name) << writer << gone;
}

void FailingDisksTest::tellsAndKeepsWhatWasThere()
{
    QFETCH(const Writer, write);
    QFETCH(const Failure, failure);
    const QString folder = m_disk->path(QString());
    QCOMPARE(write(folder), QString());
    const QMap<QString, QByteArray> before = m_disk->contents();
    QVERIFY(!before.isEmpty());
    failure.begin(*m_disk);
    const QString told = write(folder);
    QVERIFY(!told.isEmpty());
    QVERIFY2(m_disk->contents() == before, qPrintable(m_disk->contents().keys().join(QLatin1Char(' '))));
    m_disk->mend();
    QCOMPARE(write(folder), QString());
}

int main(int argc, char** argv)
{
    whyNoDisks = allowOwnDisks();
    const QApplication app(argc, argv);
    FailingDisksTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_failing_disks.moc"
