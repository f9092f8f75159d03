// SPDX-License-Identifier: GPL-3.0-or-later
#include "network_spec.h"

#include <QtTest>

#include <set>
#include <string>

using namespace cnnvis::training;

class TestNetworkSpec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasGoogLeNetsLayers();
    void readsOnlyWhatCameBefore();
    void fitsTogether();
    void endsWithTheLastClassifier();
};

void TestNetworkSpec::hasGoogLeNetsLayers()
{
    std::set<std::string> names;
    for (const LayerSpec& layer : bestiarySpec(10)) {
        names.insert(layer.name);
        names.insert(layer.reluName);
    }
    for (const char* name : {"conv1/7x7_s2", "pool1/3x3_s2", "conv2/3x3_reduce", "conv2/3x3", "pool2/3x3_s2",
             "inception_3a/1x1", "inception_3b/3x3_reduce", "inception_4a/3x3", "inception_4b/5x5_reduce",
             "inception_4c/5x5", "inception_4d/pool", "inception_4e/pool_proj", "inception_5a/output",
             "inception_5b/relu_1x1", "pool3/3x3_s2", "pool4/3x3_s2", "loss_3b/classifier", "loss_4c/classifier",
             "loss_4e/classifier", "loss3/classifier"})
        QVERIFY2(names.count(name) == 1, name);
}

void TestNetworkSpec::readsOnlyWhatCameBefore()
{
    const NetworkSpec spec = bestiarySpec(10);
    for (std::size_t i = 0; i < spec.size(); ++i) {
        for (const int place : spec[i].inputs)
            QVERIFY(place < static_cast<int>(i));
    }
}

void TestNetworkSpec::fitsTogether()
{
    const NetworkSpec spec = bestiarySpec(10);
    for (const LayerSpec& layer : spec) {
        int channels = 0;
        for (const int place : layer.inputs)
            channels += place < 0 ? 3 : spec[static_cast<std::size_t>(place)].outputChannels;
        QCOMPARE(layer.inputChannels, channels);
        QVERIFY(layer.type == LayerType::Classifier || layer.outputChannels % 8 == 0);
    }
}

void TestNetworkSpec::endsWithTheLastClassifier()
{
    const NetworkSpec spec = bestiarySpec(10);
    QCOMPARE(classifiersOf(spec).size(), std::size_t{4});
    QCOMPARE(classifiersOf(spec).back(), static_cast<int>(spec.size()) - 1);
    QCOMPARE(spec.back().outputChannels, 10);
}

QTEST_GUILESS_MAIN(TestNetworkSpec)
#include "tst_network_spec.moc"
