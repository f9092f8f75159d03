// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/channel_list_model.h"

#include <QStyledItemDelegate>

namespace cnnvis::ui {

/// Paints a channel on one line: its number, its label if it has one, a bar of its activation, the value. Negative ones
/// have a hollow bar.
class ChannelDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    /// @param model  whose longest texts align the columns; outlives this.
    ChannelDelegate(const ChannelListModel& model, QObject* parent)
        : QStyledItemDelegate(parent)
        , m_model(model)
    { }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, QRect area) const;
    static void paintBar(QPainter& painter, const QStyleOptionViewItem& option, double share, const QRect& area);

    const ChannelListModel& m_model;
};

} // namespace cnnvis::ui
