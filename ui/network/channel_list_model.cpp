// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/channel_list_model.h"

#include "network/plain_tool_tip.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {

void ChannelListModel::setChannels(const QVector<ChannelActivation>& channels, const QStringList& labels)
{
    beginResetModel();
    m_channels = channels;
    m_labels = labels;
    m_largest = 0.0;
    m_longestNumber.clear();
    m_longestValue.clear();
    for (const ChannelActivation& channel : m_channels) {
        if (std::isfinite(channel.activation))
            m_largest = std::max(m_largest, std::abs(channel.activation));
    }
    for (const ChannelActivation& channel : m_channels) {
        const QString number = QStringLiteral("#%1").arg(channel.channel);
        const QString value = valueText(channel.activation);
        m_longestNumber = number.size() > m_longestNumber.size() ? number : m_longestNumber;
        m_longestValue = value.size() > m_longestValue.size() ? value : m_longestValue;
    }
    endResetModel();
}

void ChannelListModel::setTarget(std::optional<int> channel)
{
    if (channel == m_target)
        return;
    m_target = channel;
    if (!m_channels.isEmpty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {IsTargetRole});
}

int ChannelListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_channels.size());
}

QString ChannelListModel::valueText(double value) const
{
    constexpr int kDigits = 3;
    constexpr int kMostDecimals = 5;
    if (!std::isfinite(value) || m_largest >= 1e6 || (m_largest < 1e-3 && m_largest > 0.0))
        return QLocale::c().toString(value, 'e', kDigits - 2);
    const int wholeDigits = m_largest > 0.0 ? static_cast<int>(std::floor(std::log10(m_largest))) + 1 : 1;
    return QLocale::c().toString(value, 'f', std::clamp(kDigits - wholeDigits, 0, kMostDecimals));
}

QString ChannelListModel::describe(const ChannelActivation& channel) const
{
    const QString label = labelOf(channel.channel);
    const QString name =
        label.isEmpty() ? tr("Channel %1").arg(channel.channel) : tr("Channel %1, %2").arg(channel.channel).arg(label);
    return tr("%1: %2").arg(name, valueText(channel.activation));
}

QVariant ChannelListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ChannelActivation& channel = m_channels[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return valueText(channel.activation);
    case Qt::ToolTipRole:
        return plainToolTip(describe(channel));
    case Qt::AccessibleTextRole:
        return describe(channel);
    case ChannelRole:
        return channel.channel;
    case LabelRole:
        return labelOf(channel.channel);
    case ActivationRole:
        return channel.activation;
    case ShareRole:
        return m_largest > 0.0 ? std::clamp(channel.activation / m_largest, -1.0, 1.0) : 0.0;
    case IsTargetRole:
        return m_target == channel.channel;
    default:
        return {};
    }
}

} // namespace cnnvis::ui
