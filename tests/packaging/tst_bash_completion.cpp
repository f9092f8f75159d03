// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"
#include "completions.h"
#include "studio_command_line.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace cnnvis;

namespace {

QString named(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

/// What bash itself makes of the completions: the last of the words is completed.
class BashCompletionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void completesFlags();
    void completesWords();
    void completesAfterEqualsSign();
    void completesWordsThatAreJoined();
    void completesPresetsAndFiles();
    void completesFolders();
    void keepsSpacesInNames();
    void offersNothingForNumbers();

private:
    QStringList completed(const char* program, const QStringList& words) const;

    QTemporaryDir m_folder;
};

void BashCompletionTest::initTestCase()
{
    if (QStandardPaths::findExecutable(named("bash")).isEmpty())
        QSKIP("bash is not installed"); // NOLINT(clang-diagnostic-*)
    QVERIFY(m_folder.isValid());
    for (const ProgramReference& program : {studio::programReference(), render::programReference()}) {
        QFile file(m_folder.filePath(QString::fromStdString(program.name) + named(".bash")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(reference::bashCompletion(program)));
    }
    QVERIFY(QDir(m_folder.path()).mkpath(named("work/networks")));
    for (const char* const name : {"work/gull.png", "work/garden.png", "work/two words.png"}) {
        QFile file(m_folder.filePath(named(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
}

/// @param words  as bash splits them: '=' is one of its own.
QStringList BashCompletionTest::completed(const char* program, const QStringList& words) const
{
    const QString script = named("set -u; source \"$1/$2.bash\"; cd \"$1/work\"; program=$2; shift 2;"
                                 "COMP_WORDS=(\"$program\" \"$@\"); COMP_CWORD=$#;"
                                 "function=$(complete -p \"$program\"); function=${function#*-F }; ${function%% *};"
                                 "[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"");
    QProcess bash;
    bash.start(named("bash"),
        QStringList{named("--norc"), named("-c"), script, named("bash"), m_folder.path(), named(program)} + words);
    if (!bash.waitForFinished() || bash.exitCode() != 0)
        return {named("failed: ") + QString::fromUtf8(bash.readAllStandardError())};
    QStringList offered = QString::fromUtf8(bash.readAllStandardOutput()).split(named("\n"), Qt::SkipEmptyParts);
    offered.sort();
    return offered;
}

void BashCompletionTest::completesFlags()
{
    QCOMPARE(completed("cnn-vis-render", {named("--learning_rate_d")}),
        QStringList({named("--learning_rate_decay_factor"), named("--learning_rate_decay_fraction"),
            named("--learning_rate_decay_iter")}));
    QCOMPARE(completed("cnn-vis", {named("--s")}), QStringList({named("--start")}));
    QVERIFY(completed("cnn-vis-render", {named("--seed"), named("3"), named("--")}).contains(named("--preset")));
}

void BashCompletionTest::completesWords()
{
    QCOMPARE(completed("cnn-vis-render", {named("--precision"), named("")}),
        QStringList({named("auto"), named("bf16"), named("fp32")}));
    QCOMPARE(completed("cnn-vis-render", {named("--progress"), named("j")}), QStringList({named("json")}));
    QCOMPARE(completed("cnn-vis-render", {named("--batch_size"), named("")}), QStringList({named("auto")}));
}

void BashCompletionTest::completesAfterEqualsSign()
{
    QCOMPARE(completed("cnn-vis-render", {named("--precision"), named("=")}),
        QStringList({named("auto"), named("bf16"), named("fp32")}));
    QCOMPARE(completed("cnn-vis-render", {named("--precision"), named("="), named("b")}), QStringList({named("bf16")}));
    // Where somebody has taken '=' out of COMP_WORDBREAKS.
    QCOMPARE(completed("cnn-vis-render", {named("--precision=b")}), QStringList({named("--precision=bf16")}));
}

void BashCompletionTest::completesWordsThatAreJoined()
{
    QCOMPARE(completed("cnn-vis-render", {named("--iter_behavior"), named("sa")}), QStringList({named("save")}));
    QCOMPARE(completed("cnn-vis-render", {named("--iter_behavior"), named("save+p")}),
        QStringList({named("save+plot_pix"), named("save+print")}));
}

void BashCompletionTest::completesPresetsAndFiles()
{
    QCOMPARE(completed("cnn-vis-render", {named("--preset"), named("ga")}),
        QStringList({named("garden"), named("garden.png")}));
    QCOMPARE(completed("cnn-vis", {named("--preset"), named("="), named("ey")}), QStringList({named("eyes")}));
    QCOMPARE(completed("cnn-vis", {named("gu")}), QStringList({named("gull.png")}));
    QCOMPARE(completed("cnn-vis-render", {named("--output_file"), named("gu")}), QStringList({named("gull.png")}));
}

void BashCompletionTest::completesFolders()
{
    QCOMPARE(completed("cnn-vis-render", {named("--model"), named("")}),
        QStringList({named("bestiary"), named("networks")}));
    QCOMPARE(completed("cnn-vis", {named("--model"), named("b")}), QStringList({named("bestiary")}));
}

void BashCompletionTest::keepsSpacesInNames()
{
    QCOMPARE(completed("cnn-vis", {named("two")}), QStringList({named("two words.png")}));
}

void BashCompletionTest::offersNothingForNumbers()
{
    QCOMPARE(completed("cnn-vis-render", {named("--seed"), named("")}), QStringList());
    QCOMPARE(completed("cnn-vis-render", {named("gu")}), QStringList());
}

QTEST_GUILESS_MAIN(BashCompletionTest)
#include "tst_bash_completion.moc"
