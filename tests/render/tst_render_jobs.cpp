// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/dream_recipe.h"
#include "cnnvis/output_file.h"
#include "cnnvis/picture_file.h"
#include "render_program.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTest>

#include <cstdint>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace cnnvis;

namespace {

const QByteArray kDream =
    R"("deploy_txt": "net.prototxt", "target_layer": "conv2", "iter_behavior": "", "num_steps": 2)";

QByteArray line(const QByteArray& outputFile, const QByteArray& more)
{
    return R"({"output_file": ")" + outputFile + R"(", "recipe": {"settings": {)" + kDream + ", " + more + "}}}\n";
}

/// Runs a list's script.
ProgramResult runScript(const RenderProgram& program, const QString& script, const QStringList& arguments = {})
{
    QProcess process;
    process.setWorkingDirectory(QDir::rootPath()); // it finds its own way
    process.setProcessEnvironment(program.environment);
    process.start(script, arguments);
    return RenderProgram::finish(process);
}

} // namespace

class RenderJobsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void doesALine();
    void leavesOutWhatIsDone();
    void makesAnewWhatIsOfAnotherRecipe();
    void makesAnewWhatIsOfAnotherPhoto();
    void goesOnAfterAFailure();
    void twoProgramsDoEachJobOnce();
    void removesWhatAKilledProgramLeft();
    void aSheetShowsItsCells();
    void aSheetsListMakesTheSameBytes();
    void joiningSaysWhatIsMissing();
    void slurmIsSentArraysAndAJoin();
    void parallelDoesAList();
    void unusableListsAreRefused_data();
    void unusableListsAreRefused();

private:
    ProgramResult sheet(const QStringList& more) const;

    std::unique_ptr<RenderProgram> m_program;
};

void RenderJobsTest::init()
{
    m_program = std::make_unique<RenderProgram>();
    m_program->write(QStringLiteral("jobs.jsonl"), line("a.png", R"("seed": 1)") + line("b.png", R"("seed": 2)"));
}

ProgramResult RenderJobsTest::sheet(const QStringList& more) const
{
    return m_program->dream(QStringList{QStringLiteral("--sheet=learning_rate=1,3,9; target_layer=conv1,conv2"),
                                QStringLiteral("--output_file=grid.png"), QStringLiteral("--initial_size=32x40")}
        + more);
}

void RenderJobsTest::doesALine()
{
    const QStringList before = m_program->names();
    const ProgramResult result = m_program->run({QStringLiteral("--jobs=jobs.jsonl"), QStringLiteral("--job=2")});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QStringList after = m_program->names();
    QVERIFY(after.removeOne(QStringLiteral("b.png")));
    QCOMPARE(after, before);
    const ProgramResult alone = m_program->dream({QStringLiteral("--seed=2"), QStringLiteral("--output_file=c.png")});
    QVERIFY2(alone.exitCode == 0, alone.errors.constData());
    QCOMPARE(m_program->read(QStringLiteral("b.png")), m_program->read(QStringLiteral("c.png")));
}

void RenderJobsTest::leavesOutWhatIsDone()
{
    const QStringList arguments{QStringLiteral("--jobs=jobs.jsonl")};
    QCOMPARE(m_program->run(arguments).exitCode, 0);
    const ProgramResult again = m_program->run(arguments);
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.errors.count("is there already"), 2);
    QVERIFY(!again.errors.contains("saved"));
}

void RenderJobsTest::makesAnewWhatIsOfAnotherRecipe()
{
    QCOMPARE(m_program->run({QStringLiteral("--jobs=jobs.jsonl")}).exitCode, 0);
    m_program->write(QStringLiteral("jobs.jsonl"), line("a.png", R"("seed": 1)") + line("b.png", R"("seed": 3)"));
    const ProgramResult result = m_program->run({QStringLiteral("--jobs=jobs.jsonl")});
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.errors.count("is there already"), 1);
    QVERIFY2(result.errors.contains("saved 'b.png'"), result.errors.constData());
}

