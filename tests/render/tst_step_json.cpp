// SPDX-License-Identifier: GPL-3.0-or-later
#include "step_json.h"

#include "../support/term_figures.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using namespace cnnvis;
using namespace cnnvis::render;

class StepJsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOneObjectInOneLine();
    void keepsEveryBitOfANumber();
    void whatIsNoNumberIsNull();
};

void StepJsonTest::isOneObjectInOneLine()
{
    StepReport report;
    test::setTerm(report, "tv", 1.0, 2.0);
    report.sizeIndex = 1;
    report.size = {270, 480};
    report.step = 50;
    Progress progress;
    progress.sizes = 5;
    progress.steps = 100;
    const std::string line = stepJson(report, progress, 0.25);
    QVERIFY(line.find('\n') == std::string::npos);
    const nlohmann::json json = nlohmann::json::parse(line);
    QCOMPARE(json.size(), std::size_t{24});
    QCOMPARE(json.at("size").get<int>(), 2);
    QCOMPARE(json.at("sizes").get<int>(), 5);
    QCOMPARE(json.at("height").get<int>(), 270);
    QCOMPARE(json.at("width").get<int>(), 480);
    QCOMPARE(json.at("step").get<int>(), 50);
    QCOMPARE(json.at("steps").get<int>(), 100);
    QCOMPARE(json.at("fraction_done").get<double>(), 0.25);
}

void StepJsonTest::keepsEveryBitOfANumber()
{
    StepReport report;
    test::setTerm(report, "p-norm", 43904833.30331419, 0.0);
    report.meanStepRatio = 1.162513056362079e-10;
    report.neuronMean = 0.1 + 0.2;
    const nlohmann::json json = nlohmann::json::parse(stepJson(report, Progress(), 0.0));
    QVERIFY(json.at("p_loss").get<double>() == 43904833.30331419);
    QVERIFY(json.at("mean_step_ratio").get<double>() == report.meanStepRatio);
    QVERIFY(json.at("mean_neuron_val").get<double>() == *report.neuronMean);
}

void StepJsonTest::whatIsNoNumberIsNull()
{
    StepReport report;
    test::setTerm(report, "tv", HUGE_VAL, 0.0);
    report.objective = std::nan("");
    const nlohmann::json json = nlohmann::json::parse(stepJson(report, Progress(), 0.0));
    for (const char* const key : {"tv_loss", "objective", "mean_neuron_val", "steps_per_second", "seconds_left"})
        QVERIFY2(json.at(key).is_null(), key);
}

QTEST_GUILESS_MAIN(StepJsonTest)
#include "tst_step_json.moc"
