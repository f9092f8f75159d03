// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_network.h"

#include "preset_library.h"

#include <QCoreApplication>
#include <QDir>
#include <QTest>

#include <string>

using namespace cnnvis;
using namespace cnnvis::ui;

class PresetNetworkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhichNetworkAPresetIsFor_data();
    void tellsWhichNetworkAPresetIsFor();
    void knowsTheNetworkOfEveryBuiltInPreset();
    void saysWhatIsMissing_data();
    void saysWhatIsMissing();
    void keepsTheUsersPhoto_data();
    void keepsTheUsersPhoto();
    void noPresetTakesAPhotoAway();
    void keepsTheProportionsOfAPhoto_data();
    void keepsTheProportionsOfAPhoto();
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

void PresetNetworkTest::saysWhatIsMissing_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("needs");
    QTest::newRow("comes with the program") << QStringLiteral("garden") << QString();
    QTest::newRow("network") << QStringLiteral("example1") << QStringLiteral("GoogLeNet");
    QTest::newRow("other network") << QStringLiteral("example5") << QStringLiteral("GoogLeNet Places");
    QTest::newRow("network and photo") << QStringLiteral("example9") << QStringLiteral("GoogLeNet, a photo");
    QTest::newRow("network of the user's") << QStringLiteral("squeezenet-eyes") << QStringLiteral("SqueezeNet");
}

void PresetNetworkTest::saysWhatIsMissing()
{
    QFETCH(QString, name);
    QTEST(needsOf(loadPreset(name.toStdString())), "needs");
    const Preset there{"Mine", "", {{"model", QDir::tempPath().toStdString()}, {"initial_image", "/nowhere.png"}}};
    QCOMPARE(needsOf(there), QStringLiteral("a photo"));
}

void PresetNetworkTest::keepsTheUsersPhoto_data()
{
    QTest::addColumn<std::string>("named"); // by the preset
    QTest::addColumn<std::string>("present");
    QTest::addColumn<std::string>("started");
    const std::string sample = "$CNNVIS_DATA/pictures/landscape.png";
    const std::string there = QCoreApplication::applicationFilePath().toStdString();
    const auto row = [](const char* name, const std::string& named, const std::string& present,
                         const std::string& started) { QTest::newRow(name) << named << present << started; };
    row("sample, photo", sample, "/mine.jpg", "/mine.jpg");
    row("sample, noise", sample, "", sample);
    row("sample, other sample", sample, "$CNNVIS_DATA/pictures/other.png", sample);
    row("missing, photo", "imgs/lake.jpg", "/mine.jpg", "/mine.jpg");
    row("missing, noise", "imgs/lake.jpg", "", sample);
    row("missing, sample", "imgs/lake.jpg", sample, sample);
    row("there, photo", there, "/mine.jpg", there);
    row("noise, photo", "", "/mine.jpg", "/mine.jpg");
    row("noise, sample", "", sample, "");
}

void PresetNetworkTest::keepsTheUsersPhoto()
{
    QFETCH(std::string, named);
    QFETCH(std::string, present);
    QFETCH(std::string, started);
    QCOMPARE(startPictureOf({"Any", "", {{"initial_image", named}}}, present), started);
}

void PresetNetworkTest::noPresetTakesAPhotoAway()
{
    for (const BuiltInPreset& builtIn : builtInPresets()) {
        QCOMPARE(startPictureOf(builtIn.preset, "/mine.jpg"), std::string("/mine.jpg"));
        RunSettings settings;
        applyChange(settings, builtIn.preset.change);
        const bool saysNoise = builtIn.preset.description.find("noise") != std::string::npos;
        QVERIFY2(settings.initialImage.empty() == saysNoise, builtIn.name.c_str());
    }
}

void PresetNetworkTest::keepsTheProportionsOfAPhoto_data()
{
    QTest::addColumn<std::string>("size");
    QTest::addColumn<std::string>("proportional");
    QTest::newRow("pixels") << std::string("270x480") << std::string("short270");
    QTest::newRow("upright") << std::string(" 480 X 270") << std::string("short270");
    QTest::newRow("factor") << std::string("x0.4") << std::string("x0.4");
    QTest::newRow("side") << std::string("long960") << std::string("long960");
    QTest::newRow("as it is") << std::string() << std::string();
}

void PresetNetworkTest::keepsTheProportionsOfAPhoto()
{
    QFETCH(std::string, size);
    QTEST(proportionalSize(size), "proportional");
}

void PresetNetworkTest::knowsTheLayer()
{
    QCOMPARE(targetLayerOf({"Any", "", {{"target_layer", "conv1"}}}), QStringLiteral("conv1"));
    QCOMPARE(targetLayerOf({"Any", "", {{"alpha", "3"}}}), QString::fromStdString(RunSettings().targetLayer));
}

QTEST_GUILESS_MAIN(PresetNetworkTest)
#include "tst_preset_network.moc"
