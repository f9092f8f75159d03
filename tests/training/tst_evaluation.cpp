// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"
#include "evaluation.h"

#include <QtTest>

#include <numeric>

using namespace cnnvis;
using namespace cnnvis::training;

class TestEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsEveryPictureOnce();
    void givesTheSameWithAnyNumberOfThreads();
    void reportsTheWorstFirst();
};

void TestEvaluation::countsEveryPictureOnce()
{
    const int classCount = static_cast<int>(bestiaryClassNames().size());
    TrainableNetwork network(bestiarySpec(classCount), 1, at::kCPU);
    const Evaluation result = evaluate(network, {2 * classCount + 1, 64, 1, 110.0, 2});
    QCOMPARE(result.right.size(), std::size_t{4});
    for (std::size_t i = 0; i < result.answers.size(); ++i) {
        const auto& row = result.answers[i];
        QCOMPARE(std::accumulate(row.begin(), row.end(), std::int64_t{0}), std::int64_t{i == 0 ? 3 : 2});
    }
}

void TestEvaluation::givesTheSameWithAnyNumberOfThreads()
{
    TrainableNetwork network(bestiarySpec(static_cast<int>(bestiaryClassNames().size())), 1, at::kCPU);
    const Evaluation alone = evaluate(network, {40, 64, 1, 110.0, 1});
    const Evaluation together = evaluate(network, {40, 64, 1, 110.0, 3});
    QVERIFY(alone.right == together.right);
    QVERIFY(alone.answers == together.answers);
}

void TestEvaluation::reportsTheWorstFirst()
{
    Evaluation evaluation;
    evaluation.samples = 8;
    evaluation.side = 64;
    evaluation.classifiers = {"loss3/classifier"};
    evaluation.right = {{5, 4, 3, 2}};
    evaluation.answers = {{4, 0}, {3, 1}};
    const QString text = QString::fromStdString(reportText(evaluation, {"owl", "cat"}));
    QVERIFY(text.contains(QStringLiteral("62.50")));
    QVERIFY(text.indexOf(QStringLiteral("25.00  cat")) < text.indexOf(QStringLiteral("100.00  owl")));
    QVERIFY(text.contains(QStringLiteral("75.00  cat taken for owl")));
    QVERIFY(!text.contains(QStringLiteral("owl taken for cat")));
}

QTEST_GUILESS_MAIN(TestEvaluation)
#include "tst_evaluation.moc"
