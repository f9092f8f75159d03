// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_table.h"

#include <QTest>

#include <string>

using namespace cnnvis;
using namespace cnnvis::render;

class LayerTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void alignsItsColumns();
    void saysWhatALayerCanDo();
    void countsCharactersNotBytes();
};

void LayerTableTest::alignsItsColumns()
{
    LayerInfo convolution;
    convolution.name = "conv1/7x7_s2";
    convolution.type = "Convolution";
    convolution.shape = {64, 112, 112};
    convolution.receptiveField = 7;
    convolution.stride = 2;
    LayerInfo probability;
    probability.name = "prob";
    probability.type = "Softmax";
    probability.shape = {1000};
    probability.receptiveField = 0;
    probability.stride = 32;
    QCOMPARE(layerTable({convolution, probability}),
        std::string("LAYER         TYPE         OUTPUT      STRIDE  SEES         AS A TARGET\n"
                    "conv1/7x7_s2  Convolution  64x112x112  2       7x7          yes\n"
                    "prob          Softmax      1000        32      whole input  yes\n"));
}

void LayerTableTest::saysWhatALayerCanDo()
{
    LayerInfo layer;
    layer.name = "x";
    layer.type = "Python";
    layer.whyUnsupported = "the type is not known";
    const std::string table = layerTable({layer});
    QVERIFY2(table.find("unknown") != std::string::npos, table.c_str());
    QVERIFY2(table.find("no: the type is not known\n") != std::string::npos, table.c_str());
}

void LayerTableTest::countsCharactersNotBytes()
{
    QCOMPARE(alignedRows({{"grün", "a"}, {"blau", "b"}}), std::string("grün  a\nblau  b\n"));
}

QTEST_GUILESS_MAIN(LayerTableTest)
#include "tst_layer_table.moc"
