// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/channel_list_model.h"
#include "network/layer_filter.h"
#include "network/layer_list_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace cnnvis;
using namespace cnnvis::ui;

namespace {

std::vector<LayerInfo> someLayers()
{
    return {{"conv1/7x7_s2", "Convolution", {64, 110, 112}, 7, 2, ""}, {"pool1", "Pooling", {64, 56, 56}, 11, 4, ""},
        {"spp", "SPP", {}, 1, 1, "layer type 'SPP' is not supported"}, {"fc", "InnerProduct", {36}, 0, 32, ""},
        {"<b>prob", "Softmax", {36}, 0, 32, ""}};
}

const std::vector<bool> kLabelled{false, false, false, true, true};

QString column(const QAbstractItemModel& model, int row, LayerColumn column)
{
    return model.index(row, 0).data(LayerListModel::FirstColumnRole + static_cast<int>(column)).toString();
}

QString shown(const QAbstractItemModel& model, int row, int role = Qt::DisplayRole)
{
    return model.index(row, 0).data(role).toString();
}

} // namespace

class LayerModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsTheLayersWithTheirFigures();
    void saysWhyALayerCannotBeATarget();
    void showsNamesThatLookLikeHtmlAsTheyAre();
    void marksTheTargetOnly();
    void filtersByAllWordsInNameOrType();
    void scalesBarsByTheLargestMagnitude();
    void givesAllValuesTheSameDecimals_data();
    void givesAllValuesTheSameDecimals();
    void namesChannelsByTheirLabels();
    void survivesValuesThatAreNoNumbers();
};

void LayerModelsTest::listsTheLayersWithTheirFigures()
{
    LayerListModel model;
    const QAbstractItemModelTester tester(&model);
    model.setLayers(someLayers(), kLabelled);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(shown(model, 0), QStringLiteral("conv1/7x7_s2"));
    QCOMPARE(column(model, 0, LayerColumn::Type), QStringLiteral("Convolution"));
    QCOMPARE(column(model, 0, LayerColumn::Shape), QStringLiteral("64×112×110"));
    QCOMPARE(column(model, 0, LayerColumn::Stride), QStringLiteral("2"));
    QCOMPARE(column(model, 0, LayerColumn::Field), QStringLiteral("7"));
    QVERIFY(shown(model, 0, Qt::ToolTipRole).contains(QStringLiteral("64 × 112 × 110")));
    // One position sees all: there is no stride to tell.
    QCOMPARE(column(model, 3, LayerColumn::Stride), QString());
    QCOMPARE(column(model, 3, LayerColumn::Field), QStringLiteral("all"));
    QVERIFY(column(model, 3, LayerColumn::Shape).contains(QStringLiteral("36")));
    QVERIFY(column(model, 3, LayerColumn::Shape) != QStringLiteral("36"));
    QCOMPARE(model.longestTexts()[static_cast<std::size_t>(LayerColumn::Field)], QStringLiteral("all"));
    model.setLayers({}, {});
    QCOMPARE(model.rowCount(), 0);
}

