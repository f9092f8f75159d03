// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_browser.h"

#include "network/channel_delegate.h"
#include "network/channel_list_model.h"
#include "network/layer_delegate.h"
#include "network/layer_filter.h"
#include "network/layer_header.h"
#include "network/layer_list_model.h"
#include "network/plain_tool_tip.h"
#include "network/row_list_view.h"
#include "network/section_title.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QResizeEvent>
#include <QSplitter>
#include <QStyleHints>
#include <QToolButton>
#include <QVBoxLayout>

#include <vector>

namespace cnnvis::ui {
namespace {

/// From which layer on all have as many channels as there are labels: these are the classifier and what follows it.
int firstLabelled(const std::vector<LayerInfo>& layers, qsizetype labels)
{
    auto row = static_cast<int>(layers.size());
    while (row > 0 && labels > 0) {
        const std::vector<std::int64_t>& shape = layers[static_cast<std::size_t>(row) - 1].shape;
        if (shape.empty() || shape.front() != labels)
            break;
        --row;
    }
    return row;
}

/// A list with its model and delegate; they belong to it.
RowListView* makeList(const char* name, const QString& toolTip, const QString& hint)
{
    auto* const list = new RowListView;
    list->setObjectName(QLatin1String(name));
    list->setAccessibleName(toolTip);
    list->setToolTip(toolTip);
    list->setHint(hint);
    return list;
}

/// A heading above what it heads, with the sides' padding of the rows.
QHBoxLayout* headingRow(QWidget* title, const QFontMetrics& metrics)
{
    auto* const row = new QHBoxLayout;
    const int padding = qRound(metrics.height() * 0.6);
    row->setContentsMargins(padding, padding / 2, padding / 2, 0);
    row->addWidget(title, 1);
    return row;
}

} // namespace

LayerBrowser::LayerBrowser(QWidget* parent)
    : QWidget(parent)
    , m_layers(new LayerListModel(this))
    , m_filter(new LayerFilter(this))
    , m_channels(new ChannelListModel(this))
    , m_probed(new ChannelListModel(this))
{
    setObjectName(QStringLiteral("layerBrowser"));
    m_filter->setSourceModel(m_layers);
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("layerSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildLayerPane());
    m_splitter->addWidget(buildChannelPane());
    m_splitter->addWidget(buildProbePane());
    for (int pane = 0; pane < m_splitter->count(); ++pane)
        m_splitter->setStretchFactor(pane, 1);
    connect(m_splitter, &QSplitter::splitterMoved, this, &LayerBrowser::keepShares);
    // Not at once: the second click of a double one must meet the layer that the first one met.
    m_unfoldTimer.setSingleShot(true);
    m_unfoldTimer.setInterval(QGuiApplication::styleHints()->mouseDoubleClickInterval());
    connect(&m_unfoldTimer, &QTimer::timeout, this, &LayerBrowser::shareHeight);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setNetwork(std::nullopt);
}

QWidget* LayerBrowser::buildLayerPane()
{
    m_filterEdit = new QLineEdit;
    m_filterEdit->setObjectName(QStringLiteral("layerFilter"));
    m_filterEdit->setPlaceholderText(tr("Filter layers"));
    m_filterEdit->setAccessibleName(tr("Filter layers"));
    m_filterEdit->setToolTip(tr("Shows the layers whose name or type has all these words in it"));
    m_filterEdit->setClearButtonEnabled(true);
    connect(m_filterEdit, &QLineEdit::textChanged, this, &LayerBrowser::updateFilter);
    m_count = new QLabel;
    m_count->setObjectName(QStringLiteral("layerCount"));
    m_count->setProperty("role", QStringLiteral("quiet"));
    m_count->setToolTip(tr("How many layers are shown"));
    buildLayerList();

    auto* const pane = new QWidget;
    const int padding = qRound(fontMetrics().height() * 0.6);
    auto* const top = new QHBoxLayout;
    top->setContentsMargins(padding, padding, padding, padding / 2);
    top->setSpacing(padding / 2);
    top->addWidget(m_filterEdit, 1);
    top->addWidget(m_count);
    auto* const layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_layerList, 1);
    return pane;
}

void LayerBrowser::buildLayerList()
{
    m_layerList = makeList("layerList", tr("Layers of the network"), {});
    m_layerList->setModel(m_filter);
    m_layerList->setItemDelegate(new LayerDelegate(*m_layers, m_layerList));
    m_layerList->setHeading(new LayerHeader(*m_layers, m_layerList));
    connect(
        m_layerList->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
            // A row that the filter hides hands on to its neighbour, which nobody chose.
            if (!m_isFiltering)
                choose(layerAt(current));
        });
    connect(m_layerList, &RowListView::rowConfirmed, this, [this](const QModelIndex& index) {
        const QString layer = layerAt(index);
        if (!layer.isEmpty())
            Q_EMIT targetChosen(layer);
    });
    m_layerList->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_layerList, &QWidget::customContextMenuRequested, this, [this](QPoint place) {
        if (const QModelIndex index = m_layerList->indexAt(place); index.isValid())
            openLayerMenu(index, m_layerList->viewport()->mapToGlobal(place));
    });
}

