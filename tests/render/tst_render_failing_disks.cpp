// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/output_file.h"
#include "cnnvis/session_store.h"
#include "render_program.h"
#include "support/failing_disk.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <memory>
#include <string>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

QString whyNoDisks;

enum class Failure { Full, ReadOnly, Limit, Gone };

struct NamedFailure {
    const char* name;
    Failure failure;
    const char* told; ///< in what the program says
};
constexpr NamedFailure kFailures[] = {
    {"full", Failure::Full, "disk is full"},
    {"read-only", Failure::ReadOnly, "can only be read"},
    {"with a limit", Failure::Limit, "larger than allowed"},
    {"gone", Failure::Gone, "there is no folder"},
};

struct Written {
    const char* name;
    const char* arguments;
    const char* file; ///< that the program says cannot be written
    bool isOpen; ///< the file is, all the time: the disk cannot become read-only then
};
constexpr Written kWritten[] = {
    {"PNG", "--output_file disk/disk/out.png", "out.png", false},
    {"JPEG", "--output_file disk/disk/out.jpg", "out.jpg", false},
    {"TIFF", "--output_file disk/disk/out.tif", "out.tif", false},
    {"WebP", "--output_file disk/disk/out.webp", "out.webp", false},
    {"BMP", "--output_file disk/disk/out.bmp", "out.bmp", false},
    {"numbered pictures", "--output_file disk/disk/out.png --iter_behavior save --output_iter 1", "out_1_", false},
    {"pixel traces", "--output_file disk/disk/out.png --iter_behavior plot_pix --output_iter 1", "out_pixels.csv",
        false},
    {"numbered film", "--film disk/disk/film.png", "film", false},
    {"film", "--film disk/disk/film.mp4", "film", true},
    {"session", "--session disk/disk/kept", "kept", true},
};

} // namespace

Q_DECLARE_METATYPE(Failure)

/// Disks that fail while the program runs, for each kind of file that it writes: it says so and goes on, what was there
/// before is as it was, and nothing else is left.
class RenderFailingDisksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_disk.reset(); }
    void failsInWordsAndGoesOn_data();
    void failsInWordsAndGoesOn();
    void refusesWhatFailsFromTheBeginning_data();
    void refusesWhatFailsFromTheBeginning();

private:
    static void addRows();
    void writeOldFiles() const;
    void fail(Failure failure, pid_t process) const;
    /// Each is a step that was done.
    static bool readLines(QProcess& process, int lines);

    std::unique_ptr<RenderProgram> m_program;
    std::unique_ptr<SmallDisk> m_disk;
};

void RenderFailingDisksTest::init()
{
    if (!whyNoDisks.isEmpty())
        QSKIP(qPrintable(whyNoDisks));
    m_program = std::make_unique<RenderProgram>();
    QVERIFY(QDir().mkdir(m_program->path(QStringLiteral("disk"))));
    m_disk = std::make_unique<SmallDisk>(m_program->path(QStringLiteral("disk")));
    writeOldFiles();
}

void RenderFailingDisksTest::writeOldFiles() const
{
    for (const char* const name : {"out.png", "out.jpg", "out.tif", "out.webp", "out.bmp", "out_1_2.png",
             "out_pixels.csv", "film.mp4", "film_00002.png"}) {
        QFile file(m_disk->path(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("old") == 3);
    }
}

void RenderFailingDisksTest::addRows()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("file");
    QTest::addColumn<Failure>("failure");
    QTest::addColumn<QString>("told");
    for (const Written& written : kWritten) {
        for (const NamedFailure& failure : kFailures) {
            if (written.isOpen && failure.failure == Failure::ReadOnly)
                continue;
            const bool isOfFfmpeg = QString::fromUtf8(written.arguments).contains(QStringLiteral(".mp4"));
            if (isOfFfmpeg && failure.failure == Failure::Limit)
                continue; // it has limits of its own
            QTest::addRow("%s, %s", written.name, failure.name)
                << QString::fromUtf8(written.arguments) << QString::fromUtf8(written.file) << failure.failure
                << QString::fromUtf8(failure.told);
        }
    }
}

void RenderFailingDisksTest::fail(Failure failure, pid_t process) const
{
    switch (failure) {
    case Failure::Full:
        return m_disk->fill();
    case Failure::ReadOnly:
        return m_disk->setReadOnly();
    case Failure::Limit:
        return m_disk->limitFiles(process);
    case Failure::Gone:
        return m_disk->vanish();
    }
}

