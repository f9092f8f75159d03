// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_list_model.h"

#include <QStyledItemDelegate>

namespace cnnvis::ui {

/// Paints a layer on one line: the name, and its figures in quiet columns at the right. Columns that would leave too
/// little for the names are left out, the type first.
class LayerDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// @param model  whose longest texts align the columns; outlives this.
    LayerDelegate(const LayerListModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    { }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    /// @return  the left edge of the leftmost column.
    int paintColumns(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

    const LayerListModel& m_model;
};

} // namespace cnnvis::ui