void RenderJobsTest::makesAnewWhatIsOfAnotherPhoto()
{
    m_program->write(QStringLiteral("jobs.jsonl"), line("a.png", R"("initial_image": "photo.png")"));
    const QStringList arguments{QStringLiteral("--jobs=jobs.jsonl")};
    QCOMPARE(m_program->run(arguments).exitCode, 0);
    QCOMPARE(m_program->run(arguments).errors.count("is there already"), 1);
    const Picture grey({40, 48}, std::vector<std::uint8_t>(std::size_t{3} * 40 * 48, 90));
    writePicture(m_program->path(QStringLiteral("photo.png")).toStdString(), grey);
    const ProgramResult result = m_program->run(arguments);
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.errors.contains("saved 'a.png'"), result.errors.constData());
}

void RenderJobsTest::goesOnAfterAFailure()
{
    m_program->write(QStringLiteral("jobs.jsonl"),
        line("missing/a.png", R"("seed": 1)") + line("b.png", R"("seed": 2)") + line("c.png", R"("alpha": 3)"));
    const ProgramResult result = m_program->run({QStringLiteral("--jobs=jobs.jsonl")});
    QVERIFY2(result.exitCode == 1, result.errors.constData());
    QVERIFY2(result.errors.contains("job 1 of 3, 'missing/a.png', failed"), result.errors.constData());
    QVERIFY2(result.errors.contains("1 of 3 jobs failed"), result.errors.constData());
    QVERIFY(QFileInfo::exists(m_program->path(QStringLiteral("b.png"))));
    QVERIFY(QFileInfo::exists(m_program->path(QStringLiteral("c.png"))));
}

void RenderJobsTest::twoProgramsDoEachJobOnce()
{
    QByteArray list;
    for (int i = 0; i < 8; ++i)
        list += line("p" + QByteArray::number(i) + ".png", R"("seed": )" + QByteArray::number(i));
    m_program->write(QStringLiteral("jobs.jsonl"), list);
    std::vector<std::unique_ptr<QProcess>> processes;
    for (int i = 0; i < 3; ++i)
        processes.push_back(m_program->start({QStringLiteral("--jobs=jobs.jsonl")}));
    qsizetype saved = 0;
    for (const std::unique_ptr<QProcess>& process : processes) {
        const ProgramResult result = RenderProgram::finish(*process);
        QVERIFY2(result.exitCode == 0, result.errors.constData());
        saved += result.errors.count("saved '");
    }
    QCOMPARE(saved, qsizetype{8});
}

void RenderJobsTest::removesWhatAKilledProgramLeft()
{
    // Written by a process that is no more.
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string left = temporaryPath(m_program->path(QString()).toStdString());
        ::_exit(::open(left.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600) < 0 ? 1 : 0);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    const QStringList left = m_program->names().filter(QStringLiteral(".cnn-vis-"));
    QCOMPARE(left.size(), 1);
    m_program->write(QStringLiteral(".cnn-vis-notes.tmp"), "somebody's own");
    QCOMPARE(m_program->run({QStringLiteral("--jobs=jobs.jsonl"), QStringLiteral("--job=1")}).exitCode, 0);
    QVERIFY(!m_program->names().contains(left.front()));
    QVERIFY(m_program->names().contains(QStringLiteral(".cnn-vis-notes.tmp")));
}

void RenderJobsTest::aSheetShowsItsCells()
{
    const ProgramResult result = sheet({});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(m_program->names().filter(QStringLiteral("grid_learning_rate_")).size(), 6);
    const std::string cell =
        m_program->path(QStringLiteral("grid_learning_rate_9_target_layer_conv1.png")).toStdString();
    const DreamRecipe recipe = recipeFromJson(recipeAmong(readPictureText(cell)).value_or(""), cell);
    QCOMPARE(recipe.settings.learningRate, 9.0);
    QCOMPARE(recipe.settings.targetLayer, std::string("conv1"));
    const std::string grid = m_program->path(QStringLiteral("grid.png")).toStdString();
    const Picture picture = readPicture(grid);
    QVERIFY(picture.width() > 3 * 40);
    QVERIFY(picture.height() > 2 * 32);
    const DreamRecipe made = recipeFromJson(recipeAmong(readPictureText(grid)).value_or(""), grid);
    QCOMPARE(made.title, std::string("Sheet of learning_rate=1,3,9; target_layer=conv1,conv2"));
}

