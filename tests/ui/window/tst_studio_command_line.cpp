// SPDX-License-Identifier: GPL-3.0-or-later
#include "preset_library.h"
#include "studio_command_line.h"

#include "cnnvis/error.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cnnvis;
using namespace cnnvis::studio;

class TestStudioCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsWithoutArguments();
    void takesFilesPresetModelAndStart();
    void tellsHelpAndVersion();
    void refuses_data();
    void refuses();
};

void TestStudioCommandLine::runsWithoutArguments()
{
    const CommandLine line = parseCommandLine({});
    QVERIFY(line.request == CommandLine::Request::Run);
    QVERIFY(line.files.empty() && !line.preset && line.model.empty() && !line.network && !line.isStarting);
}

void TestStudioCommandLine::takesFilesPresetModelAndStart()
{
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    const CommandLine line = parseCommandLine({path, "--preset", "garden", "--model", "bestiary", "--start"});
    QCOMPARE(line.files, std::vector<std::string>{path});
    QCOMPARE(line.preset->title, loadPreset("garden").title);
    QCOMPARE(line.model, std::string("bestiary"));
    QVERIFY(line.network && !line.network->layers().empty()); // so that it need not be loaded again
    QVERIFY(line.isStarting);
}

void TestStudioCommandLine::tellsHelpAndVersion()
{
    QVERIFY(parseCommandLine({"--help"}).request == CommandLine::Request::ShowHelp);
    QVERIFY(parseCommandLine({"--version"}).request == CommandLine::Request::ShowVersion);
    for (const char* flag : {"--preset", "--model", "--start", "FILE"})
        QVERIFY2(helpText().find(flag) != std::string::npos, flag);
}

void TestStudioCommandLine::refuses_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("part");
    QTest::newRow("flag") << QStringList{QStringLiteral("--pretty")} << QStringLiteral("--pretty");
    QTest::newRow("preset without a value") << QStringList{QStringLiteral("--preset")} << QStringLiteral("--preset");
    QTest::newRow("unknown preset") << QStringList{QStringLiteral("--preset"), QStringLiteral("gardn")}
                                    << QStringLiteral("garden");
    QTest::newRow("unknown network") << QStringList{QStringLiteral("--model"), QStringLiteral("/nowhere/at/all")}
                                     << QStringLiteral("/nowhere/at/all");
    QTest::newRow("missing file") << QStringList{QStringLiteral("/nowhere.png")} << QStringLiteral("/nowhere.png");
}

void TestStudioCommandLine::refuses()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, part);
    std::vector<std::string> list;
    for (const QString& argument : arguments)
        list.push_back(argument.toStdString());
    try {
        parseCommandLine(list);
        QFAIL("taken");
    } catch (const Error& error) {
        QVERIFY2(QString::fromUtf8(error.what()).contains(part), error.what());
    }
}

QTEST_MAIN(TestStudioCommandLine)
#include "tst_studio_command_line.moc"
