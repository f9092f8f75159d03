// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetrics>
#include <QRect>

class QPainter;
class QString;
class QStyleOptionViewItem;

/// What the rows of the network's lists have in common. All lengths grow with the font.
namespace cnnvis::ui::row_painting {

/// Height of a row.
int rowHeight(const QFontMetrics& metrics);
/// Space at the sides of a row.
int sidePadding(const QFontMetrics& metrics);
/// Of the figures beside a name.
QFont quietFont(const QFont& font);

/// Paints what is beneath a row: hovered, selected, marked as the target, with the keyboard's focus.
void paintGround(QPainter& painter, const QStyleOptionViewItem& option, bool isTarget);

/// Paints the arrow head that points at a target's name, and the words behind it, within the area from its left.
/// @return  the width that it took.
int paintTargetMark(QPainter& painter, const QStyleOptionViewItem& option, const QRect& area, const QString& text);
/// The width that paintTargetMark() will take.
int targetMarkWidth(const QStyleOptionViewItem& option, const QString& text);

} // namespace cnnvis::ui::row_painting
