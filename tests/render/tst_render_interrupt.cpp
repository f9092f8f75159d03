// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/picture_file.h"
#include "render_program.h"

#include <QFile>
#include <QTest>

#include <csignal>
#include <memory>
#include <sys/types.h>

using namespace cnnvis;

namespace {

/// Whether a process would note the signal instead of being ended by it.
bool catchesSignal(qint64 process, int signal)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray status = file.readAll();
    const QByteArray name = "\nSigCgt:\t";
    const qsizetype start = status.indexOf(name) + name.size();
    const quint64 caught = status.mid(start, 16).toULongLong(nullptr, 16);
    return ((caught >> (signal - 1)) & 1U) != 0;
}

void send(const QProcess& process, int signal)
{
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
}

} // namespace

class RenderInterruptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSignalSavesThePictureAsItStands_data();
    void aSignalSavesThePictureAsItStands();
    void theSecondCtrlCEndsItAtOnce();
};

void RenderInterruptTest::aSignalSavesThePictureAsItStands_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void RenderInterruptTest::aSignalSavesThePictureAsItStands()
{
    QFETCH(const int, signal);
    const RenderProgram program;
    const std::unique_ptr<QProcess> process =
        program.start(RenderProgram::dreamArguments({QStringLiteral("--num_steps=1000000000"),
            QStringLiteral("--progress=json"), QStringLiteral("--num_sizes=2"), QStringLiteral("--initial_size=40x44"),
            QStringLiteral("--final_size=80x88"), QStringLiteral("--iter_behavior=plot_pix")}));
    QVERIFY(process->waitForReadyRead()); // the first step is done
    send(*process, signal);
    const ProgramResult result = RenderProgram::finish(*process);
    QVERIFY(result.isNormal);
    QCOMPARE(result.exitCode, 130);
    QVERIFY2(result.errors.contains("cnn-vis-render: stopped after step "), result.errors.constData());
    QVERIFY2(result.errors.contains(" of size 1; "), result.errors.constData());
    QVERIFY2(result.errors.contains("'out.png'"), result.errors.constData());
    QCOMPARE(readPicture(program.path(QStringLiteral("out.png")).toStdString()).size(), (PictureSize{40, 44}));
    QVERIFY(program.names().contains(QStringLiteral("out_pixels.csv")));
}

void RenderInterruptTest::theSecondCtrlCEndsItAtOnce()
{
    const RenderProgram program;
    // Large enough that the first step outlasts both signals.
    const std::unique_ptr<QProcess> process =
        program.start(RenderProgram::dreamArguments({QStringLiteral("--initial_size=3000x3000")}));
    QTRY_VERIFY_WITH_TIMEOUT(catchesSignal(process->processId(), SIGINT), 60000);
    send(*process, SIGINT);
    QTRY_VERIFY(!catchesSignal(process->processId(), SIGINT));
    QCOMPARE(process->state(), QProcess::Running);
    send(*process, SIGINT);
    const ProgramResult result = RenderProgram::finish(*process);
    QVERIFY(!result.isNormal);
    QVERIFY(!program.names().contains(QStringLiteral("out.png")));
}

QTEST_GUILESS_MAIN(RenderInterruptTest)
#include "tst_render_interrupt.moc"
