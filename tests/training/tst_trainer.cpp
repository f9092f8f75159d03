// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"
#include "cnnvis/error.h"
#include "learner.h"
#include "sample_stream.h"
#include "trainer.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/equal.h>

#include <QtTest>

#include <algorithm>
#include <fstream>

using namespace cnnvis;
using namespace cnnvis::training;

namespace {

/// Three steps at one side, two at another.
TrainingOptions smallOptions()
{
    TrainingOptions options;
    options.images = 24;
    options.side = 64;
    options.finalImages = 16;
    options.finalSide = 72;
    options.batchSize = 8;
    options.poolSize = 12;
    options.precision = Precision::Float32;
    options.threads = 2;
    options.drawingThreads = 2;
    return options;
}

bool goOn(const TrainingProgress& /*progress*/)
{
    return true;
}

std::string pathIn(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(QString::fromLatin1(name)).toStdString();
}

/// The message of what the constructor throws; empty when it works.
QString refusal(const TrainingOptions& options, const std::vector<std::string>& classes, const std::string& folder)
{
    try {
        Trainer trainer(options, classes, folder);
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

bool haveEqualWeights(Trainer& first, Trainer& second)
{
    const at::NoGradGuard constant;
    const auto areEqual = [](const NamedTensor& a, const NamedTensor& b) { return at::equal(a.tensor, b.tensor); };
    const auto parameters = first.network().parameters();
    const auto statistics = first.network().statistics();
    return std::equal(parameters.begin(), parameters.end(), second.network().parameters().begin(), areEqual)
        && std::equal(statistics.begin(), statistics.end(), second.network().statistics().begin(), areEqual);
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void learnsABatchByHeart();
    void goesOnAsIfNeverStopped();
    void refusesACheckpointOfOtherClasses();
    void refusesACheckpointOfOtherOptions();
    void refusesADamagedCheckpoint();
    void refusesAFolderThatCannotBeMade();
    void refusesAFolderThatCannotBeWritten();
    void hasFinishedAfterTheLastStep();
};

void TestTrainer::learnsABatchByHeart()
{
    constexpr double kRate = 1e-3;
    SampleStream stream({64, 16, 16, 1.0, 1, 110.0, 2}, 0);
    const PictureBatch batch = stream.next();
    const at::Tensor pictures = toTensor(batch, at::kCPU);
    TrainableNetwork network(bestiarySpec(static_cast<int>(bestiaryClassNames().size())), 1, at::kCPU);
    Learner learner(network, 2, 2, at::kFloat);
    const double before = learner.look(pictures, batch.classes).loss;
    for (int i = 0; i < 12; ++i) {
        learner.step(kRate, i);
        learner.look(pictures, batch.classes);
    }
    const LearntStep after = learner.look(pictures, batch.classes);
    QVERIFY2(after.loss < 0.7 * before, qPrintable(QStringLiteral("%1 -> %2").arg(before).arg(after.loss)));
    QVERIFY(after.accuracy.back() > 0.5);
}

void TestTrainer::goesOnAsIfNeverStopped()
{
    const QTemporaryDir folder;
    Trainer whole(smallOptions(), bestiaryClassNames(), pathIn(folder, "whole"));
    QVERIFY(whole.train(goOn));
    // In the first phase, between the phases, and in the last one.
    for (const std::int64_t stop : {2, 3, 4}) {
        Trainer begun(smallOptions(), bestiaryClassNames(), pathIn(folder, "parts"));
        QVERIFY(!begun.train([stop](const TrainingProgress& progress) { return progress.step < stop; }));
        QCOMPARE(begun.step(), stop);
    }
    Trainer rest(smallOptions(), bestiaryClassNames(), pathIn(folder, "parts"));
    QVERIFY(rest.train(goOn));
    QVERIFY(haveEqualWeights(whole, rest));
    QCOMPARE(rest.mean(), whole.mean());
}

void TestTrainer::refusesACheckpointOfOtherClasses()
{
    const QTemporaryDir folder;
    Trainer begun(smallOptions(), bestiaryClassNames(), pathIn(folder, "out"));
    QVERIFY(!begun.train([](const TrainingProgress& /*progress*/) { return false; }));
    std::vector<std::string> others = bestiaryClassNames();
    std::swap(others[0], others[1]);
    QVERIFY(refusal(smallOptions(), others, pathIn(folder, "out")).contains(QStringLiteral("list of classes")));
}

void TestTrainer::refusesACheckpointOfOtherOptions()
{
    const QTemporaryDir folder;
    Trainer begun(smallOptions(), bestiaryClassNames(), pathIn(folder, "out"));
    QVERIFY(!begun.train([](const TrainingProgress& /*progress*/) { return false; }));
    TrainingOptions others = smallOptions();
    others.images = 32;
    QVERIFY(refusal(others, bestiaryClassNames(), pathIn(folder, "out")).contains(QStringLiteral("--images 24 ")));
    TrainingOptions same = smallOptions();
    same.drawingThreads = 1;
    QCOMPARE(refusal(same, bestiaryClassNames(), pathIn(folder, "out")), QString());
}

void TestTrainer::refusesADamagedCheckpoint()
{
    const QTemporaryDir folder;
    std::ofstream(pathIn(folder, "checkpoint.pt")) << "PK no archive";
    const QString message = refusal(smallOptions(), bestiaryClassNames(), folder.path().toStdString());
    QVERIFY2(message.contains(QStringLiteral("damaged")), qPrintable(message));
}

void TestTrainer::refusesAFolderThatCannotBeMade()
{
    const QTemporaryDir folder;
    std::ofstream(pathIn(folder, "file")) << "in the way";
    const QString message = refusal(smallOptions(), bestiaryClassNames(), pathIn(folder, "file/out"));
    QVERIFY2(message.contains(QStringLiteral("cannot be made")), qPrintable(message));
}

void TestTrainer::refusesAFolderThatCannotBeWritten()
{
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("checkpoint.pt")));
    const QString message = refusal(smallOptions(), bestiaryClassNames(), folder.path().toStdString());
    QVERIFY2(message.contains(QStringLiteral("Nothing can be written")), qPrintable(message));
}

void TestTrainer::hasFinishedAfterTheLastStep()
{
    const QTemporaryDir folder;
    Trainer trainer(smallOptions(), bestiaryClassNames(), pathIn(folder, "out"));
    std::vector<std::int64_t> steps;
    QVERIFY(trainer.train([&steps](const TrainingProgress& progress) {
        steps.push_back(progress.step);
        return true;
    }));
    QCOMPARE(steps, std::vector<std::int64_t>({1, 2, 3, 4, 5}));
    Trainer again(smallOptions(), bestiaryClassNames(), pathIn(folder, "out"));
    QVERIFY(again.train([](const TrainingProgress& /*progress*/) { return false; }));
}

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