QWidget* LayerBrowser::buildChannelPane()
{
    m_channelTitle = new SectionTitle(tr("Strongest channels"));
    m_channelTitle->setObjectName(QStringLiteral("channelTitle"));
    m_channelTitle->setToolTip(tr("By their mean over the picture"));
    m_refresh = new QToolButton;
    m_refresh->setObjectName(QStringLiteral("refreshChannels"));
    m_refresh->setText(tr("Refresh"));
    m_refresh->setAutoRaise(true);
    m_refresh->setAccessibleName(tr("Refresh the channels"));
    m_refresh->setToolTip(tr("Looks at the picture as it is now"));
    connect(m_refresh, &QToolButton::clicked, this, &LayerBrowser::refreshChannels);
    m_channelList = makeList("channelList", tr("Channels of the chosen layer"), {});
    m_channelList->setModel(m_channels);
    m_channelList->setItemDelegate(new ChannelDelegate(*m_channels, m_channelList));
    connect(m_channelList, &RowListView::rowConfirmed, this,
        [this](const QModelIndex& index) { Q_EMIT neuronChosen(m_chosenLayer, m_channels->channelAt(index.row())); });
    connectChannelMenu(*m_channelList, *m_channels, m_chosenLayer);

    auto* const pane = new QWidget;
    auto* const layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    QHBoxLayout* const heading = headingRow(m_channelTitle, fontMetrics());
    heading->addWidget(m_refresh);
    layout->addLayout(heading);
    layout->addWidget(m_channelList, 1);
    return pane;
}

QWidget* LayerBrowser::buildProbePane()
{
    m_probeTitle = new SectionTitle;
    m_probeTitle->setObjectName(QStringLiteral("probeTitle"));
    m_probeList = makeList("probeList", tr("Channels at the probed spot"), {});
    m_probeList->setModel(m_probed);
    m_probeList->setItemDelegate(new ChannelDelegate(*m_probed, m_probeList));
    const auto amplify = [this](const QModelIndex& index) {
        Q_EMIT neuronChosen(m_probedLayer, m_probed->channelAt(index.row()));
    };
    connect(m_probeList, &RowListView::clicked, this, amplify);
    connect(m_probeList, &RowListView::itemEntered, this, amplify);
    connectChannelMenu(*m_probeList, *m_probed, m_probedLayer);

    auto* const pane = new QWidget;
    auto* const layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_probeLayer = new QLabel;
    m_probeLayer->setObjectName(QStringLiteral("probeLayer"));
    m_probeLayer->setTextFormat(Qt::PlainText);
    m_probeLayer->setProperty("role", QStringLiteral("quiet"));
    QHBoxLayout* const heading = headingRow(m_probeTitle, fontMetrics());
    heading->addWidget(m_probeLayer);
    heading->addSpacing(qRound(fontMetrics().height() * 0.3));
    layout->addLayout(heading);
    layout->addWidget(m_probeList, 1);
    return pane;
}

