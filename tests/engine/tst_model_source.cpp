// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/model_source.h"

#include "cnnvis/data_folder.h"
#include "cnnvis/settings_schema.h"
#include "network/network_format.h"
#include "support/tiny_network.h"

#include <QTest>

#include <string>
#include <string_view>

using namespace cnnvis;
using namespace cnnvis::test;
using Kind = ModelSource::Kind;

namespace {

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

class ModelSourceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        qunsetenv("CAFFE_ROOT");
        qunsetenv("CNNVIS_DATA");
    }
    void tellsWhichNetworkIsNamed_data();
    void tellsWhichNetworkIsNamed();
    void takesWhatThereIsWhereNoneIsNamed();
    void fillsInTheEnvironment();
    void tellsNetworksApart();
    void knowsWhetherItIsThere();
    void heedsOnlyTheNetworkOfAChange();
    void knowsAllSettingsThatNameANetwork();
    void takesAndClearsThemTogether();
    void namesTheNetworkOfAFile();
    void findsAFormatForEveryDescription();
};

void ModelSourceTest::tellsWhichNetworkIsNamed_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("deployTxt");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("key");
    const auto row = [](const char* model, const char* deployTxt, Kind kind, const char* name, const char* key) {
        QTest::addRow("'%s' '%s'", model, deployTxt) << QString::fromLatin1(model) << QString::fromLatin1(deployTxt)
                                                     << kind << QString::fromLatin1(name) << QString::fromLatin1(key);
    };
    row("bestiary", "", Kind::BuiltIn, "Bestiary", "model");
    row("/models/vgg16", "", Kind::Folder, "vgg16", "model");
    row("/models/vgg16/", "", Kind::Folder, "vgg16", "model");
    row("/models/a/../b", "", Kind::Folder, "b", "model");
    row("nets/res", "", Kind::Folder, "res", "model");
    row(".", "", Kind::Folder, "", "model");
    row("", "/models/vgg16/deploy.prototxt", Kind::Files, "vgg16", "deploy_txt");
    row("bestiary", "/models/vgg16/deploy.prototxt", Kind::Files, "vgg16", "deploy_txt");
    row("", "deploy.prototxt", Kind::Files, "", "deploy_txt");
}

void ModelSourceTest::tellsWhichNetworkIsNamed()
{
    QFETCH(QString, model);
    QFETCH(QString, deployTxt);
    RunSettings settings;
    settings.model = model.toStdString();
    settings.deployTxt = deployTxt.toStdString();
    for (const char* root : {"", "/caffe"}) { // which does not matter where one is named
        qputenv("CAFFE_ROOT", root);
        const ModelSource source = ModelSource::of(settings);
        QTEST(source.kind, "kind");
        QTEST(shown(source.name), "name");
        QTEST(shown(source.key), "key");
        QVERIFY(source.isNamed);
    }
}

void ModelSourceTest::takesWhatThereIsWhereNoneIsNamed()
{
    const ModelSource bestiary = ModelSource::of(RunSettings());
    QVERIFY(bestiary.isBuiltIn() && !bestiary.isNamed);
    QCOMPARE(bestiary.files().description, dataFolder() + "/models/bestiary/deploy.prototxt");
    QVERIFY(!bestiary.files().weights.empty());
    qputenv("CAFFE_ROOT", "/caffe");
    const ModelSource caffe = ModelSource::of(RunSettings());
    QVERIFY(caffe.kind == Kind::CaffeRoot && !caffe.isNamed);
    QCOMPARE(caffe.name, std::string("GoogLeNet"));
    QCOMPARE(caffe.key, std::string("model"));
    QCOMPARE(caffe.files().description, std::string("/caffe/models/bvlc_googlenet/deploy.prototxt"));
}

void ModelSourceTest::fillsInTheEnvironment()
{
    qputenv("CNNVIS_TEST_NETS", "/nets");
    RunSettings settings;
    settings.model = "$CNNVIS_TEST_NETS";
    QCOMPARE(ModelSource::of(settings).folder, std::string("/nets"));
    settings.deployTxt = "$CNNVIS_TEST_NETS/a/deploy.prototxt";
    settings.caffeModel = "$CNNVIS_TEST_NETS/a/net.caffemodel";
    settings.meanImage = "${CNNVIS_TEST_NETS}/mean.npy";
    const ModelFiles files = ModelSource::of(settings).files();
    QCOMPARE(files.description, std::string("/nets/a/deploy.prototxt"));
    QCOMPARE(files.weights, std::string("/nets/a/net.caffemodel"));
    QCOMPARE(files.mean, std::string("/nets/mean.npy"));
    qunsetenv("CNNVIS_TEST_NETS");
}

void ModelSourceTest::tellsNetworksApart()
{
    RunSettings settings;
    const std::string none = ModelSource::of(settings).identity();
    settings.model = kBuiltInNetwork;
    QCOMPARE(ModelSource::of(settings).identity(), none);
    settings.numSteps = 7;
    QCOMPARE(ModelSource::of(settings).identity(), none);
    settings.model = "/nets";
    const std::string folder = ModelSource::of(settings).identity();
    QVERIFY(folder != none);
    settings.caffeModel = "/nets/other.caffemodel";
    QVERIFY(ModelSource::of(settings).identity() != folder);
}

