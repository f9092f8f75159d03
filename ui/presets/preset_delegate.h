// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace cnnvis::ui {

/// Paints presets as cards: a picture with a star in its corner and a badge with what the preset needs, title, a line
/// of description, the network it is for. Headings take a whole line. A click on the star sets the model's StarRole.
class PresetDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// The width of a card so that as many as fit fill a line.
    static int cardWidth(int lineWidth, const QFontMetrics& metrics);
    /// Where the star is, of a card that takes the option's rectangle.
    static QRect starRect(const QStyleOptionViewItem& option);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;

private:
    static void paintHeading(QPainter& painter, const QStyleOptionViewItem& option);
    static void paintThumbnail(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
    static void paintNeeds(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
    static void paintTexts(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
    static void paintStar(QPainter& painter, const QStyleOptionViewItem& option, bool isStarred);
};

} // namespace cnnvis::ui