void LayerBrowser::openLayerMenu(const QModelIndex& index, QPoint place)
{
    const QString name = m_layers->nameAt(m_filter->mapToSource(index).row());
    const QString layer = layerAt(index);
    auto* const menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("layerMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* const amplify =
        menu->addAction(tr("Amplify this layer"), this, [this, layer] { Q_EMIT targetChosen(layer); });
    QAction* const look = menu->addAction(tr("See its channels"), this, [this, layer] { chooseLayer(layer); });
    for (QAction* const action : {amplify, look})
        action->setEnabled(!layer.isEmpty());
    menu->addSeparator();
    menu->addAction(tr("Copy the name"), this, [name] { QGuiApplication::clipboard()->setText(name); });
    menu->popup(place);
}

/// @param layer  whose channels the list shows, when the menu is asked for.
void LayerBrowser::connectChannelMenu(RowListView& list, const ChannelListModel& model, const QString& layer)
{
    list.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&list, &QWidget::customContextMenuRequested, this, [this, &list, &model, &layer](QPoint place) {
        const QModelIndex index = list.indexAt(place);
        if (!index.isValid())
            return;
        const int channel = model.channelAt(index.row());
        auto* const menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("channelMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(
            tr("Amplify this channel"), this, [this, layer, channel] { Q_EMIT neuronChosen(layer, channel); });
        menu->addAction(tr("Amplify the whole layer"), this, [this, layer] { Q_EMIT targetChosen(layer); });
        menu->popup(list.viewport()->mapToGlobal(place));
    });
}

void LayerBrowser::setNetwork(const std::optional<Network>& network)
{
    const std::vector<LayerInfo> layers = network ? network->layers() : std::vector<LayerInfo>();
    m_labels.clear();
    for (const std::string& label : network ? network->labels() : std::vector<std::string>())
        m_labels.append(QString::fromStdString(label));
    m_firstLabelledRow = firstLabelled(layers, m_labels.size());
    std::vector<bool> isLabelled(layers.size(), false);
    for (std::size_t row = static_cast<std::size_t>(m_firstLabelledRow); row < isLabelled.size(); ++row)
        isLabelled[row] = true;
    m_layers->setLayers(layers, isLabelled);
    m_layerList->setHint(layers.empty() ? tr("No network is loaded.") : tr("No layer is called that."));
    m_filterEdit->clear(); // its words were for the layers before
    choose({});
    clearProbe();
    updateFilter();
    shareHeight();
}

void LayerBrowser::setTarget(const QString& layer, std::optional<int> channel)
{
    m_target = layer;
    m_targetChannel = channel;
    m_layers->setTarget(layer, channel);
    showMarks();
    // Whoever browses is not led away from where they are.
    if (m_chosenLayer.isEmpty() && m_layers->rowOf(layer) >= 0)
        m_layerList->scrollTo(
            m_filter->mapFromSource(m_layers->index(m_layers->rowOf(layer))), QAbstractItemView::PositionAtCenter);
}

void LayerBrowser::chooseLayer(const QString& layer)
{
    const int row = m_layers->rowOf(layer);
    if (row < 0 || !m_layers->isSupported(row))
        return;
    const QModelIndex index = m_filter->mapFromSource(m_layers->index(row));
    if (!index.isValid())
        m_filterEdit->clear();
    m_layerList->setCurrentIndex(m_filter->mapFromSource(m_layers->index(row)));
}

void LayerBrowser::refreshChannels()
{
    if (!m_chosenLayer.isEmpty())
        Q_EMIT activationsWanted(m_chosenLayer);
}

void LayerBrowser::setChannelActivations(const QString& layer, const QVector<ChannelActivation>& channels)
{
    if (layer != m_chosenLayer || layer.isEmpty())
        return;
    m_channelList->setHint(tr("This layer has no channels."));
    m_channels->setChannels(channels, labelsOf(layer));
}

void LayerBrowser::setChannelProblem(const QString& layer, const QString& reason)
{
    if (layer != m_chosenLayer || layer.isEmpty())
        return;
    m_channels->setChannels({}, {});
    m_channelList->setHint(reason);
}

