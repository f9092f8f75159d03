// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_browser.h"

#include "support/find_child.h"
#include "support/tiny_network.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace cnnvis;
using namespace cnnvis::test;
using namespace cnnvis::ui;

namespace {

/// Four layers, of which the third cannot be a target.
const QByteArray kLayers = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 12 dim: 12 }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 5 kernel_size: 3 } }
layer { name: "pool" type: "Pooling" bottom: "conv" top: "pool" pooling_param { kernel_size: 2 stride: 2 } }
layer { name: "spp" type: "SPP" bottom: "pool" top: "spp" }
layer { name: "fc" type: "InnerProduct" bottom: "pool" top: "fc" inner_product_param { num_output: 3 } }
)";

const QVector<ChannelActivation> kChannels{{2, 9.0}, {0, 4.0}, {1, 1.0}};

QString text(const QListView& list, int row)
{
    return list.model()->index(row, 0).data().toString();
}

} // namespace

class LayerBrowserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void listsTheLayersInOrderWithTheirCount();
    void filterSaysHowManyAreLeft();
    void filteringKeepsTheChosenLayer();
    void clickChoosesAndAsksForChannels();
    void doubleClickTargetsTheLayer();
    void enterTargetsTheLayer();
    void unsupportedLayersAreNeverTargeted();
    void showsTheAnswerAboutTheChosenLayerOnly();
    void saysWhyThereAreNoChannels();
    void saysWhyAProbeHasNoAnswer();
    void givesPanesWithNothingToShowTheRoomOfTheirHints();
    void refreshAsksAgain();
    void doubleClickAmplifiesTheNeuron();
    void enterAmplifiesTheNeuron();
    void oneClickInTheProbeAmplifies();
    void clearedProbeTargetsNothing();
    void labelsNameTheClassifiersChannelsOnly();
    void anotherNetworkStartsAfresh();
    void choosingClearsAFilterInTheWay();
    void anotherNetworkClearsTheFilter();
    void layersHaveAContextMenu();
    void channelsHaveAContextMenu();
    void everythingIsNamedAndReachable();

private:
    template <typename Type>
    Type* find(const char* name) const
    {
        return test::findChild<Type>(*m_browser, name);
    }
    QListView* layers() const { return find<QListView>("layerList"); }
    QListView* channels() const { return find<QListView>("channelList"); }
    QListView* probe() const { return find<QListView>("probeList"); }
    static void click(QListView* list, int row);
    static void doubleClick(QListView* list, int row);
    /// The menu that a right click on the row opens, with the texts of its actions.
    QMenu* menuOf(QListView* list, int row, const char* name) const;

    NetworkFiles m_files{kLayers};
    std::unique_ptr<LayerBrowser> m_browser;
};

void LayerBrowserTest::click(QListView* list, int row)
{
    const QRect rect = list->visualRect(list->model()->index(row, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rect.center());
}

void LayerBrowserTest::doubleClick(QListView* list, int row)
{
    click(list, row);
    const QRect rect = list->visualRect(list->model()->index(row, 0));
    QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, rect.center());
}

QMenu* LayerBrowserTest::menuOf(QListView* list, int row, const char* name) const
{
    delete m_browser->findChild<QMenu*>(QLatin1String(name));
    const QPoint place = list->visualRect(list->model()->index(row, 0)).center();
    Q_EMIT list->customContextMenuRequested(place);
    return find<QMenu>(name);
}

void LayerBrowserTest::initTestCase()
{
    m_files.write(QStringLiteral("labels.txt"), "owl\ncat\neye\n");
}

void LayerBrowserTest::init()
{
    m_browser = std::make_unique<LayerBrowser>();
    m_browser->setNetwork(m_files.load(m_files.settings("conv")));
    m_browser->resize(320, 700);
    m_browser->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_browser.get()));
}

void LayerBrowserTest::cleanup()
{
    m_browser.reset();
}

void LayerBrowserTest::listsTheLayersInOrderWithTheirCount()
{
    QCOMPARE(layers()->model()->rowCount(), 4);
    const QStringList names{
        QStringLiteral("conv"), QStringLiteral("pool"), QStringLiteral("spp"), QStringLiteral("fc")};
    for (int row = 0; row < 4; ++row)
        QCOMPARE(text(*layers(), row), names[row]);
    QCOMPARE(find<QLabel>("layerCount")->text(), QStringLiteral("4"));
}

