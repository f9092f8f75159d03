// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/studio_style.h"

#include "theme/standard_icons.h"
#include "theme/style_controls.h"
#include "theme/theme_colours.h"
#include "theme/themed_icon.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QPainter>
#include <QPointer>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace cnnvis::ui {

using style_controls::Arrow;

namespace {

/// The application's; what wraps it when there is a style sheet can't be asked for it.
QPointer<StudioStyle>& appliedStyle()
{
    static QPointer<StudioStyle> style;
    return style;
}

/// The line of a spin box or combo box, whose frame the box paints.
bool isInsideField(const QWidget* widget)
{
    const QWidget* const parent = widget != nullptr ? widget->parentWidget() : nullptr;
    return qobject_cast<const QAbstractSpinBox*>(parent) != nullptr
        || qobject_cast<const QComboBox*>(parent) != nullptr;
}

QRect handleRect(const QStyleOptionSlider& option)
{
    const int side = style_controls::sliderHandleSide(option);
    const bool isHorizontal = option.orientation == Qt::Horizontal;
    const QRect& area = option.rect;
    const int span = (isHorizontal ? area.width() : area.height()) - side;
    const int position =
        QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition, span, option.upsideDown);
    return isHorizontal ? QRect(area.left() + position, area.top() + (area.height() - side) / 2, side, side)
                        : QRect(area.left() + (area.width() - side) / 2, area.top() + position, side, side);
}

/// Room for the arrow at the right of a tool button that opens a menu.
int menuArrowWidth(const QStyleOption& option)
{
    return style_controls::lineHeight(option);
}

bool opensMenu(const QStyleOptionToolButton& option)
{
    return option.features.testFlag(QStyleOptionToolButton::HasMenu);
}

/// What the base needs for the icon, the text and the gap between them.
int labelWidth(const QStyleOptionToolButton& option)
{
    constexpr int kGap = 4;
    const int text = option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
    const bool hasIcon = option.toolButtonStyle == Qt::ToolButtonTextBesideIcon && !option.icon.isNull();
    return hasIcon ? option.iconSize.width() + kGap + text : text;
}

/// Text of buttons on the accent colour, and of checked ones.
void adaptButtonText(QStyleOption& option, const QWidget* widget)
{
    const ThemeColours& colours = coloursOf(option.palette);
    if (!option.state.testFlag(QStyle::State_Enabled))
        return;
    if (style_controls::isPrimary(widget))
        option.palette.setColor(QPalette::ButtonText, colours.onAccent);
    else if (option.state.testFlag(QStyle::State_On))
        option.palette.setColor(QPalette::ButtonText, colours.accentText);
    else if (style_controls::isLink(widget) && !option.state.testFlag(QStyle::State_MouseOver))
        option.palette.setColor(QPalette::ButtonText, colours.quietText);
}

} // namespace

StudioStyle::StudioStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
    appliedStyle() = this;
}

bool StudioStyle::isApplied()
{
    return !appliedStyle().isNull();
}

bool StudioStyle::drawOwnPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        style_controls::paintButton(*painter, *option, widget);
        return true;
    case PE_PanelButtonTool:
        style_controls::paintToolButtonPanel(*painter, *option, widget);
        return true;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        style_controls::paintCheckBox(*painter, *option);
        return true;
    case PE_IndicatorRadioButton:
        style_controls::paintRadioButton(*painter, *option);
        return true;
    case PE_IndicatorMenuCheckMark:
        style_controls::paintMenuCheckMark(*painter, *option);
        return true;
    case PE_IndicatorArrowUp:
        style_controls::paintArrow(*painter, *option, option->rect, Arrow::Up);
        return true;
    case PE_IndicatorArrowDown:
        style_controls::paintArrow(*painter, *option, option->rect, Arrow::Down);
        return true;
    case PE_IndicatorArrowLeft:
        style_controls::paintArrow(*painter, *option, option->rect, Arrow::Left);
        return true;
    case PE_IndicatorArrowRight:
        style_controls::paintArrow(*painter, *option, option->rect, Arrow::Right);
        return true;
    case PE_FrameFocusRect:
        style_controls::paintFocusRing(*painter, *option);
        return true;
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_FrameDefaultButton:
        return true;
    default:
        return false;
    }
}