void LayerBrowser::setProbe(QPoint spot, const QString& layer, const QVector<ChannelActivation>& channels)
{
    m_probedLayer = layer;
    m_probeTitle->setText(tr("Probe at (%1, %2)").arg(spot.x()).arg(spot.y()));
    m_probeLayer->setText(fontMetrics().elidedText(layer, Qt::ElideLeft, width() / 2));
    m_probeTitle->setToolTip(plainToolTip(tr("Channels of %1 at this spot of the picture").arg(layer)));
    m_probed->setChannels(channels, labelsOf(layer));
    m_probeList->setHint(tr("This layer has no channels."));
    m_probeList->scrollToTop();
    showMarks();
    shareHeight();
}

void LayerBrowser::setProbeProblem(QPoint spot, const QString& layer, const QString& reason)
{
    setProbe(spot, layer, {});
    m_probeList->setHint(reason);
}

void LayerBrowser::clearProbe()
{
    m_probedLayer.clear();
    m_probeTitle->setText(tr("Probe"));
    m_probeLayer->clear();
    m_probeTitle->setToolTip(tr("What responds at one spot of the picture"));
    m_probed->setChannels({}, {});
    m_probeList->setHint(tr("Click the picture with the probe tool to see what responds there."));
    shareHeight();
}

void LayerBrowser::updateFilter()
{
    m_isFiltering = true;
    m_filter->setText(m_filterEdit->text());
    const int chosen = m_layers->rowOf(m_chosenLayer);
    m_layerList->setCurrentIndex(chosen < 0 ? QModelIndex() : m_filter->mapFromSource(m_layers->index(chosen)));
    m_isFiltering = false;
    const int shown = m_filter->rowCount();
    const int all = m_layers->rowCount();
    m_count->setText(shown == all ? QString::number(all) : tr("%1 of %2").arg(shown).arg(all));
}

void LayerBrowser::choose(const QString& layer)
{
    if (layer == m_chosenLayer && !layer.isEmpty())
        return;
    m_chosenLayer = layer;
    m_channels->setChannels({}, {});
    m_channelList->setHint(
        layer.isEmpty() ? tr("Choose a layer to see which of its channels respond.") : tr("Looking at the picture …"));
    m_refresh->setEnabled(!layer.isEmpty());
    m_unfoldTimer.start();
    showMarks();
    refreshChannels();
}

void LayerBrowser::showMarks()
{
    const auto channelIn = [this](const QString& layer) {
        return layer == m_target && !layer.isEmpty() ? m_targetChannel : std::nullopt;
    };
    m_channels->setTarget(channelIn(m_chosenLayer));
    m_probed->setTarget(channelIn(m_probedLayer));
}

void LayerBrowser::shareHeight()
{
    const bool isFolded[] = {false, m_chosenLayer.isEmpty(), m_probedLayer.isEmpty()};
    const RowListView* const lists[] = {m_layerList, m_channelList, m_probeList};
    QList<int> heights;
    for (int i = 0; i < m_splitter->count(); ++i) {
        QWidget* const pane = m_splitter->widget(i);
        const int hint = pane->layout()->itemAt(0)->sizeHint().height() + lists[i]->hintHeight(width());
        pane->setMaximumHeight(isFolded[i] ? hint : QWIDGETSIZE_MAX);
        heights.append(isFolded[i] ? hint : m_shares[static_cast<std::size_t>(i)]);
    }
    m_splitter->setSizes(heights);
    if (m_layerList->currentIndex().isValid())
        m_layerList->scrollTo(m_layerList->currentIndex());
}

void LayerBrowser::keepShares()
{
    const QList<int> heights = m_splitter->sizes();
    for (int i = 0; i < heights.size(); ++i) {
        if (m_splitter->widget(i)->maximumHeight() == QWIDGETSIZE_MAX)
            m_shares[static_cast<std::size_t>(i)] = heights[i];
    }
}

void LayerBrowser::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        shareHeight();
}

QString LayerBrowser::layerAt(const QModelIndex& index) const
{
    const QModelIndex source = m_filter->mapToSource(index);
    return source.isValid() && m_layers->isSupported(source.row()) ? m_layers->nameAt(source.row()) : QString();
}

QStringList LayerBrowser::labelsOf(const QString& layer) const
{
    return m_layers->rowOf(layer) >= m_firstLabelledRow ? m_labels : QStringList();
}

} // namespace cnnvis::ui