void LayerBrowserTest::filterSaysHowManyAreLeft()
{
    QTest::keyClicks(find<QLineEdit>("layerFilter"), QStringLiteral("pool"));
    QCOMPARE(layers()->model()->rowCount(), 1);
    QCOMPARE(find<QLabel>("layerCount")->text(), QStringLiteral("1 of 4"));
}

void LayerBrowserTest::filteringKeepsTheChosenLayer()
{
    click(layers(), 1);
    QSignalSpy wanted(m_browser.get(), &LayerBrowser::activationsWanted);
    QTest::keyClicks(find<QLineEdit>("layerFilter"), QStringLiteral("fc"));
    QCOMPARE(m_browser->chosenLayer(), QStringLiteral("pool"));
    find<QLineEdit>("layerFilter")->clear();
    QCOMPARE(m_browser->chosenLayer(), QStringLiteral("pool"));
    QCOMPARE(layers()->currentIndex().row(), 1);
    QCOMPARE(wanted.size(), 0);
}

void LayerBrowserTest::clickChoosesAndAsksForChannels()
{
    QSignalSpy wanted(m_browser.get(), &LayerBrowser::activationsWanted);
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    click(layers(), 1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("pool"));
    QCOMPARE(m_browser->chosenLayer(), QStringLiteral("pool"));
    click(layers(), 1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(target.size(), 0);
}

void LayerBrowserTest::doubleClickTargetsTheLayer()
{
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    doubleClick(layers(), 1);
    QCOMPARE(target.size(), 1);
    QCOMPARE(target[0][0].toString(), QStringLiteral("pool"));
}

void LayerBrowserTest::enterTargetsTheLayer()
{
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    click(layers(), 0);
    QTest::keyClick(layers(), Qt::Key_Down);
    QTest::keyClick(layers(), Qt::Key_Return);
    QTest::keyClick(layers(), Qt::Key_Up);
    QTest::keyClick(layers(), Qt::Key_Enter);
    QCOMPARE(target.size(), 2);
    QCOMPARE(target[0][0].toString(), QStringLiteral("pool"));
    QCOMPARE(target[1][0].toString(), QStringLiteral("conv"));
}

void LayerBrowserTest::unsupportedLayersAreNeverTargeted()
{
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    QSignalSpy wanted(m_browser.get(), &LayerBrowser::activationsWanted);
    doubleClick(layers(), 2);
    QTest::keyClick(layers(), Qt::Key_Return);
    m_browser->chooseLayer(QStringLiteral("spp"));
    m_browser->chooseLayer(QStringLiteral("missing"));
    QCOMPARE(target.size(), 0);
    QCOMPARE(wanted.size(), 0);
    QCOMPARE(m_browser->chosenLayer(), QString());
}

void LayerBrowserTest::showsTheAnswerAboutTheChosenLayerOnly()
{
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("pool"), kChannels);
    QCOMPARE(channels()->model()->rowCount(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    QCOMPARE(channels()->model()->rowCount(), 3);
    QCOMPARE(text(*channels(), 0), QStringLiteral("9.00"));
    click(layers(), 1);
    QCOMPARE(channels()->model()->rowCount(), 0);
}

void LayerBrowserTest::saysWhyThereAreNoChannels()
{
    const auto hint = [this] { return channels()->property("hint").toString(); };
    const QString before = hint();
    click(layers(), 0);
    QVERIFY(hint() != before && !hint().isEmpty());
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    m_browser->setChannelProblem(QStringLiteral("pool"), QStringLiteral("stale"));
    QCOMPARE(channels()->model()->rowCount(), 3);
    m_browser->setChannelProblem(QStringLiteral("conv"), QStringLiteral("The weights don't fit"));
    QCOMPARE(channels()->model()->rowCount(), 0);
    QCOMPARE(hint(), QStringLiteral("The weights don't fit"));
}

void LayerBrowserTest::saysWhyAProbeHasNoAnswer()
{
    // About another layer than the chosen one, whose channels stay.
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    m_browser->setProbeProblem({3, 4}, QStringLiteral("pool"), QStringLiteral("The weights don't fit"));
    QCOMPARE(channels()->model()->rowCount(), 3);
    QCOMPARE(probe()->model()->rowCount(), 0);
    QCOMPARE(probe()->property("hint").toString(), QStringLiteral("The weights don't fit"));
    QCOMPARE(find<QLabel>("probeLayer")->text(), QStringLiteral("pool"));
    m_browser->clearProbe();
    QVERIFY(probe()->property("hint").toString().contains(QStringLiteral("probe tool")));
}

void LayerBrowserTest::givesPanesWithNothingToShowTheRoomOfTheirHints()
{
    const int line = m_browser->fontMetrics().height();
    QVERIFY(channels()->height() < 5 * line);
    QVERIFY(probe()->height() < 5 * line);
    QVERIFY(layers()->height() > m_browser->height() / 2);
    click(layers(), 0);
    QTRY_VERIFY(channels()->height() > 8 * line);
    m_browser->setProbe({1, 2}, QStringLiteral("pool"), kChannels);
    QTRY_VERIFY(probe()->height() > 4 * line);
    QTRY_VERIFY(layers()->viewport()->rect().contains(layers()->visualRect(layers()->currentIndex())));
    m_browser->setNetwork(std::nullopt);
    QVERIFY(channels()->height() < 5 * line);
}

void LayerBrowserTest::refreshAsksAgain()
{
    auto* const refresh = find<QToolButton>("refreshChannels");
    QVERIFY(!refresh->isEnabled());
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    QSignalSpy wanted(m_browser.get(), &LayerBrowser::activationsWanted);
    QTest::mouseClick(refresh, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("conv"));
    QCOMPARE(channels()->model()->rowCount(), 3);
}

void LayerBrowserTest::doubleClickAmplifiesTheNeuron()
{
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    QSignalSpy neuron(m_browser.get(), &LayerBrowser::neuronChosen);
    click(channels(), 0);
    QCOMPARE(neuron.size(), 0);
    doubleClick(channels(), 0);
    QCOMPARE(neuron.size(), 1);
    QCOMPARE(neuron[0][0].toString(), QStringLiteral("conv"));
    QCOMPARE(neuron[0][1].toInt(), 2);
}

void LayerBrowserTest::enterAmplifiesTheNeuron()
{
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    QSignalSpy neuron(m_browser.get(), &LayerBrowser::neuronChosen);
    click(channels(), 1);
    QTest::keyClick(channels(), Qt::Key_Return);
    QCOMPARE(neuron.size(), 1);
    QCOMPARE(neuron[0][1].toInt(), 0);
}

void LayerBrowserTest::oneClickInTheProbeAmplifies()
{
    m_browser->setProbe({212, 388}, QStringLiteral("pool"), kChannels);
    QVERIFY(find<QLabel>("probeTitle")->text().contains(QStringLiteral("(212, 388)")));
    QCOMPARE(probe()->model()->rowCount(), 3);
    QSignalSpy neuron(m_browser.get(), &LayerBrowser::neuronChosen);
    click(probe(), 2);
    QCOMPARE(neuron.size(), 1);
    QCOMPARE(neuron[0][0].toString(), QStringLiteral("pool"));
    QCOMPARE(neuron[0][1].toInt(), 1);
    QTest::keyClick(probe(), Qt::Key_Up);
    QTest::keyClick(probe(), Qt::Key_Return);
    QCOMPARE(neuron.size(), 2);
    QCOMPARE(neuron[1][1].toInt(), 0);
}

void LayerBrowserTest::clearedProbeTargetsNothing()
{
    m_browser->setProbe({1, 2}, QStringLiteral("pool"), kChannels);
    m_browser->clearProbe();
    QCOMPARE(probe()->model()->rowCount(), 0);
    QVERIFY(!find<QLabel>("probeTitle")->text().contains(QStringLiteral("(1, 2)")));
    QSignalSpy neuron(m_browser.get(), &LayerBrowser::neuronChosen);
    QTest::mouseClick(probe()->viewport(), Qt::LeftButton, {}, QPoint(5, 5));
    QTest::keyClick(probe(), Qt::Key_Return);
    QCOMPARE(neuron.size(), 0);
}

void LayerBrowserTest::labelsNameTheClassifiersChannelsOnly()
{
    const auto label = [this](int row) {
        return channels()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    click(layers(), 3);
    m_browser->setChannelActivations(QStringLiteral("fc"), kChannels);
    QVERIFY2(label(0).contains(QStringLiteral("eye")), qPrintable(label(0)));
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    QVERIFY2(!label(0).contains(QStringLiteral("eye")), qPrintable(label(0)));
}

void LayerBrowserTest::anotherNetworkStartsAfresh()
{
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    m_browser->setProbe({1, 2}, QStringLiteral("pool"), kChannels);
    m_browser->setNetwork(std::nullopt);
    QCOMPARE(layers()->model()->rowCount(), 0);
    QCOMPARE(channels()->model()->rowCount(), 0);
    QCOMPARE(probe()->model()->rowCount(), 0);
    QCOMPARE(m_browser->chosenLayer(), QString());
    QCOMPARE(find<QLabel>("layerCount")->text(), QStringLiteral("0"));
    const NetworkFiles tiny(kTinyNetwork);
    m_browser->setNetwork(tiny.load(tiny.settings("conv1")));
    QCOMPARE(layers()->model()->rowCount(), 6);
}

void LayerBrowserTest::choosingClearsAFilterInTheWay()
{
    find<QLineEdit>("layerFilter")->setText(QStringLiteral("pool"));
    QSignalSpy wanted(m_browser.get(), &LayerBrowser::activationsWanted);
    m_browser->chooseLayer(QStringLiteral("fc"));
    QCOMPARE(m_browser->chosenLayer(), QStringLiteral("fc"));
    QCOMPARE(layers()->currentIndex().data().toString(), QStringLiteral("fc"));
    QCOMPARE(wanted.size(), 1);
}

void LayerBrowserTest::anotherNetworkClearsTheFilter()
{
    find<QLineEdit>("layerFilter")->setText(QStringLiteral("pool"));
    const NetworkFiles tiny(kTinyNetwork);
    m_browser->setNetwork(tiny.load(tiny.settings("conv1")));
    QCOMPARE(find<QLineEdit>("layerFilter")->text(), QString());
    QCOMPARE(layers()->model()->rowCount(), 6);
}

void LayerBrowserTest::layersHaveAContextMenu()
{
    QCOMPARE(layers()->contextMenuPolicy(), Qt::CustomContextMenu);
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    menuOf(layers(), 1, "layerMenu")->actions().at(0)->trigger();
    QCOMPARE(target.size(), 1);
    QCOMPARE(target[0][0].toString(), QStringLiteral("pool"));
    menuOf(layers(), 0, "layerMenu")->actions().at(1)->trigger();
    QCOMPARE(m_browser->chosenLayer(), QStringLiteral("conv"));
    // One that cannot be a target can still be named.
    const QList<QAction*> actions = menuOf(layers(), 2, "layerMenu")->actions();
    QVERIFY(!actions.at(0)->isEnabled() && !actions.at(1)->isEnabled());
    actions.last()->trigger();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("spp"));
}

void LayerBrowserTest::channelsHaveAContextMenu()
{
    click(layers(), 0);
    m_browser->setChannelActivations(QStringLiteral("conv"), kChannels);
    m_browser->setProbe({1, 2}, QStringLiteral("pool"), kChannels);
    QSignalSpy neuron(m_browser.get(), &LayerBrowser::neuronChosen);
    menuOf(channels(), 0, "channelMenu")->actions().at(0)->trigger();
    menuOf(probe(), 2, "channelMenu")->actions().at(0)->trigger();
    QCOMPARE(neuron.size(), 2);
    QCOMPARE(neuron[0][0].toString(), QStringLiteral("conv"));
    QCOMPARE(neuron[0][1].toInt(), 2);
    QCOMPARE(neuron[1][0].toString(), QStringLiteral("pool"));
    QCOMPARE(neuron[1][1].toInt(), 1);
    QSignalSpy target(m_browser.get(), &LayerBrowser::targetChosen);
    menuOf(channels(), 0, "channelMenu")->actions().at(1)->trigger();
    QCOMPARE(target[0][0].toString(), QStringLiteral("conv"));
}

void LayerBrowserTest::everythingIsNamedAndReachable()
{
    click(layers(), 0);
    for (QWidget* const widget : QList<QWidget*>{
             find<QLineEdit>("layerFilter"), layers(), channels(), probe(), find<QToolButton>("refreshChannels")}) {
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2((widget->focusPolicy() & Qt::TabFocus) != 0, qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(LayerBrowserTest)
#include "tst_layer_browser.moc"