void StudioStyle::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (element == PE_PanelLineEdit && !isInsideField(widget)) {
        const auto* const frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame != nullptr && frame->lineWidth > 0) {
            style_controls::paintField(*painter, *option, widget);
            return;
        }
    }
    if (element == PE_PanelLineEdit && isInsideField(widget))
        return;
    if (element == PE_Frame) {
        painter->save();
        painter->setPen(coloursOf(option->palette).line);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    }
    if (!drawOwnPrimitive(element, option, painter, widget))
        QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void StudioStyle::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (element == CE_PushButtonLabel) {
        if (const auto* const button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            QStyleOptionButton adapted(*button);
            adaptButtonText(adapted, widget);
            QProxyStyle::drawControl(element, &adapted, painter, widget);
            return;
        }
    }
    if (element == CE_ItemViewItem) {
        if (const auto* const item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            QStyleOptionViewItem adapted(*item);
            const ThemeColours& colours = coloursOf(option->palette);
            adapted.palette.setColor(QPalette::Highlight, colours.accentSoft);
            adapted.palette.setColor(QPalette::HighlightedText, colours.accentText);
            QProxyStyle::drawControl(element, &adapted, painter, widget);
            return;
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void StudioStyle::drawToolButton(const QStyleOptionToolButton& option, QPainter* painter, const QWidget* widget) const
{
    proxy()->drawPrimitive(PE_PanelButtonTool, &option, painter, widget);
    QStyleOptionToolButton label(option);
    adaptButtonText(label, widget);
    // The base puts icon and text to the left edge; they belong in the middle.
    const bool hasText = option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
    const int padding = hasText && !option.icon.isNull() ? style_controls::lineHeight(option) / 4 : 1;
    label.rect = option.rect.adjusted(padding, 1, -padding, -1);
    if (opensMenu(option)) {
        label.rect.setRight(label.rect.right() - menuArrowWidth(option));
        const QRectF arrow(label.rect.right(), option.rect.top(), menuArrowWidth(option), option.rect.height());
        style_controls::paintArrow(*painter, option, arrow, Arrow::Down);
    }
    const int spare = label.rect.width() - labelWidth(label);
    if (hasText && spare > 0)
        label.rect.adjust(spare / 2, 0, -spare / 2, 0);
    // The base would add an arrow of its own.
    label.features.setFlag(QStyleOptionToolButton::HasMenu, false);
    proxy()->drawControl(CE_ToolButtonLabel, &label, painter, widget);
}

void StudioStyle::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    if (const auto* const button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        button != nullptr && control == CC_ToolButton) {
        drawToolButton(*button, painter, widget);
        return;
    }
    if (const auto* const slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
        slider != nullptr && control == CC_Slider) {
        style_controls::paintSlider(*painter, *slider, handleRect(*slider));
        return;
    }
    if (const auto* const combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        combo != nullptr && control == CC_ComboBox) {
        style_controls::paintField(*painter, *combo, widget);
        const QRect arrow = proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxArrow, widget);
        style_controls::paintArrow(*painter, *combo, arrow, Arrow::Down);
        return;
    }
    if (const auto* const spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        spin != nullptr && control == CC_SpinBox) {
        style_controls::paintField(*painter, *spin, widget);
        if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
            style_controls::paintArrow(
                *painter, *spin, proxy()->subControlRect(CC_SpinBox, spin, SC_SpinBoxUp, widget), Arrow::Up);
            style_controls::paintArrow(
                *painter, *spin, proxy()->subControlRect(CC_SpinBox, spin, SC_SpinBoxDown, widget), Arrow::Down);
        }
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect StudioStyle::subControlRect(
    ComplexControl control, const QStyleOptionComplex* option, SubControl subControl, const QWidget* widget) const
{
    if (control == CC_Slider) {
        if (const auto* const slider = qstyleoption_cast<const QStyleOptionSlider*>(option))
            return subControl == SC_SliderHandle ? handleRect(*slider) : slider->rect;
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, subControl, widget);
    const bool isText = (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        || (control == CC_SpinBox && subControl == SC_SpinBoxEditField);
    if (isText) {
        // The base puts the text of a combo box a pixel inside of this.
        const int padding = style_controls::lineHeight(*option) / 4;
        return control == CC_SpinBox ? rect.adjusted(padding, 0, -padding, 0) : rect.adjusted(padding - 1, 0, 0, 0);
    }
    return rect;
}

QRect StudioStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents && !isInsideField(widget)) {
        const int padding = style_controls::lineHeight(*option) / 4;
        return rect.adjusted(padding, 0, -padding, 0);
    }
    return rect;
}

QSize StudioStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (option == nullptr)
        return size;
    switch (type) {
    case CT_ToolButton: {
        const auto* const button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        if (button != nullptr && button->toolButtonStyle == Qt::ToolButtonTextOnly)
            size.rwidth() += style_controls::lineHeight(*option) / 2;
        if (button != nullptr && opensMenu(*button))
            size.rwidth() += menuArrowWidth(*option);
        size.setHeight(std::max(size.height(), style_controls::controlHeight(*option)));
        break;
    }
    case CT_PushButton:
        size.rwidth() += style_controls::lineHeight(*option) / 2;
        [[fallthrough]];
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        size.setHeight(std::max(size.height(), style_controls::controlHeight(*option)));
        break;
    default:
        break;
    }
    return size;
}

int StudioStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const int line = option != nullptr ? style_controls::lineHeight(*option)
        : widget != nullptr            ? widget->fontMetrics().height()
                                       : QFontMetrics(QApplication::font()).height();
    switch (metric) {
    case PM_SliderLength:
    case PM_SliderThickness:
    case PM_SliderControlThickness:
        return qRound(line * 0.8);
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return qRound(line * 0.95);
    case PM_SmallIconSize:
        if (widget != nullptr && widget->property("iconSide").isValid())
            return widget->property("iconSide").toInt(); // a menu of pictures
        return qRound(line * 1.1);
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize:
        return qRound(line * 1.1);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return std::max(3, line / 4);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QIcon StudioStyle::standardIcon(StandardPixmap pixmap, const QStyleOption* option, const QWidget* widget) const
{
    const QString name = standardIconName(pixmap);
    return name.isEmpty() ? QProxyStyle::standardIcon(pixmap, option, widget) : themedIcon(name);
}

int StudioStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* result) const
{
    switch (hint) {
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_Slider_PageSetButtons:
        return Qt::MiddleButton;
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

} // namespace cnnvis::ui