void RenderJobsTest::aSheetsListMakesTheSameBytes()
{
    QCOMPARE(sheet({}).exitCode, 0);
    QMap<QString, QByteArray> bytes;
    for (const QString& name : m_program->names().filter(QStringLiteral("grid"))) {
        bytes[name] = m_program->read(name);
        QVERIFY(QFile::remove(m_program->path(name)));
    }
    QCOMPARE(sheet({QStringLiteral("--jobs=sheet.jsonl")}).exitCode, 0);
    QVERIFY(m_program->names().filter(QStringLiteral("grid")).isEmpty());
    QCOMPARE(m_program->run({QStringLiteral("--jobs=sheet.jsonl")}).exitCode, 0);
    const ProgramResult joined = m_program->run({QStringLiteral("--jobs=sheet.jsonl"), QStringLiteral("--join")});
    QVERIFY2(joined.exitCode == 0, joined.errors.constData());
    for (auto entry = bytes.cbegin(); entry != bytes.cend(); ++entry)
        QCOMPARE(m_program->read(entry.key()), entry.value());
}

void RenderJobsTest::joiningSaysWhatIsMissing()
{
    QCOMPARE(m_program->run({QStringLiteral("--jobs=jobs.jsonl")}).exitCode, 0);
    const QStringList arguments{QStringLiteral("--jobs=jobs.jsonl"), QStringLiteral("--join")};
    QCOMPARE(m_program->run(arguments).exitCode, 0);
    const QByteArray picture = m_program->read(QStringLiteral("b.png"));
    m_program->write(QStringLiteral("b.png"), picture.left(picture.size() - 40));
    const ProgramResult result = m_program->run(arguments);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("1 of 2 pictures") && result.errors.contains("'b.png'"), result.errors.constData());
}

void RenderJobsTest::slurmIsSentArraysAndAJoin()
{
    const QString bin = m_program->path(QStringLiteral("it's a $bin"));
    QVERIFY(QDir().mkpath(bin));
    // Does at once what a cluster would do, one after the other.
    m_program->write(QStringLiteral("it's a $bin/sbatch"), R"BASH(#!/usr/bin/env bash
printf '%s\n' "$*" >>"$SENT"
while [[ $1 == -* ]]; do
    case $1 in --array=*) array=${1#--array=1-} ;; esac
    shift
done
if [ -z "${array:-}" ]; then exec "$@" >&2; fi
for ((task = 1; task <= ${array%\%*}; ++task)); do SLURM_ARRAY_TASK_ID=$task "$@" >&2; done
echo '17;cluster'
)BASH");
    QVERIFY(QFile::setPermissions(bin + QStringLiteral("/sbatch"), QFile::ReadOwner | QFile::ExeOwner));
    m_program->environment.insert(QStringLiteral("PATH"), bin + QLatin1Char(':') + qEnvironmentVariable("PATH"));
    m_program->environment.insert(QStringLiteral("SENT"), m_program->path(QStringLiteral("sent")));
    const QStringList arguments{QStringLiteral("--jobs=it's a $bin/sheet.jsonl"), QStringLiteral("--farm=slurm")};
    QCOMPARE(sheet(arguments).exitCode, 0);
    const QString script = bin + QStringLiteral("/sheet-slurm.sh");
    QCOMPARE(QProcess::execute(QStringLiteral("bash"), {QStringLiteral("-n"), script}), 0);
    const ProgramResult result = runScript(*m_program, script, {QStringLiteral("--time=1:00")});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    const QByteArray sent = m_program->read(QStringLiteral("sent"));
    QVERIFY2(sent.contains("--array=1-6%64 --time=1:00") && sent.contains("--requeue"), sent.constData());
    QVERIFY2(sent.contains("--dependency=afterany:17 "), sent.constData());
    QCOMPARE(m_program->names().filter(QStringLiteral("grid_")).size(), 6);
    QVERIFY(m_program->names().contains(QStringLiteral("grid.png")));
}

