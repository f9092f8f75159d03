// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/activations.h"

#include <QAbstractListModel>
#include <QStringList>
#include <QVector>

#include <optional>

namespace cnnvis::ui {

/// Channels of one layer with what they respond, in the order given.
class ChannelListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        ChannelRole = Qt::UserRole, ///< int
        LabelRole, ///< what the channel stands for, or empty
        ActivationRole, ///< double
        ShareRole, ///< of the largest magnitude, -1 to 1
        IsTargetRole,
    };

    using QAbstractListModel::QAbstractListModel;

    /// @param labels  by channel; empty where there are none.
    void setChannels(const QVector<ChannelActivation>& channels, const QStringList& labels);
    void setTarget(std::optional<int> channel);

    int channelAt(int row) const { return m_channels[row].channel; }
    bool hasLabels() const { return !m_labels.isEmpty(); }
    /// Of "#", a number and a value, the longest in the list: columns are as wide.
    QString longestNumber() const { return m_longestNumber; }
    QString longestValue() const { return m_longestValue; }

    int rowCount(const QModelIndex& parent = {}) const override;
    /// Qt::DisplayRole is the activation, with as many decimals as all others.
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QString labelOf(int channel) const { return m_labels.value(channel); }
    QString valueText(double value) const;
    QString describe(const ChannelActivation& channel) const;

    QVector<ChannelActivation> m_channels;
    QStringList m_labels;
    std::optional<int> m_target;
    double m_largest = 0.0; ///< magnitude
    QString m_longestNumber, m_longestValue;
};

} // namespace cnnvis::ui
