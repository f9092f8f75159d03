// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/style_controls.h"

#include "theme/theme_colours.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QToolBar>
#include <QToolButton>
#include <QVariant>
#include <QWidget>

#include <algorithm>

namespace cnnvis::ui::style_controls {

namespace {

bool hasState(const QStyleOption& option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

bool hasProperty(const QWidget* widget, const char* name)
{
    return widget != nullptr && widget->property(name).toBool();
}

qreal cornerRadius(const QStyleOption& option)
{
    return lineHeight(option) * 0.28;
}

/// A filled box with a line along the inside of its edge; an invalid colour leaves out the one or the other.
void paintBox(
    QPainter& painter, const QRectF& area, qreal radius, const QColor& fill, const QColor& line, qreal lineWidth = 1.0)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(line.isValid() ? QPen(line, lineWidth) : QPen(Qt::NoPen));
    const qreal inset = line.isValid() ? lineWidth / 2 : 0.0;
    painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

void paintStroke(QPainter& painter, const QPolygonF& points, const QColor& colour, qreal width)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(points);
    painter.restore();
}

void paintTick(QPainter& painter, const QRectF& box, const QColor& colour)
{
    const auto at = [&box](qreal x, qreal y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    paintStroke(painter, {at(0.24, 0.53), at(0.43, 0.71), at(0.77, 0.31)}, colour, box.width() * 0.13);
}

/// The largest centred square, its edges on whole pixels.
QRectF squareIn(const QRect& rect)
{
    const int side = std::min(rect.width(), rect.height());
    return QRect(rect.left() + (rect.width() - side) / 2, rect.top() + (rect.height() - side) / 2, side, side);
}

struct BoxColours {
    QColor fill, line, mark;
};

BoxColours indicatorColours(const QStyleOption& option)
{
    const ThemeColours& colours = coloursOf(option.palette);
    const bool isMarked = hasState(option, QStyle::State_On) || hasState(option, QStyle::State_NoChange);
    if (!hasState(option, QStyle::State_Enabled))
        return {isMarked ? colours.line : QColor(), colours.line, colours.disabledText};
    const bool isHovered = hasState(option, QStyle::State_MouseOver);
    if (isMarked) {
        const QColor fill = isHovered ? colours.accentHover : colours.accent;
        return {fill, fill, colours.onAccent};
    }
    return {colours.base, isHovered ? colours.quietText : colours.fieldLine, colours.text};
}

BoxColours buttonColours(const QStyleOption& option, const QWidget* widget)
{
    const ThemeColours& colours = coloursOf(option.palette);
    const bool isHovered = hasState(option, QStyle::State_MouseOver);
    const bool isDown = hasState(option, QStyle::State_Sunken);
    if (!hasState(option, QStyle::State_Enabled))
        return {colours.raised, colours.line, {}};
    if (isPrimary(widget))
        return {isDown || isHovered ? colours.accentHover : colours.accent, {}, {}};
    if (hasState(option, QStyle::State_On))
        return {colours.accentSoft, colours.accent, {}};
    if (isDown)
        return {colours.line, {}, {}};
    return {isHovered ? colours.buttonHover : colours.button, {}, {}};
}

} // namespace

int lineHeight(const QStyleOption& option)
{
    return option.fontMetrics.height();
}

int controlHeight(const QStyleOption& option)
{
    return qRound(lineHeight(option) * 1.65);
}

int sliderHandleSide(const QStyleOption& option)
{
    return qRound(lineHeight(option) * 0.8);
}

bool isPrimary(const QWidget* widget)
{
    return hasProperty(widget, "primary");
}

bool isLink(const QWidget* widget)
{
    return widget != nullptr && widget->property("role").toString() == QLatin1String("link");
}

void paintField(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const ThemeColours& colours = coloursOf(option.palette);
    const bool isEnabled = hasState(option, QStyle::State_Enabled);
    const bool hasFocus = isEnabled && hasState(option, QStyle::State_HasFocus);
    QColor line = isEnabled && hasState(option, QStyle::State_MouseOver) ? colours.disabledText : colours.fieldLine;
    if (!isEnabled)
        line = colours.line;
    else if (hasProperty(widget, "invalid"))
        line = colours.error;
    else if (hasFocus)
        line = colours.accent;
    const QColor fill = isEnabled ? option.palette.color(QPalette::Base) : colours.window;
    paintBox(painter, option.rect, cornerRadius(option), fill, line, hasFocus ? 1.5 : 1.0);
}

void paintButton(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const BoxColours colours = buttonColours(option, widget);
    paintBox(painter, option.rect, cornerRadius(option), colours.fill, colours.line);
    const QStyle::State focus = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
    if ((option.state & focus) == focus)
        paintFocusRing(painter, option);
}

/// Words alone don't look like buttons; icons do.
static bool isTextInToolBar(const QWidget* widget)
{
    const auto* const button = qobject_cast<const QToolButton*>(widget);
    return button != nullptr && button->toolButtonStyle() != Qt::ToolButtonIconOnly
        && qobject_cast<const QToolBar*>(button->parentWidget()) != nullptr;
}

void paintToolButtonPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const QStyle::State visible = QStyle::State_On | QStyle::State_Sunken | QStyle::State_MouseOver;
    if (isLink(widget)) {
        if (hasState(option, QStyle::State_HasFocus) && hasState(option, QStyle::State_KeyboardFocusChange))
            paintFocusRing(painter, option);
        return;
    }
    const bool isFlat = hasState(option, QStyle::State_AutoRaise) && !isPrimary(widget) && !isTextInToolBar(widget);
    const bool isEnabled = hasState(option, QStyle::State_Enabled);
    if (!isFlat || (isEnabled && (option.state & visible) != 0))
        paintButton(painter, option, widget);
    else if (hasState(option, QStyle::State_HasFocus) && hasState(option, QStyle::State_KeyboardFocusChange))
        paintFocusRing(painter, option);
}

void paintCheckBox(QPainter& painter, const QStyleOption& option)
{
    const QRectF box = squareIn(option.rect);
    const BoxColours colours = indicatorColours(option);
    paintBox(painter, box, box.width() * 0.24, colours.fill, colours.line);
    if (hasState(option, QStyle::State_NoChange)) {
        const QPointF middle = box.center();
        const QPointF reach(box.width() * 0.25, 0);
        paintStroke(painter, {middle - reach, middle + reach}, colours.mark, box.width() * 0.13);
    } else if (hasState(option, QStyle::State_On)) {
        paintTick(painter, box, colours.mark);
    }
}

void paintRadioButton(QPainter& painter, const QStyleOption& option)
{
    const QRectF box = squareIn(option.rect);
    const BoxColours colours = indicatorColours(option);
    paintBox(painter, box, box.width() / 2, colours.fill, colours.line);
    if (hasState(option, QStyle::State_On)) {
        const qreal inset = box.width() * 0.32;
        const QRectF dot = box.adjusted(inset, inset, -inset, -inset);
        paintBox(painter, dot, dot.width() / 2, colours.mark, {});
    }
}

void paintMenuCheckMark(QPainter& painter, const QStyleOption& option)
{
    paintTick(painter, squareIn(option.rect), coloursOf(option.palette).accentText);
}

void paintArrow(QPainter& painter, const QStyleOption& option, const QRectF& area, Arrow arrow)
{
    const ThemeColours& colours = coloursOf(option.palette);
    const qreal reach = std::min({lineHeight(option) * 0.24, area.width() / 3, area.height() / 2});
    const qreal depth = reach / 2;
    QPolygonF points{{-reach, -depth}, {0, depth}, {reach, -depth}}; // down
    QTransform turn;
    turn.translate(area.center().x(), area.center().y());
    switch (arrow) {
    case Arrow::Down:
        break;
    case Arrow::Up:
        turn.rotate(180);
        break;
    case Arrow::Left:
        turn.rotate(90);
        break;
    case Arrow::Right:
        turn.rotate(-90);
        break;
    }
    QColor colour = hasState(option, QStyle::State_MouseOver) ? colours.text : colours.quietText;
    if (!hasState(option, QStyle::State_Enabled))
        colour = colours.disabledText;
    paintStroke(painter, turn.map(points), colour, std::max(1.2, lineHeight(option) * 0.09));
}

void paintFocusRing(QPainter& painter, const QStyleOption& option)
{
    const ThemeColours& colours = coloursOf(option.palette);
    paintBox(painter, option.rect, cornerRadius(option), {}, colours.accentText, 1.5);
}

void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const QRectF& handle)
{
    const ThemeColours& colours = coloursOf(option.palette);
    const bool isEnabled = hasState(option, QStyle::State_Enabled);
    const qreal thickness = std::max(3.0, lineHeight(option) * 0.2);
    const QRectF area = option.rect;
    QRectF groove;
    QRectF filled;
    if (option.orientation == Qt::Horizontal) {
        groove = QRectF(area.left(), handle.center().y() - thickness / 2, area.width(), thickness);
        filled = groove;
        (option.upsideDown ? filled.setLeft(handle.center().x()) : filled.setRight(handle.center().x()));
    } else {
        groove = QRectF(handle.center().x() - thickness / 2, area.top(), thickness, area.height());
        filled = groove;
        (option.upsideDown ? filled.setTop(handle.center().y()) : filled.setBottom(handle.center().y()));
    }
    paintBox(painter, groove, thickness / 2, colours.fieldLine, {});
    paintBox(painter, filled, thickness / 2, isEnabled ? colours.accent : colours.disabledText, {});
    const bool isLight = &colours == &lightColours();
    const QColor rim = isLight ? (isEnabled ? colours.accent : colours.disabledText) : QColor();
    const QColor body = isEnabled ? colours.handle : colours.quietText;
    const qreal inset = isEnabled && hasState(option, QStyle::State_MouseOver) ? 0.0 : handle.width() * 0.06;
    const QRectF knob = handle.adjusted(inset, inset, -inset, -inset);
    paintBox(painter, knob, knob.width() / 2, body, rim, 1.5);
    if (hasState(option, QStyle::State_HasFocus) && isEnabled)
        paintBox(painter, knob, knob.width() / 2, {}, colours.accentText, 2.0);
}

} // namespace cnnvis::ui::style_controls
