// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/layer_list_model.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace cnnvis::ui {
namespace {

std::size_t indexOf(LayerColumn column)
{
    return static_cast<std::size_t>(column);
}

/// Channels × width × height; core has the height first.
QString shapeText(const std::vector<std::int64_t>& shape, const QString& separator)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides.append(QString::number(side));
    if (sides.size() > 1)
        std::reverse(sides.begin() + 1, sides.end());
    return sides.join(separator);
}

/// Whether there is more than one position, so that a stride says something.
bool hasPositions(const std::vector<std::int64_t>& shape)
{
    return std::any_of(
        shape.begin() + (shape.empty() ? 0 : 1), shape.end(), [](std::int64_t side) { return side > 1; });
}

bool isMinorType(const QString& type)
{
    for (const char* minor : {"ReLU", "PReLU", "ELU", "Sigmoid", "TanH", "Dropout", "Split"}) {
        if (type.compare(QLatin1String(minor), Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

void LayerListModel::setLayers(const std::vector<LayerInfo>& layers, const std::vector<bool>& isLabelled)
{
    beginResetModel();
    m_rows.clear();
    m_longestTexts = {};
    for (std::size_t i = 0; i < layers.size(); ++i) {
        m_rows.push_back(makeRow(layers[i], isLabelled[i]));
        for (std::size_t column = 0; column < m_longestTexts.size(); ++column) {
            // "1000 classes" would widen the column of all other layers; it reaches out of it instead.
            if (isLabelled[i] && column == indexOf(LayerColumn::Shape))
                continue;
            if (m_rows.back().columns[column].size() > m_longestTexts[column].size())
                m_longestTexts[column] = m_rows.back().columns[column];
        }
    }
    endResetModel();
}

LayerListModel::Row LayerListModel::makeRow(const LayerInfo& layer, bool isLabelled) const
{
    Row row;
    row.name = QString::fromStdString(layer.name);
    row.isSupported = layer.whyUnsupported.empty();
    const QString type = QString::fromStdString(layer.type);
    row.columns[indexOf(LayerColumn::Type)] = type;
    row.isMinor = isMinorType(type);
    // File texts may look like HTML, which a tool tip would obey.
    QString facts = QStringLiteral("<b>%1</b><br>%2").arg(row.name.toHtmlEscaped(), type.toHtmlEscaped());
    if (!row.isSupported) {
        const QString reason =
            tr("cannot be a target: %1").arg(QString::fromStdString(layer.whyUnsupported).simplified());
        row.toolTip = facts + QStringLiteral("<br>") + reason.toHtmlEscaped();
        row.description = QStringList{row.name, type, reason}.join(QStringLiteral(", "));
        return row;
    }
    const int channels = layer.shape.empty() ? 0 : static_cast<int>(layer.shape.front());
    const bool seesAll = layer.receptiveField == 0;
    QString shape = isLabelled ? tr("%n classes", nullptr, channels) : QString::number(channels);
    if (hasPositions(layer.shape)) {
        shape = shapeText(layer.shape, QStringLiteral("×"));
        row.columns[indexOf(LayerColumn::Stride)] = QString::number(layer.stride);
    }
    row.columns[indexOf(LayerColumn::Shape)] = shape;
    row.columns[indexOf(LayerColumn::Field)] = seesAll ? tr("all") : QString::number(layer.receptiveField);
    const QStringList figures{
        tr("%1 (channels × width × height of a tile)").arg(shapeText(layer.shape, QStringLiteral(" × "))),
        tr("a value every %1 pixels").arg(layer.stride),
        seesAll ? tr("sees the whole tile") : tr("each value sees %1 × %1 pixels").arg(layer.receptiveField)};
    row.toolTip = facts + QStringLiteral("<br>") + figures.join(QStringLiteral("<br>")) + QStringLiteral("<br><i>")
        + tr("Click to see its channels, double-click to dream with it") + QStringLiteral("</i>");
    row.description = (QStringList{row.name, type} + figures).join(QStringLiteral(", "));
    return row;
}

void LayerListModel::setTarget(const QString& layer, std::optional<int> channel)
{
    const QString before = m_target;
    m_target = layer;
    m_targetChannel = channel;
    for (const QString& changed : {before, layer}) {
        const int row = rowOf(changed);
        if (row >= 0)
            Q_EMIT dataChanged(index(row), index(row));
    }
}

int LayerListModel::rowOf(const QString& layer) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&layer](const Row& row) { return row.name == layer; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int LayerListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString LayerListModel::targetText() const
{
    return m_targetChannel ? tr("target #%1").arg(*m_targetChannel) : tr("target");
}

QVariant LayerListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isTarget = row.name == m_target;
    if (role == Qt::DisplayRole)
        return row.name;
    if (role == Qt::ToolTipRole)
        return row.toolTip;
    if (role == Qt::AccessibleTextRole)
        return isTarget ? row.description + QStringLiteral(", ") + targetText() : row.description;
    if (role >= FirstColumnRole && role < FirstColumnRole + kLayerColumns)
        return row.columns[static_cast<std::size_t>(role - FirstColumnRole)];
    if (role == IsSupportedRole)
        return row.isSupported;
    if (role == IsMinorRole)
        return row.isMinor;
    if (role == TargetTextRole)
        return isTarget ? targetText() : QString();
    return {};
}

} // namespace cnnvis::ui
