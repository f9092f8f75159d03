// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/settings_schema.h"
#include "command_line.h"
#include "completions.h"
#include "man_page.h"
#include "settings_page.h"
#include "studio_command_line.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <string>
#include <vector>

using namespace cnnvis;
using namespace cnnvis::reference;

namespace {

QString named(const char* text)
{
    return QString::fromUtf8(text);
}

/// All flags in the text that `--help` prints, in every spelling.
QStringList flagsOfHelp(const std::string& help)
{
    static const QRegularExpression line(
        named("^ +((-{1,2}[A-Za-z0-9_]+)(, ?-{1,2}[A-Za-z0-9_]+)*)"), QRegularExpression::MultilineOption);
    static const QRegularExpression flag(named("-{1,2}[A-Za-z0-9_]+"));
    QStringList flags;
    auto lines = line.globalMatch(QString::fromStdString(help));
    while (lines.hasNext()) {
        auto names = flag.globalMatch(lines.next().captured(1));
        while (names.hasNext())
            flags.append(names.next().captured());
    }
    return flags;
}

/// As the three shells' files write it.
QString inFish(const QString& flag)
{
    return flag.startsWith(named("--")) ? named(" -l ") + flag.mid(2) + named(" ") : named(" -s ") + flag.mid(1);
}

/// A whole word of the text, not the start of a longer one.
bool containsWord(const std::string& text, const QString& word)
{
    const QRegularExpression whole(
        named("(?<![A-Za-z0-9_-])") + QRegularExpression::escape(word) + named("(?![A-Za-z0-9_-])"));
    return QString::fromStdString(text).contains(whole);
}

struct Program {
    ProgramReference reference;
    std::string help;
    const char* page;
};

std::vector<Program> programs()
{
    return {{studio::programReference(), studio::helpText(), "cnn-vis.1.in"},
        {render::programReference(), render::helpText(), "cnn-vis-render.1.in"}};
}

} // namespace

/// That manuals, completions and the table of settings know all that the programs know.
class ReferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsFlagsInHelp();
    void manualHasEveryFlagOfHelp();
    void completionsHaveEveryFlagOfHelp();
    void renderHasEverySetting();
    void tableHasEverySetting();
    void manualShowsTextLetterByLetter();
    void manualReplacesItsParts();
    void manIsContent();
    void shellsAreContent_data();
    void shellsAreContent();

private:
    std::string manual(const Program& program) const;
    QString written(const char* name, const std::string& text) const;

    QTemporaryDir m_folder;
};

void ReferenceTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

std::string ReferenceTest::manual(const Program& program) const
{
    QFile file(named(CNNVIS_MANUALS "/") + named(program.page));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return manPage(program.reference, "1.2.3", file.readAll().toStdString());
}

QString ReferenceTest::written(const char* name, const std::string& text) const
{
    QString path = m_folder.filePath(named(name));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(text)) < 0)
        return {};
    return path;
}

void ReferenceTest::findsFlagsInHelp()
{
    QCOMPARE(flagsOfHelp("Usage\n  -h,--help   Prints\n  --one, --two_more WORD\n      as --three says\n"),
        QStringList({named("-h"), named("--help"), named("--one"), named("--two_more")}));
    QVERIFY(flagsOfHelp(render::helpText()).contains(named("--learning_rate_decay_factor")));
    QVERIFY(flagsOfHelp(studio::helpText()).contains(named("--start")));
}

void ReferenceTest::manualHasEveryFlagOfHelp()
{
    for (const Program& program : programs()) {
        const std::string page = manual(program);
        QVERIFY2(!page.empty(), program.page);
        for (const QString& flag : flagsOfHelp(program.help)) {
            const std::string wanted = "\\fB" + manText(flag.toStdString()) + "\\fR";
            QVERIFY2(page.find(wanted) != std::string::npos, qPrintable(named(program.page) + named(": ") + flag));
        }
    }
}

void ReferenceTest::completionsHaveEveryFlagOfHelp()
{
    for (const Program& program : programs()) {
        const std::string bash = bashCompletion(program.reference);
        const std::string zsh = zshCompletion(program.reference);
        const std::string fish = fishCompletion(program.reference);
        for (const QString& flag : flagsOfHelp(program.help)) {
            QVERIFY2(containsWord(bash, flag), qPrintable(flag));
            QVERIFY2(containsWord(zsh, flag), qPrintable(flag));
            QVERIFY2(QString::fromStdString(fish).contains(inFish(flag)), qPrintable(flag));
        }
    }
}