void ModelSourceTest::knowsWhetherItIsThere()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings settings;
    QVERIFY(ModelSource::of(settings).isThere());
    settings.model = files.path(QString()).toStdString();
    QVERIFY(ModelSource::of(settings).isThere());
    settings.model = files.path(QStringLiteral("nowhere")).toStdString();
    QVERIFY(!ModelSource::of(settings).isThere());
    QVERIFY(ModelSource::of(files.settings("sum")).isThere());
    settings.deployTxt = settings.model + "/deploy.prototxt";
    QVERIFY(!ModelSource::of(settings).isThere());
}

void ModelSourceTest::heedsOnlyTheNetworkOfAChange()
{
    const ModelSource source =
        ModelSource::of(SettingsChange{{"learning_rate", "no number"}, {"model", "/nets/vgg16"}, {"unknown", "7"}});
    QVERIFY(source.kind == Kind::Folder && source.isNamed);
    QCOMPARE(source.name, std::string("vgg16"));
    QVERIFY(!ModelSource::of(SettingsChange{{"learning_rate", "2"}}).isNamed);
}

void ModelSourceTest::knowsAllSettingsThatNameANetwork()
{
    SettingsChange expected;
    for (const SettingEntry& entry : settingsSchema()) {
        const bool isOfNetwork = entry.group == std::string_view("Model");
        QCOMPARE(namesNetwork({{std::string(entry.key), ""}}), isOfNetwork);
        if (isOfNetwork)
            expected.push_back({std::string(entry.key), settingText(RunSettings(), entry)});
    }
    const SettingsChange all = networkChange(RunSettings());
    QCOMPARE(all.size(), expected.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i].key, expected[i].key);
        QCOMPARE(all[i].text, expected[i].text);
    }
    QVERIFY(!namesNetwork({}));
}

void ModelSourceTest::takesAndClearsThemTogether()
{
    const NetworkFiles files(kSumNetwork);
    RunSettings from = files.settings("sum");
    from.caffeModel = "/weights.caffemodel";
    RunSettings to;
    to.model = "/another";
    to.targetLayer = "mine";
    takeNetworkSettings(to, from);
    QCOMPARE(ModelSource::of(to).identity(), ModelSource::of(from).identity());
    QVERIFY(to.model.empty());
    QCOMPARE(to.targetLayer, std::string("mine"));
    RunSettings applied;
    applied.model = "/another";
    applyChange(applied, networkChange(from));
    QCOMPARE(ModelSource::of(applied).identity(), ModelSource::of(from).identity());
    clearNetworkSettings(to);
    QVERIFY(!ModelSource::of(to).isNamed);
    QVERIFY(to.caffeModel.empty() && to.meanImage.empty());
    QCOMPARE(to.targetLayer, std::string("mine"));
}

void ModelSourceTest::namesTheNetworkOfAFile()
{
    const NetworkFiles files(kSumNetwork);
    const std::string folder = files.path(QStringLiteral("net")).toStdString();
    const std::string description = files.write(QStringLiteral("net/any.PROTOTXT"), kSumNetwork);
    QVERIFY(settingsNaming(description)->caffeModel.empty());
    const std::string weights = files.write(QStringLiteral("net/any.CaffeModel"), {});
    files.write(QStringLiteral("net/.hidden.caffemodel"), {});
    const std::string mean = files.write(QStringLiteral("net/mean.npy"), {});
    QCOMPARE(settingsNaming(folder)->model, folder);
    QCOMPARE(settingsNaming(weights)->model, folder);
    QCOMPARE(settingsNaming(weights)->caffeModel, weights);
    QVERIFY(settingsNaming(weights)->deployTxt.empty());
    QCOMPARE(settingsNaming(description)->deployTxt, description);
    QCOMPARE(settingsNaming(description)->caffeModel, weights);
    QCOMPARE(settingsNaming(description)->meanImage, mean);
    files.write(QStringLiteral("net/second.caffemodel"), {}); // so that none can be told to belong to it
    QVERIFY(settingsNaming(description)->caffeModel.empty());
    for (const char* other : {"photo.png", "preset.json", "prototxt", "mean.npy"})
        QVERIFY2(!settingsNaming(folder + '/' + other), other);
}

void ModelSourceTest::findsAFormatForEveryDescription()
{
    QVERIFY(!networkFormats().empty());
    for (const char* path : {"deploy.prototxt", "", "/nowhere/at.all"})
        QCOMPARE(std::string(networkFormatOf(path).name), std::string("Caffe"));
    for (const NetworkFormat& format : networkFormats()) {
        QVERIFY(hasEnding(std::string(format.usualDescription), format.descriptionEndings));
        QVERIFY(format.canRead && format.read && format.readWeights && format.drawWeights && format.readMean);
    }
    QVERIFY(hasEnding("a.b.npy", "binaryproto npy"));
    for (const char* none : {"a", "npy", "a.", ".npy", "a.np", "a.NPY", "a.binaryproto npy"})
        QVERIFY2(!hasEnding(none, "binaryproto npy"), none);
}

QTEST_GUILESS_MAIN(ModelSourceTest)
#include "tst_model_source.moc"
