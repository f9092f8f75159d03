// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

namespace {

constexpr int kPatience = 60'000;

/// Whether the process has a handler of its own for a signal; Linux tells.
bool catches(qint64 process, int signal)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    static const QRegularExpression caught(QStringLiteral("SigCgt:\\s*([0-9a-f]+)"));
    const QRegularExpressionMatch match = caught.match(QString::fromLatin1(file.readAll()));
    return (match.captured(1).toULongLong(nullptr, 16) >> (signal - 1) & 1U) != 0;
}

} // namespace

/// The real program, told to end.
class TestStudioSignals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closesAsByHand_data();
    void closesAsByHand();
};

void TestStudioSignals::closesAsByHand_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("Ctrl-C") << SIGINT << QStringList();
    QTest::newRow("the terminal goes") << SIGHUP << QStringList();
    QTest::newRow("terminated") << SIGTERM << QStringList();
    QTest::newRow("terminated with a run") << SIGTERM << QStringList{QStringLiteral("--start")};
}

void TestStudioSignals::closesAsByHand()
{
    QFETCH(int, signal);
    QFETCH(QStringList, arguments);
    if (!QFile::exists(QStringLiteral("/proc/self/status")))
        QSKIP("needs /proc to see when the program is ready");
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), home.filePath(QStringLiteral("config")));
    environment.insert(QStringLiteral("XDG_DATA_HOME"), home.filePath(QStringLiteral("data")));
    environment.insert(QStringLiteral("HOME"), home.path());
    QProcess program;
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QStringLiteral(CNNVIS_STUDIO), arguments);
    QVERIFY2(program.waitForStarted(), qPrintable(program.errorString()));
    // The last that it comes to catch. Until then others may be caught by Qt (SIGHUP by 6.8, while it starts).
    QTRY_VERIFY_WITH_TIMEOUT(catches(program.processId(), SIGTERM), kPatience);
    QCOMPARE(::kill(static_cast<pid_t>(program.processId()), signal), 0);
    QVERIFY(program.waitForFinished(kPatience));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QFile session(home.filePath(QStringLiteral("config/cnn-vis/cnn-vis/session.json")));
    QVERIFY(session.open(QIODevice::ReadOnly));
    QVERIFY(session.readAll().contains("\"layout\""));
}

QTEST_GUILESS_MAIN(TestStudioSignals)
#include "tst_studio_signals.moc"