void RenderJobsTest::parallelDoesAList()
{
    QVERIFY(QDir().mkpath(m_program->path(QStringLiteral("it's a $list"))));
    const QStringList arguments{QStringLiteral("--jobs=it's a $list/sheet.jsonl"), QStringLiteral("--farm=parallel")};
    QCOMPARE(sheet(arguments).exitCode, 0);
    const QString script = m_program->path(QStringLiteral("it's a $list/sheet-parallel.sh"));
    QVERIFY(QFileInfo(script).isExecutable());
    QCOMPARE(QProcess::execute(QStringLiteral("bash"), {QStringLiteral("-n"), script}), 0);
    if (QStandardPaths::findExecutable(QStringLiteral("parallel")).isEmpty())
        QSKIP("GNU parallel is not installed; ./dev test installs it");
    const ProgramResult result = runScript(*m_program, script);
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(m_program->names().filter(QStringLiteral("grid_")).size(), 6);
    QVERIFY(m_program->names().contains(QStringLiteral("grid.png")));
    const ProgramResult again = runScript(*m_program, script);
    QVERIFY2(again.exitCode == 0 && !again.errors.contains("saved 'grid_"), again.errors.constData());
    // No other record of what is done than the pictures.
    const QString lost = m_program->names().filter(QStringLiteral("grid_")).constFirst();
    QVERIFY(QFile::remove(m_program->path(lost)));
    const ProgramResult third = runScript(*m_program, script);
    QVERIFY2(third.exitCode == 0, third.errors.constData());
    QVERIFY(m_program->names().contains(lost));
    QCOMPARE(QDir(m_program->path(QStringLiteral("it's a $list"))).entryList(QDir::Files, QDir::Name),
        QStringList({QStringLiteral("sheet-parallel.sh"), QStringLiteral("sheet.jsonl")}));
}

void RenderJobsTest::unusableListsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* arguments, const char* part) {
        QTest::newRow(arguments) << QString::fromUtf8(arguments).split(QLatin1Char(' ')) << QString::fromUtf8(part);
    };
    row("--jobs missing.jsonl", "missing.jsonl");
    row("--jobs .", "'.'");
    row("--jobs net.prototxt", "line 1");
    row("--jobs jobs.jsonl --job 3", "2 lines");
    row("--jobs jobs.jsonl --job 0", "--job is '0'");
    row("--jobs jobs.jsonl --job 1x", "--job is '1x'");
    row("--job 1", "--jobs");
    row("--join", "--jobs");
    row("--farm slurm", "--jobs");
    row("--jobs jobs.jsonl --farm sge", "slurm or parallel");
    row("--jobs jobs.jsonl --job 1 --join", "one of them");
    row("--jobs jobs.jsonl --preset eyes", "--preset");
    row("--jobs jobs.jsonl --output_file a.png", "--output_file");
    row("--jobs jobs.jsonl --session s", "--session");
    row("--sheet lerning_rate=1,2", "learning_rate");
    row("--sheet seed=1..2000", "1000");
    row("--sheet seed=1,2 --output_file out.xyz", ".xyz");
    row("--sheet seed=1,2 --output_file photo.png --initial_image photo.png", "start image");
    row("--sheet seed=1,2 --job 1 --jobs jobs.jsonl", "--sheet");
    row("--sheet seed=1,2 --jobs missing/jobs.jsonl", "missing");
}

/// One line that says it, exit code 2, and no file that was not there.
void RenderJobsTest::unusableListsAreRefused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, part);
    const QStringList before = m_program->names();
    const ProgramResult result = m_program->run(arguments);
    QVERIFY2(result.exitCode == 2, result.errors.constData());
    QVERIFY2(result.errors.startsWith("cnn-vis-render: ") && result.errors.count('\n') == 1, result.errors.constData());
    QVERIFY2(QString::fromUtf8(result.errors).contains(part), result.errors.constData());
    QCOMPARE(m_program->names(), before);
}

QTEST_GUILESS_MAIN(RenderJobsTest)
#include "tst_render_jobs.moc"
