// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_network.h"

#include "preset_library.h"

#include <QTest>

using namespace cnnvis;
using namespace cnnvis::ui;

class PresetNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhichNetworkAPresetIsFor_data();
    void tellsWhichNetworkAPresetIsFor();
    void knowsTheNetworkOfEveryBuiltInPreset();
    void knowsTheLayer();
};

void PresetNetworkTest::tellsWhichNetworkAPresetIsFor_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("description");
    QTest::addColumn<QString>("network");
    const QString target = QStringLiteral("target_layer");
    QTest::newRow("layer") << target << QStringLiteral("inception_4c/output") << QString()
                           << QStringLiteral("GoogLeNet");
    QTest::newRow("other layer") << target << QStringLiteral("fire9/concat") << QString()
                                 << QStringLiteral("SqueezeNet");
    QTest::newRow("unknown layer") << target << QStringLiteral("block1") << QString() << QString();
    QTest::newRow("description") << target << QStringLiteral("inception_4c/output")
                                 << QStringLiteral("For the Bestiary") << QStringLiteral("Bestiary");
    QTest::newRow("folder") << QStringLiteral("deploy_txt") << QStringLiteral("/models/vgg16/deploy.prototxt")
                            << QString() << QStringLiteral("vgg16");
    QTest::newRow("model") << QStringLiteral("model") << QStringLiteral("bestiary") << QString()
                           << QStringLiteral("Bestiary");
    QTest::newRow("model's folder") << QStringLiteral("model") << QStringLiteral("/models/alexnet") << QString()
                                    << QStringLiteral("alexnet");
    QTest::newRow("file without a folder") << QStringLiteral("deploy_txt") << QStringLiteral("deploy.prototxt")
                                           << QString() << QStringLiteral("GoogLeNet");
    QTest::newRow("known folder") << QStringLiteral("deploy_txt")
                                  << QStringLiteral("$CAFFE_ROOT/models/googlenet_places/deploy.prototxt") << QString()
                                  << QStringLiteral("GoogLeNet Places");
    QTest::newRow("default") << QStringLiteral("alpha") << QStringLiteral("3") << QString()
                             << QStringLiteral("GoogLeNet");
}

void PresetNetworkTest::tellsWhichNetworkAPresetIsFor()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, description);
    const Preset known{"Any", description.toStdString(), {{key.toStdString(), value.toStdString()}}};
    QTEST(networkOf(known), "network");
}

void PresetNetworkTest::knowsTheNetworkOfEveryBuiltInPreset()
{
    for (const BuiltInPreset& builtIn : builtInPresets())
        QVERIFY2(!networkOf(builtIn.preset).isEmpty(), builtIn.name.c_str());
}

void PresetNetworkTest::knowsTheLayer()
{
    QCOMPARE(targetLayerOf({"Any", "", {{"target_layer", "conv1"}}}), QStringLiteral("conv1"));
    QCOMPARE(targetLayerOf({"Any", "", {{"alpha", "3"}}}), QString::fromStdString(RunSettings().targetLayer));
}

QTEST_GUILESS_MAIN(PresetNetworkTest)
#include "tst_preset_network.moc"
