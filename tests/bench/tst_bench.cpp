// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/tiny_network.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace cnnvis::test;

/// The built program on a tiny network: what it says, not how fast it is.
class BenchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasItsFigures_data();
    void hasItsFigures();
    void computesWhatThePlainNetworkDoes();
    void chargesTheNetworkWithItsConvolutions();
    void endsItsBusyProcesses();
    void refusesWhatItCannotMeasure_data();
    void refusesWhatItCannotMeasure();

private:
    QStringList arguments(const QStringList& given) const
    {
        const QString network = m_files.path(QStringLiteral("deploy.prototxt"));
        return given
            + QStringList{QStringLiteral("--json"), QStringLiteral("--repeats"), QStringLiteral("1"),
                QStringLiteral("--deploy_txt"), network, QStringLiteral("--target_layer"), QStringLiteral("conv2"),
                QStringLiteral("--mean_image"), QStringLiteral("120"), QStringLiteral("--threads"), QStringLiteral("2"),
                QStringLiteral("--num_steps"), QStringLiteral("2"), QStringLiteral("--initial_size"),
                QStringLiteral("24x24")};
    }
    QJsonObject figures(const QString& bench, const QStringList& more = {}) const
    {
        QProcess program;
        program.start(QStringLiteral(CNNVIS_BENCH_PROGRAM), arguments(QStringList{bench} + more));
        program.waitForFinished(-1);
        return QJsonDocument::fromJson(program.readAllStandardOutput()).object();
    }

    NetworkFiles m_files{kTinyNetwork};
};

void BenchTest::hasItsFigures_data()
{
    QTest::addColumn<QString>("bench");
    QTest::addColumn<QString>("keys");
    const auto row = [](const char* bench, const char* keys) {
        QTest::newRow(bench) << QString::fromLatin1(bench) << QString::fromLatin1(keys);
    };
    row("tile",
        "ms_per_tile ms_per_batch gflop_per_tile gflops peak_gflops share_of_peak share_of_peak_by_processor_time "
        "page_faults_per_batch threads "
        "precision batch_size device network");
    row("plain", "ms_per_tile plain_ms_per_tile times_as_fast gradient_error plain_gradient_error threads precision");
    row("seams", "small large steps threads");
    row("step",
        "seconds seconds_reported ms_per_tile tiles share_outside_network share_outside_network_reported "
        "page_faults_per_step peak_memory_mib batch_size");
    row("threads", "seconds speedup batch_size threads");
    row("load", "busy_processes seconds_alone seconds_beside slowdown fair_slowdown share_of_fair_speed");
    row("render", "steps seconds seconds_to_start steps_per_second peak_memory_mib");
}

void BenchTest::hasItsFigures()
{
    QFETCH(QString, bench);
    QFETCH(QString, keys);
    const QJsonObject result = figures(bench);
    QCOMPARE(result[QStringLiteral("bench")].toString(), bench);
    for (const QString& key : keys.split(QLatin1Char(' ')))
        QVERIFY2(result.contains(key), qPrintable(key));
}

void BenchTest::computesWhatThePlainNetworkDoes()
{
    for (const char* const batch : {"1", "4", "auto"}) {
        const QJsonObject result =
            figures(QStringLiteral("plain"), {QStringLiteral("--batch_size"), QString::fromLatin1(batch)});
        QVERIFY(result[QStringLiteral("gradient_error")].toDouble(1.0) < 1e-5);
        QVERIFY(result[QStringLiteral("plain_gradient_error")].toDouble(1.0) < 1e-5);
    }
}

void BenchTest::chargesTheNetworkWithItsConvolutions()
{
    // conv1: 5 · 3 · 9 weights at 12 · 12 places; conv2: 4 · 5 · 9 at 4 · 4; a product and a sum, forward and back.
    const double operations = 2.0 * 2.0 * (5 * 3 * 9 * 12 * 12 + 4 * 5 * 9 * 4 * 4);
    QCOMPARE(figures(QStringLiteral("tile"))[QStringLiteral("gflop_per_tile")].toDouble(), 1e-9 * operations);
}

void BenchTest::endsItsBusyProcesses()
{
    QElapsedTimer timer;
    timer.start();
    // The pipe ends with the last process that holds it.
    const QJsonObject result = figures(QStringLiteral("load"), {QStringLiteral("--busy"), QStringLiteral("3")});
    QCOMPARE(result[QStringLiteral("busy_processes")].toInt(), 3);
    QVERIFY(timer.elapsed() < 60'000);
}

void BenchTest::refusesWhatItCannotMeasure_data()
{
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QString>("message");
    QTest::newRow("no such bench") << QStringList{QStringLiteral("tyle")} << QStringLiteral("no bench tyle");
    QTest::newRow("a picture") << QStringList{QStringLiteral("step"), QStringLiteral("--initial_image"),
        QStringLiteral("photo.png")}
                               << QStringLiteral("starts from noise");
    QTest::newRow("no such setting") << QStringList{QStringLiteral("tile"), QStringLiteral("--batch_size"),
        QStringLiteral("many")} << QStringLiteral("--batch_size is 'many'");
}

void BenchTest::refusesWhatItCannotMeasure()
{
    QFETCH(QStringList, given);
    QFETCH(QString, message);
    QProcess program;
    program.start(QStringLiteral(CNNVIS_BENCH_PROGRAM), arguments(given));
    QVERIFY(program.waitForFinished(-1));
    QVERIFY(program.exitCode() != 0);
    const QString errors = QString::fromUtf8(program.readAllStandardError());
    QVERIFY2(errors.contains(message), qPrintable(errors));
}

QTEST_GUILESS_MAIN(BenchTest)
#include "tst_bench.moc"
