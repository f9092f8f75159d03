// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/network.h"

#include <QAbstractListModel>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace cnnvis::ui {

/// The figures of a layer, as the columns beside its name show them.
enum class LayerColumn { Type, Shape, Stride, Field };
inline constexpr int kLayerColumns = 4;

/// The layers of a network in order. Their texts are made once, so that thousands of rows scroll smoothly.
class LayerListModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        /// Texts of the columns: FirstColumnRole + LayerColumn.
        FirstColumnRole = Qt::UserRole,
        IsSupportedRole = FirstColumnRole + kLayerColumns, ///< whether the layer can be a target
        IsMinorRole, ///< a layer that only passes on what stands before it, e.g. a ReLU
        TargetTextRole, ///< "target" or "target #217" at the current target, else empty
    };

    using QAbstractListModel::QAbstractListModel;

    /// @param isLabelled  for each layer, whether its channels are the network's classes.
    void setLayers(const std::vector<LayerInfo>& layers, const std::vector<bool>& isLabelled);
    void setTarget(const QString& layer, std::optional<int> channel);

    /// The first row of that name, or -1.
    int rowOf(const QString& layer) const;
    QString nameAt(int row) const { return m_rows[static_cast<std::size_t>(row)].name; }
    bool isSupported(int row) const { return m_rows[static_cast<std::size_t>(row)].isSupported; }
    /// The longest text of each column, by which the columns are aligned; a number of classes does not count.
    const std::array<QString, kLayerColumns>& longestTexts() const { return m_longestTexts; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString name;
        std::array<QString, kLayerColumns> columns;
        QString toolTip, description;
        bool isSupported = true;
        bool isMinor = false;
    };

    Row makeRow(const LayerInfo& layer, bool isLabelled) const;
    QString targetText() const;

    std::vector<Row> m_rows;
    std::array<QString, kLayerColumns> m_longestTexts;
    QString m_target;
    std::optional<int> m_targetChannel;
};

} // namespace cnnvis::ui
