// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/session_store.h"
#include "render_program.h"

#include <QFile>
#include <QTest>

#include <memory>
#include <random>

using namespace cnnvis;

/// `--session` and `--resume` in the built program.
class RenderSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_program = std::make_unique<RenderProgram>(); }
    void killedRunsMakeTheSameBytes_data();
    void killedRunsMakeTheSameBytes();
    void aRunWithoutStatesBeginsAnew();
    void aStoppedRunGoesOn();
    void otherFlagsMakeABranch();
    void aSessionTakesSeveralRuns();
    void refusesWhatItCannotGoOnWith_data();
    void refusesWhatItCannotGoOnWith();
    void theRunOutlivesAFullDisk();

private:
    void requireGood(const ProgramResult& result) const { QVERIFY2(result.exitCode == 0, result.errors.constData()); }
    DreamRecipe recipeOf(const char* name) const
    {
        const std::string path = m_program->path(QString::fromUtf8(name)).toStdString();
        return recipeFromJson(*recipeAmong(readPictureText(path)), path);
    }

    std::unique_ptr<RenderProgram> m_program;
};

void RenderSessionTest::killedRunsMakeTheSameBytes_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("plain") << QString();
    QTest::newRow("knobs that are turned") << QStringLiteral("--replay recipe.json");
    QTest::newRow("even tiles, one at a time") << QStringLiteral("--tiling even --batch_size 1");
}

void RenderSessionTest::killedRunsMakeTheSameBytes()
{
    QFETCH(const QString, arguments);
    m_program->write(QStringLiteral("recipe.json"),
        R"({"recipe": 1, "settings": {}, "changes": [{"size": 1, "after_step": 40, "settings": {"learning_rate": 9}},
            {"size": 2, "after_step": 10, "settings": {"image_type": "amplify_neuron", "tv_reg": 0.1}},
            {"size": 2, "after_step": 30, "settings": {"num_steps": 60, "alpha": 3}}]})");
    const QStringList run = RenderProgram::dreamArguments(words(QStringLiteral("--initial_image photo.png --num_sizes "
                                                                               "2 --initial_size 200x167 --final_size "
                                                                               "300x250 --num_steps 80 "))
        + words(arguments));
    requireGood(m_program->run(run + words(QStringLiteral("--output_file whole.png"))));
    std::mt19937 random(7);
    QStringList start = run + words(QStringLiteral("--progress json --output_file out.png --session kept"));
    for (int kill = 0; kill < 6; ++kill) {
        const std::unique_ptr<QProcess> process = m_program->start(start);
        RenderProgram::killAfter(*process, 1 + random() % 12);
        start = words(QStringLiteral("--resume kept --progress json"));
    }
    // It may have come to its end before it was killed, where this test was held up.
    const ProgramResult last = m_program->run(start);
    QVERIFY2(last.exitCode == 0 || last.errors.contains("is finished"), last.errors.constData());
    QVERIFY(m_program->read(QStringLiteral("out.png")) == m_program->read(QStringLiteral("whole.png")));
    QVERIFY(!m_program->names().contains(QStringLiteral("kept-wal")));
}

void RenderSessionTest::aRunWithoutStatesBeginsAnew()
{
    m_program->write(QStringLiteral("recipe.json"), R"({"recipe": 1, "settings": {"seed": 12}, "changes": [
        {"size": 1, "after_step": 2, "settings": {"learning_rate": 9}},
        {"size": 1, "after_step": 30, "settings": {"alpha": 3}}]})");
    const QStringList run =
        RenderProgram::dreamArguments(words(QStringLiteral("--replay recipe.json --num_steps 40 --progress json")));
    requireGood(m_program->run(run + words(QStringLiteral("--output_file whole.png"))));
    requireGood(m_program->run(run + words(QStringLiteral("--output_file out.png --session finished"))));
    QVERIFY(QFile::remove(m_program->path(QStringLiteral("out.png"))));
    const std::string session = m_program->path(QStringLiteral("kept")).toStdString();
    {
        // As a kill leaves it before the first state is written.
        const SessionStore finished(m_program->path(QStringLiteral("finished")).toStdString());
        QCOMPARE(finished.runs().size(), std::size_t{1});
        StoredRun cutOff = finished.runs()[0];
        QVERIFY(cutOff.end == SessionEnd::Finished);
        cutOff.end.reset();
        Journal start(finished.journal(1).origin());
        start.add(finished.journal(1).entries().front());
        SessionStore store(session, SessionStore::Opening::OrNew);
        QCOMPARE(store.addRun(cutOff, start), 1);
        QVERIFY(store.states(1).empty() && !store.runs()[0].end);
    }
    const ProgramResult result = m_program->run(words(QStringLiteral("--resume kept --progress none")));
    requireGood(result);
    QVERIFY2(result.errors.contains("begins anew"), result.errors.constData());
    QVERIFY(m_program->read(QStringLiteral("out.png")) == m_program->read(QStringLiteral("whole.png")));
    const SessionStore store(session);
    QCOMPARE(store.runs().size(), std::size_t{1});
    QVERIFY(store.runs()[0].end == SessionEnd::Finished);
    QCOMPARE(store.journal(1).entries().size(), std::size_t{3});
    QCOMPARE(store.journal(1).entries()[0].settings.seed, std::int64_t{12});
}

