// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>

class QPainter;
class QStyleOption;
class QStyleOptionSlider;
class QWidget;

/// How StudioStyle paints each control. Everything is measured in the height of the font.
namespace cnnvis::ui::style_controls {

enum class Arrow { Up, Down, Left, Right };

/// Height of a line of text, the unit of all sizes.
int lineHeight(const QStyleOption& option);
/// Least height of fields and buttons.
int controlHeight(const QStyleOption& option);
/// Width and height of a slider's handle.
int sliderHandleSide(const QStyleOption& option);
bool isPrimary(const QWidget* widget);
/// A tool button that is text alone.
bool isLink(const QWidget* widget);

void paintField(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void paintButton(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void paintToolButtonPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void paintCheckBox(QPainter& painter, const QStyleOption& option);
void paintRadioButton(QPainter& painter, const QStyleOption& option);
void paintMenuCheckMark(QPainter& painter, const QStyleOption& option);
void paintArrow(QPainter& painter, const QStyleOption& option, const QRectF& area, Arrow arrow);
void paintFocusRing(QPainter& painter, const QStyleOption& option);
/// @param handle  where the handle is.
void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const QRectF& handle);

} // namespace cnnvis::ui::style_controls