void LayerModelsTest::saysWhyALayerCannotBeATarget()
{
    LayerListModel model;
    model.setLayers(someLayers(), kLabelled);
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(model.index(row).data(LayerListModel::IsSupportedRole).toBool(), row != 2);
    for (const int role : {int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
        QVERIFY2(shown(model, 2, role).contains(QStringLiteral("SPP")), qPrintable(shown(model, 2, role)));
}

void LayerModelsTest::showsNamesThatLookLikeHtmlAsTheyAre()
{
    LayerListModel model;
    model.setLayers(someLayers(), kLabelled);
    QCOMPARE(shown(model, 4), QStringLiteral("<b>prob"));
    QVERIFY(shown(model, 4, Qt::ToolTipRole).contains(QStringLiteral("&lt;b&gt;prob")));
    ChannelListModel channels;
    channels.setChannels({{0, 1.0}}, {QStringLiteral("<i>owl")});
    QVERIFY(shown(channels, 0, Qt::ToolTipRole).contains(QStringLiteral("&lt;i&gt;owl")));
}

void LayerModelsTest::marksTheTargetOnly()
{
    LayerListModel model;
    model.setLayers(someLayers(), kLabelled);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setTarget(QStringLiteral("pool1"), std::nullopt);
    QCOMPARE(shown(model, 1, LayerListModel::TargetTextRole), QStringLiteral("target"));
    QCOMPARE(shown(model, 0, LayerListModel::TargetTextRole), QString());
    QCOMPARE(changed.size(), 1);
    model.setTarget(QStringLiteral("fc"), 7);
    QCOMPARE(shown(model, 1, LayerListModel::TargetTextRole), QString());
    QCOMPARE(shown(model, 3, LayerListModel::TargetTextRole), QStringLiteral("target #7"));
    QCOMPARE(changed.size(), 3);
    model.setTarget(QStringLiteral("missing"), std::nullopt);
    QCOMPARE(shown(model, 3, LayerListModel::TargetTextRole), QString());
}

void LayerModelsTest::filtersByAllWordsInNameOrType()
{
    LayerListModel model;
    LayerFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(&model);
    model.setLayers(someLayers(), kLabelled);
    QCOMPARE(filter.rowCount(), 5);
    filter.setText(QStringLiteral("  POOL "));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(shown(filter, 0), QStringLiteral("pool1"));
    filter.setText(QStringLiteral("convolution 7x7"));
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(QStringLiteral("convolution pool"));
    QCOMPARE(filter.rowCount(), 0);
    filter.setText({});
    QCOMPARE(filter.rowCount(), 5);
}

void LayerModelsTest::scalesBarsByTheLargestMagnitude()
{
    ChannelListModel model;
    const QAbstractItemModelTester tester(&model);
    model.setChannels({{217, 20.0}, {3, 10.0}, {9, 0.0}, {4, -40.0}}, {});
    const double expected[] = {0.5, 0.25, 0.0, -1.0};
    for (int row = 0; row < 4; ++row)
        QCOMPARE(model.index(row).data(ChannelListModel::ShareRole).toDouble(), expected[row]);
    QCOMPARE(model.longestNumber(), QStringLiteral("#217"));
    QCOMPARE(model.longestValue(), QStringLiteral("-40.0"));
}

void LayerModelsTest::givesAllValuesTheSameDecimals_data()
{
    QTest::addColumn<double>("largest");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("half");
    QTest::newRow("thousands") << 4000.0 << QStringLiteral("4000") << QStringLiteral("2000");
    QTest::newRow("hundreds") << 413.0 << QStringLiteral("413") << QStringLiteral("206");
    QTest::newRow("tens") << 41.3 << QStringLiteral("41.3") << QStringLiteral("20.6");
    QTest::newRow("ones") << 4.13 << QStringLiteral("4.13") << QStringLiteral("2.06");
    QTest::newRow("tenths") << 0.5 << QStringLiteral("0.500") << QStringLiteral("0.250");
    QTest::newRow("tiny") << 2e-7 << QStringLiteral("2.0e-07") << QStringLiteral("1.0e-07");
    QTest::newRow("huge") << 4e9 << QStringLiteral("4.0e+09") << QStringLiteral("2.0e+09");
    QTest::newRow("nothing") << 0.0 << QStringLiteral("0.00") << QStringLiteral("0.00");
}

void LayerModelsTest::givesAllValuesTheSameDecimals()
{
    QFETCH(double, largest);
    ChannelListModel model;
    model.setChannels({{0, largest}, {1, largest * 0.4999}}, {});
    QTEST(shown(model, 0), "text");
    QTEST(shown(model, 1), "half");
}

void LayerModelsTest::namesChannelsByTheirLabels()
{
    ChannelListModel model;
    model.setChannels({{1, 2.0}, {0, 1.0}, {5, 0.5}}, {QStringLiteral("owl"), QStringLiteral("cat face")});
    QVERIFY(model.hasLabels());
    QCOMPARE(shown(model, 0, ChannelListModel::LabelRole), QStringLiteral("cat face"));
    QCOMPARE(shown(model, 1, ChannelListModel::LabelRole), QStringLiteral("owl"));
    QCOMPARE(shown(model, 2, ChannelListModel::LabelRole), QString());
    QVERIFY(shown(model, 0, Qt::AccessibleTextRole).contains(QStringLiteral("cat face")));
}

void LayerModelsTest::survivesValuesThatAreNoNumbers()
{
    ChannelListModel model;
    const double infinite = std::numeric_limits<double>::infinity();
    model.setChannels({{0, infinite}, {1, 2.0}, {2, -infinite}}, {});
    QCOMPARE(model.index(0).data(ChannelListModel::ShareRole).toDouble(), 1.0);
    QCOMPARE(model.index(1).data(ChannelListModel::ShareRole).toDouble(), 1.0);
    QCOMPARE(model.index(2).data(ChannelListModel::ShareRole).toDouble(), -1.0);
    QCOMPARE(shown(model, 0), QStringLiteral("inf"));
}

QTEST_MAIN(LayerModelsTest)
#include "tst_layer_models.moc"
