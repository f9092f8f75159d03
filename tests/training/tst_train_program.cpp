// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

namespace {

/// How the program ended, and what it said.
struct Result {
    int exitCode = -1;
    QByteArray output, errors;
};

Result run(const QStringList& arguments)
{
    constexpr int kLongestRun = 120000; // ms
    QProcess process;
    process.start(QStringLiteral(CNNVIS_TRAIN_PROGRAM), arguments);
    if (!process.waitForFinished(kLongestRun) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// A training of two steps.
QStringList tinyTraining(const QString& folder)
{
    return {QStringLiteral("--out"), folder, QStringLiteral("--images=16"), QStringLiteral("--side=64"),
        QStringLiteral("--final_images=0"), QStringLiteral("--batch=8"), QStringLiteral("--evaluate=8")};
}

} // namespace

class TestTrainProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trainsWritesAndTests();
    void asksForAFolder();
    void refusesAFolderInAFile();
};

void TestTrainProgram::trainsWritesAndTests()
{
    const QTemporaryDir folder;
    const QString out = folder.filePath(QStringLiteral("new/out"));
    const Result result = run(tinyTraining(out));
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QVERIFY(result.output.contains("Right answers"));
    QCOMPARE(QDir(out).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
        QStringList(
            {QStringLiteral("bestiary.caffemodel"), QStringLiteral("checkpoint.pt"), QStringLiteral("deploy.prototxt"),
                QStringLiteral("labels.txt"), QStringLiteral("mean.binaryproto"), QStringLiteral("report.txt")}));
    const QString filters = folder.filePath(QStringLiteral("filters.png"));
    QCOMPARE(run({QStringLiteral("--out"), out, QStringLiteral("--filters"), filters}).exitCode, 0);
    QVERIFY(QFileInfo(filters).size() > 0);
}

void TestTrainProgram::asksForAFolder()
{
    const Result result = run({});
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.errors.contains("--out"));
}

void TestTrainProgram::refusesAFolderInAFile()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const Result result = run(tinyTraining(file.fileName() + QStringLiteral("/out")));
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.errors.contains("cannot be made"));
}

QTEST_GUILESS_MAIN(TestTrainProgram)
#include "tst_train_program.moc"
