// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace cnnvis::ui {

/// Height of a thumbnail in device-independent pixels, for a font.
int thumbnailHeight(const QFontMetrics& metrics);

/// Paints a snapshot: the thumbnail with its caption, a star when it is pinned, framed in the accent when it is chosen.
class SnapshotDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace cnnvis::ui
