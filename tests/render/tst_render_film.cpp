// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"
#include "render_program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <memory>

using namespace cnnvis;

/// `--film` in the built program.
class RenderFilmTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_program = std::make_unique<RenderProgram>(); }
    void numbersItsPictures();
    void givesFfmpegAFrameForEachStep();
    void givesFfmpegPicturesOfOneSize();
    void makesAFilm_data();
    void makesAFilm();
    void keepsTheOldFilmWhenFfmpegFails();
    void doesNotWaitForAnFfmpegThatHangs();
    void replacesTheOldFilmAsItWas();
    void refusesWhatItCannotMake_data();
    void refusesWhatItCannotMake();

private:
    /// A program of that name that is found first.
    void putInPath(const QString& name, const QByteArray& script)
    {
        m_program->write(name, script);
        QFile::setPermissions(m_program->path(name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_program->environment.insert(QStringLiteral("PATH"),
            m_program->path(QString()) + QLatin1Char(':') + m_program->environment.value(QStringLiteral("PATH")));
    }

    /// Whether something was left of a film that is not whole.
    bool hasPart() const
    {
        const QDir folder(m_program->path(QString()));
        return !folder.entryList({QStringLiteral(".cnn-vis-*"), QStringLiteral("*.part*")}, QDir::Files | QDir::Hidden)
                    .isEmpty();
    }

    std::unique_ptr<RenderProgram> m_program;
};

void RenderFilmTest::numbersItsPictures()
{
    const ProgramResult result =
        m_program->dream(words("--film f.png --num_sizes 2 --initial_size 32x32 --final_size 40x40"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const auto sizeOf = [&](const char* name) {
        return readPictureSize(m_program->path(QString::fromUtf8(name)).toStdString());
    };
    QCOMPARE(sizeOf("f_00000.png"), (PictureSize{32, 32}));
    QCOMPARE(sizeOf("f_00002.png"), (PictureSize{32, 32}));
    QCOMPARE(sizeOf("f_00004.png"), (PictureSize{40, 40}));
    QVERIFY(!m_program->names().contains(QStringLiteral("f_00005.png")));
}

void RenderFilmTest::givesFfmpegAFrameForEachStep()
{
    putInPath(
        QStringLiteral("ffmpeg"), "#!/bin/sh\nfor last; do :; done\necho \"$@\" >arguments\ncat >\"${last#file:}\"\n");
    const ProgramResult result = m_program->dream(words("--film f.mp4 --initial_size 32x35 --num_steps 3"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const QByteArray frames = m_program->read(QStringLiteral("f.mp4"));
    QCOMPARE(frames.count("P6\n35 32\n255\n"), qsizetype{4});
    QVERIFY(m_program->read(QStringLiteral("arguments")).contains("scale=36:32"));
    QVERIFY(!hasPart());
}

/// ffmpeg begins anew where the size changes: a GIF then had the frames of the last size alone.
void RenderFilmTest::givesFfmpegPicturesOfOneSize()
{
    putInPath(QStringLiteral("ffmpeg"), "#!/bin/sh\nfor last; do :; done\ncat >\"${last#file:}\"\n");
    const ProgramResult result =
        m_program->dream(words("--film f.gif --num_sizes 2 --initial_size 32x32 --final_size 40x41 --num_steps 2"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(m_program->read(QStringLiteral("f.gif")).count("P6\n41 40\n255\n"), qsizetype{5});
    QCOMPARE(m_program->read(QStringLiteral("f.gif")).count("P6\n"), qsizetype{5});
}

void RenderFilmTest::makesAFilm_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : {"f.mp4", "f.webm", "f.gif"})
        QTest::newRow(name) << QString::fromUtf8(name);
}

void RenderFilmTest::makesAFilm()
{
    QFETCH(QString, name);
    if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
        QSKIP("ffmpeg is not installed; ./dev test installs it");
    const ProgramResult result = m_program->dream(
        words("--num_sizes 2 --initial_size 33x35 --final_size 41x45") + QStringList{QStringLiteral("--film"), name});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY(QFileInfo(m_program->path(name)).size() > 300);
    if (QStandardPaths::findExecutable(QStringLiteral("ffprobe")).isEmpty())
        return;
    QProcess probe;
    probe.start(QStringLiteral("ffprobe"),
        words("-v error -count_frames -show_entries stream=nb_read_frames,width,height -of csv=p=0")
            + QStringList{m_program->path(name)});
    QVERIFY(probe.waitForFinished());
    const bool isEven = !name.endsWith(QStringLiteral(".gif"));
    const QByteArray expected = isEven ? "46,42,5" : "45,41,5";
    QCOMPARE(probe.readAllStandardOutput().trimmed(), expected);
}

void RenderFilmTest::keepsTheOldFilmWhenFfmpegFails()
{
    putInPath(QStringLiteral("ffmpeg"), "#!/bin/sh\necho 'no such encoder' >&2\nexit 3\n");
    m_program->write(QStringLiteral("f.mp4"), "the old film");
    const ProgramResult result = m_program->dream(words("--film f.mp4 --num_steps 20"));
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("no such encoder"), result.errors.constData());
    QCOMPARE(m_program->read(QStringLiteral("f.mp4")), QByteArray("the old film"));
    QVERIFY(m_program->names().contains(QStringLiteral("out.png"))); // the dream is there
    QVERIFY(!hasPart());
}

void RenderFilmTest::doesNotWaitForAnFfmpegThatHangs()
{
    putInPath(QStringLiteral("ffmpeg"), "#!/bin/sh\nexec <&-\necho 'lost' >&2\nsleep 1000\n");
    QElapsedTimer timer;
    timer.start();
    const ProgramResult result = m_program->dream(words("--film f.mp4 --num_steps 20"));
    QVERIFY(timer.elapsed() < 60'000);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("lost"), result.errors.constData());
    QVERIFY(!hasPart());
}

void RenderFilmTest::replacesTheOldFilmAsItWas()
{
    putInPath(QStringLiteral("ffmpeg"), "#!/bin/sh\nfor last; do :; done\ncat >\"${last#file:}\"\n");
    m_program->write(QStringLiteral("old.mp4"), "the old film");
    const QFileDevice::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner;
    QFile::setPermissions(m_program->path(QStringLiteral("old.mp4")), permissions);
    // What lies at the name that the part once had is left alone.
    m_program->write(QStringLiteral("f.mp4.part.mp4"), "mine");
    QVERIFY(QFile::link(QStringLiteral("old.mp4"), m_program->path(QStringLiteral("f.mp4"))));
    const ProgramResult result = m_program->dream(words("--film f.mp4 --initial_size 32x32 --num_steps 2"));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY(m_program->read(QStringLiteral("old.mp4")).startsWith("P6"));
    QVERIFY(QFileInfo(m_program->path(QStringLiteral("f.mp4"))).isSymLink());
    QVERIFY(!QFile::permissions(m_program->path(QStringLiteral("old.mp4"))).testFlag(QFile::ReadOther));
    QCOMPARE(m_program->read(QStringLiteral("f.mp4.part.mp4")), QByteArray("mine"));
}

void RenderFilmTest::refusesWhatItCannotMake_data()
{
    QTest::addColumn<QString>("film");
    QTest::addColumn<QString>("words"); // that the message has
    QTest::newRow("another ending") << QStringLiteral("f.avi") << QStringLiteral("end it in .mp4");
    QTest::newRow("no folder") << QStringLiteral("none/f.png") << QStringLiteral("none");
    QTest::newRow("no ffmpeg") << QStringLiteral("f.mp4") << QStringLiteral("needs ffmpeg");
}

void RenderFilmTest::refusesWhatItCannotMake()
{
    QFETCH(QString, film);
    QFETCH(QString, words);
    m_program->environment.insert(QStringLiteral("PATH"), QStringLiteral("/nowhere"));
    const ProgramResult result = m_program->dream({QStringLiteral("--film"), film});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.errors.contains(words.toUtf8()), result.errors.constData());
    QVERIFY(!m_program->names().contains(QStringLiteral("out.png")));
}

QTEST_GUILESS_MAIN(RenderFilmTest)
#include "tst_render_film.moc"