void ReferenceTest::renderHasEverySetting()
{
    const QStringList flags = flagsOfHelp(render::helpText());
    for (const SettingEntry& entry : settingsSchema()) {
        std::vector<std::string> spellings{std::string(entry.key)};
        spellings.insert(spellings.end(), entry.aliases.begin(), entry.aliases.end());
        for (const std::string& spelling : spellings)
            QVERIFY2(flags.contains(named("--") + QString::fromStdString(spelling)), spelling.c_str());
    }
}

void ReferenceTest::tableHasEverySetting()
{
    const std::string page = settingsPage("1.2.3");
    for (const SettingEntry& entry : settingsSchema())
        QVERIFY2(page.find("`--" + std::string(entry.key) + "`") != std::string::npos, entry.key.data());
    const QRegularExpression separator(named(R"((?<!\\)\|)"));
    for (const QString& line : QString::fromStdString(page).split(named("\n")))
        QVERIFY2(!line.startsWith(named("|")) || line.count(separator) == 7, qPrintable(line));
}

void ReferenceTest::manualShowsTextLetterByLetter()
{
    QCOMPARE(manText(".start\n'quoted' a-b \\ c"), std::string("\\&.start\n\\&\\(aqquoted\\(aq a\\-b \\e c"));
}

void ReferenceTest::manualReplacesItsParts()
{
    ProgramReference program;
    program.name = "tool";
    program.flags = {{{"FILE"}, "", "What is read.", "Files"}, {{"-o", "--out"}, "FILE", "What is written.", "Files"}};
    program.examples = "  tool --out a-b\n";
    const std::string page = manPage(program, "7", "@TITLE@\n.SH OPTIONS\n@FLAGS@\n.SH EXAMPLES\n@EXAMPLES@\n");
    QCOMPARE(page,
        std::string(".TH TOOL 1 \"\" \"cnn\\-vis 7\" \"User commands\"\n.SH OPTIONS\n.SS Files\n"
                    ".TP\n\\fIFILE\\fR\nWhat is read.\n"
                    ".TP\n\\fB\\-o\\fR, \\fB\\-\\-out\\fR \\fIFILE\\fR\nWhat is written.\n"
                    ".SH EXAMPLES\n.PP\n.RS 4\n.nf\ntool \\-\\-out a\\-b\n.fi\n.RE\n"));
}

void ReferenceTest::manIsContent()
{
    if (QStandardPaths::findExecutable(named("man")).isEmpty())
        QSKIP("man is not installed"); // NOLINT(clang-diagnostic-*)
    for (const Program& program : programs()) {
        QProcess man;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(named("MANWIDTH"), named("80"));
        man.setProcessEnvironment(environment);
        man.start(named("man"),
            {named("--warnings"), named("-E"), named("UTF-8"), named("-l"), written("page.1", manual(program))});
        QVERIFY(man.waitForFinished());
        const QByteArray shown = man.readAllStandardOutput();
        QCOMPARE(man.readAllStandardError(), QByteArray());
        QCOMPARE(man.exitCode(), 0);
        QVERIFY(shown.contains("--preset"));
    }
}

void ReferenceTest::shellsAreContent_data()
{
    QTest::addColumn<QString>("shell");
    QTest::addColumn<QString>("check");
    QTest::newRow("bash") << named("bash") << named("-n");
    QTest::newRow("zsh") << named("zsh") << named("-n");
    QTest::newRow("fish") << named("fish") << named("--no-execute");
}

void ReferenceTest::shellsAreContent()
{
    QFETCH(QString, shell);
    QFETCH(QString, check);
    if (QStandardPaths::findExecutable(shell).isEmpty())
        QSKIP("this shell is not installed"); // NOLINT(clang-diagnostic-*)
    for (const Program& program : programs()) {
        const std::string text = shell == named("bash") ? bashCompletion(program.reference)
            : shell == named("zsh")                     ? zshCompletion(program.reference)
                                                        : fishCompletion(program.reference);
        QProcess reader;
        reader.setProcessChannelMode(QProcess::MergedChannels);
        reader.start(shell, {check, written("completion", text)});
        QVERIFY(reader.waitForFinished());
        QCOMPARE(reader.readAll(), QByteArray());
        QCOMPARE(reader.exitCode(), 0);
    }
}

QTEST_GUILESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