bool RenderFailingDisksTest::readLines(QProcess& process, int lines)
{
    while (lines > 0) {
        if (!process.canReadLine() && !process.waitForReadyRead())
            return false;
        for (; lines > 0 && process.canReadLine(); --lines)
            process.readLine();
    }
    return true;
}

void RenderFailingDisksTest::failsInWordsAndGoesOn_data()
{
    addRows();
}

void RenderFailingDisksTest::failsInWordsAndGoesOn()
{
    QFETCH(const QString, arguments);
    QFETCH(const QString, file);
    QFETCH(const Failure, failure);
    QFETCH(const QString, told);
    const bool isFilm = arguments.contains(QStringLiteral(".mp4"));
    const bool isSession = arguments.contains(QStringLiteral("--session"));
    if (isFilm && QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
        QSKIP("ffmpeg is not installed; ./dev test installs it");
    const std::unique_ptr<QProcess> process = m_program->start(
        RenderProgram::dreamArguments(words("--num_steps 1000000 --initial_size 64x64 --progress json"))
        + words(qPrintable(arguments)));
    QVERIFY(readLines(*process, 1));
    const QMap<QString, QByteArray> before = m_disk->contents();
    fail(failure, static_cast<pid_t>(process->processId()));
    QVERIFY(readLines(*process, 20));
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    const ProgramResult result = RenderProgram::finish(*process);

    QVERIFY2(result.isNormal, result.errors.constData());
    const QString said = QString::fromUtf8(result.errors);
    QVERIFY2(said.contains(file), qPrintable(said));
    // ffmpeg has its own words, SQLite knows nothing of a folder that is gone while its file is open.
    if (!isFilm && !isSession)
        QVERIFY2(said.contains(told), qPrintable(said));
    // A limit is one for the picture, too.
    QCOMPARE(result.exitCode, isSession && failure != Failure::Limit ? 130 : 1);
    if (isFilm && failure == Failure::Gone) // what ffmpeg began is where the folder went
        removeLeftovers(m_disk->path(QString()).toStdString());
    QMap<QString, QByteArray> after = m_disk->contents();
    for (auto old = before.begin(); old != before.end(); ++old) {
        const bool wasGood = old.key().startsWith(QStringLiteral("out_1_"))
            || old.key().startsWith(QStringLiteral("film_")) || old.key().startsWith(QStringLiteral("kept"))
            || old.key().startsWith(QLatin1Char('.'));
        QVERIFY2(wasGood || after.value(old.key()) == old.value(), qPrintable(old.key()));
    }
    for (const QString& name : after.keys())
        QVERIFY2(!name.startsWith(QLatin1Char('.')), qPrintable(name));
    m_disk->mend();
    if (isSession)
        QCOMPARE(SessionStore(m_disk->path(QStringLiteral("kept")).toStdString()).runs().size(), std::size_t{1});
}

void RenderFailingDisksTest::refusesWhatFailsFromTheBeginning_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<Failure>("failure");
    for (const Written& written : kWritten) {
        for (const NamedFailure& failure : kFailures) {
            if (failure.failure == Failure::ReadOnly || failure.failure == Failure::Gone)
                QTest::addRow("%s, %s", written.name, failure.name)
                    << QString::fromUtf8(written.arguments) << failure.failure;
        }
    }
}

void RenderFailingDisksTest::refusesWhatFailsFromTheBeginning()
{
    QFETCH(const QString, arguments);
    QFETCH(const Failure, failure);
    const QMap<QString, QByteArray> before = m_disk->contents();
    fail(failure, 0);
    const ProgramResult result = m_program->dream(words(qPrintable(arguments)));
    const bool needsFfmpeg = arguments.contains(QStringLiteral(".mp4"));
    if (needsFfmpeg && QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
        QSKIP("ffmpeg is not installed; ./dev test installs it");
    QVERIFY2(result.exitCode == 2, result.errors.constData());
    QVERIFY2(result.errors.contains("disk/disk"), result.errors.constData());
    QVERIFY(m_disk->contents() == before);
    QVERIFY(!m_program->names().contains(QStringLiteral("out.png")));
}

int main(int argc, char** argv)
{
    whyNoDisks = allowOwnDisks();
    const QCoreApplication app(argc, argv);
    RenderFailingDisksTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_render_failing_disks.moc"