void RenderSessionTest::aStoppedRunGoesOn()
{
    requireGood(m_program->dream(words(QStringLiteral("--num_steps 8 --output_file whole.png"))));
    m_program->write(
        QStringLiteral("half.json"), R"({"recipe": 1, "settings": {}, "picture": {"size": 1, "step": 3}})");
    const std::unique_ptr<QProcess> process = m_program->start(RenderProgram::dreamArguments(
        words(QStringLiteral("--num_steps 1000000000 --progress json --session kept --output_file out.png"))));
    QVERIFY(process->waitForReadyRead());
    process->terminate();
    QCOMPARE(RenderProgram::finish(*process).exitCode, 130);
    const DreamRecipe stopped = recipeOf("out.png");
    const QString more = QString::number(stopped.end->steps + 2);
    const std::unique_ptr<QProcess> again =
        m_program->start(words(QStringLiteral("--resume kept --progress json --threads 1")));
    QVERIFY(again->waitForReadyRead());
    again->terminate();
    const ProgramResult result = RenderProgram::finish(*again);
    QCOMPARE(result.exitCode, 130);
    const QByteArray said = "going on after step " + QByteArray::number(stopped.end->steps);
    QVERIFY2(result.errors.contains(said), result.errors.constData());
    QVERIFY(recipeOf("out.png").end->steps > stopped.end->steps);
}

void RenderSessionTest::otherFlagsMakeABranch()
{
    requireGood(m_program->dream(words(QStringLiteral("--num_steps 4 --session kept --output_file out.png"))));
    const ProgramResult finished = m_program->run(words(QStringLiteral("--resume kept")));
    QCOMPARE(finished.exitCode, 2);
    QVERIFY2(finished.errors.contains("is finished"), finished.errors.constData());
    requireGood(m_program->run(words(QStringLiteral("--resume kept --num_steps 7 --output_file more.png"))));
    requireGood(m_program->dream(words(QStringLiteral("--num_steps 4 --output_file whole.png"))));
    QVERIFY(m_program->read(QStringLiteral("out.png")) == m_program->read(QStringLiteral("whole.png")));
    const DreamRecipe more = recipeOf("more.png");
    QCOMPARE(more.changes.size(), std::size_t{1});
    QCOMPARE(more.changes[0].after, (RunPosition{0, 4, 0}));
    QCOMPARE(*more.end, (RunPosition{0, 7, 0}));
}

void RenderSessionTest::aSessionTakesSeveralRuns()
{
    for (const char* const name : {"first.png", "second.png"})
        requireGood(m_program->dream({QStringLiteral("--session"), QStringLiteral("kept"),
            QStringLiteral("--output_file"), QString::fromUtf8(name)}));
    QVERIFY(m_program->read(QStringLiteral("first.png")) == m_program->read(QStringLiteral("second.png")));
}

void RenderSessionTest::refusesWhatItCannotGoOnWith_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("said");
    const auto row = [](const char* name, const char* arguments, const char* said) {
        QTest::newRow(name) << QString::fromUtf8(arguments) << QByteArray(said);
    };
    row("no session", "--resume photo.png", "'photo.png' is there and is no session");
    row("no file", "--resume none", "is not there");
    row("a preset", "--resume kept --preset garden", "leave out --preset");
    row("both", "--resume kept --session kept", "leave out --preset, --replay and --session");
    row("the picture itself", "--session bad.png --output_file bad.png", "give the picture another name");
    row("a photo", "--session photo.png --output_file bad.png", "'photo.png' is there and is no session");
    row("no folder", "--session none/kept --output_file bad.png", "there is no folder 'none'");
    row("a flag that does not fit", "--resume kept --num_steps -3", "num_steps");
}

void RenderSessionTest::refusesWhatItCannotGoOnWith()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, said);
    requireGood(m_program->dream(words(QStringLiteral("--session kept"))));
    const QStringList before = m_program->names();
    const ProgramResult result = m_program->run(words(arguments));
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.errors.contains(said), result.errors.constData());
    QCOMPARE(result.errors.count('\n'), 1);
    QCOMPARE(m_program->names(), before);
}

void RenderSessionTest::theRunOutlivesAFullDisk()
{
    QProcess shell; // which limits the size of files to 100 KiB; the picture is smaller
    shell.setWorkingDirectory(m_program->path(QString()));
    shell.setProcessEnvironment(m_program->environment);
    QStringList arguments =
        RenderProgram::dreamArguments(words(QStringLiteral("--initial_size 150x150 --session kept")));
    shell.start(QStringLiteral("bash"),
        QStringList{QStringLiteral("-c"), QStringLiteral("ulimit -f 100; exec \"$@\""), QStringLiteral("bash"),
            RenderProgram::programPath()}
            + arguments);
    const ProgramResult result = RenderProgram::finish(shell);
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(result.errors.count("the run goes on"), 1);
    QVERIFY(m_program->names().contains(QStringLiteral("out.png")));
}

QTEST_GUILESS_MAIN(RenderSessionTest)
#include "tst_render_session.moc"
