// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_list_model.h"

#include <QStyledItemDelegate>

namespace cnnvis::ui {

/// Paints a layer on one line: the name, and its figures in quiet columns at the right.
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
    /// @return  what is left for the name.
    QRect paintColumns(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, QRect area) const;

    const LayerListModel& m_model;
};

} // namespace cnnvis::ui
