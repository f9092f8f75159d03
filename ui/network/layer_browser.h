// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/activations.h"
#include "cnnvis/network.h"

#include <QPoint>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QVector>
#include <QWidget>

#include <array>
#include <optional>

class QLabel;
class QLineEdit;
class QSplitter;
class QToolButton;

namespace cnnvis::ui {

class ChannelListModel;
class LayerFilter;
class LayerListModel;
class RowListView;
class SectionTitle;

/// The layers of a network, the channels of the chosen one as they respond to the picture, and those at the probed
/// spot. Shows and asks; it computes nothing itself.
///
/// A click on a layer chooses it (its channels are asked for), a double-click or Enter targets it. A double-click or
/// Enter on a channel amplifies that neuron; in the probe's list a single click does. All lists have context menus.
class LayerBrowser : public QWidget {
    Q_OBJECT

public:
    explicit LayerBrowser(QWidget* parent = nullptr);

    /// Shows another network, or none; nothing is chosen then.
    void setNetwork(const std::optional<Network>& network);
    /// Marks what the run amplifies: a layer, or one channel of it.
    void setTarget(const QString& layer, std::optional<int> channel = std::nullopt);

    /// What the channels of a layer stand for, the network's classes, by channel; empty for most layers.
    QStringList labelsOf(const QString& layer) const;

    /// Empty when none is chosen.
    QString chosenLayer() const { return m_chosenLayer; }
    /// Chooses a layer as a click does, and scrolls to it. One that is not there or cannot be a target is ignored.
    void chooseLayer(const QString& layer);
    /// Asks again for the channels of the chosen layer, e.g. for another picture; what is shown stays until they come.
    void refreshChannels();

    /// The answer to activationsWanted(); ignored unless it is about the chosen layer.
    void setChannelActivations(const QString& layer, const QVector<ChannelActivation>& channels);
    /// Says instead why there are none.
    void setChannelProblem(const QString& layer, const QString& reason);

    /// Shows the channels at a spot of the picture, strongest first.
    void setProbe(QPoint spot, const QString& layer, const QVector<ChannelActivation>& channels);
    /// Says instead why there are none.
    void setProbeProblem(QPoint spot, const QString& layer, const QString& reason);
    void clearProbe();

Q_SIGNALS:
    void targetChosen(const QString& layer);
    void neuronChosen(const QString& layer, int channel);
    /// The browser wants the mean activations of that layer's channels on the current picture.
    void activationsWanted(const QString& layer);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayerList();
    QWidget* buildLayerPane();
    QWidget* buildChannelPane();
    QWidget* buildProbePane();
    void openLayerMenu(const QModelIndex& index, QPoint place);
    void connectChannelMenu(RowListView& list, const ChannelListModel& model, const QString& layer);
    void updateFilter();
    void choose(const QString& layer);
    void showMarks();
    /// A pane with nothing to show yet takes no more than its hint needs; the others have the rest.
    void shareHeight();
    /// Remembers where somebody has dragged the lines between the panes.
    void keepShares();
    QString layerAt(const QModelIndex& index) const;

    QSplitter* m_splitter;
    QTimer m_unfoldTimer;
    std::array<int, 3> m_shares{500, 320, 180}; ///< of the height, of the panes that show something
    LayerListModel* m_layers;
    LayerFilter* m_filter;
    ChannelListModel* m_channels;
    ChannelListModel* m_probed;
    QLineEdit* m_filterEdit;
    QLabel* m_count;
    RowListView* m_layerList;
    RowListView* m_channelList;
    RowListView* m_probeList;
    SectionTitle* m_channelTitle;
    SectionTitle* m_probeTitle;
    QLabel* m_probeLayer;
    QToolButton* m_refresh;

    QStringList m_labels; ///< of the network's classes
    bool m_isFiltering = false;
    int m_firstLabelledRow = 0; ///< from here on, the layers' channels are the classes
    QString m_chosenLayer, m_probedLayer, m_target;
    std::optional<int> m_targetChannel;
};

} // namespace cnnvis::ui
