// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layer_list_model.h"

#include <QFont>
#include <QRect>
#include <QVector>

namespace cnnvis::ui {

/// Where the figures of the layers stand in a row, for the rows and for the heading above them. Columns that would
/// leave too little for the names are left out, the type first.
class LayerColumns {
public:
    struct Column {
        LayerColumn which;
        QRect area;
    };

    /// @param font  of the list; the figures are smaller.
    /// @param row   of the list, or a heading as wide.
    LayerColumns(const LayerListModel& model, const QFont& font, const QRect& row);

    const QVector<Column>& columns() const { return m_columns; }
    /// The place of the names.
    QRect nameArea() const { return m_nameArea; }
    const QFont& font() const { return m_font; }

    /// The word above a column.
    static QString word(LayerColumn column);
    /// What the figures in it mean.
    static QString explanation(LayerColumn column);

private:
    QFont m_font;
    QVector<Column> m_columns;
    QRect m_nameArea;
};

} // namespace cnnvis::ui
