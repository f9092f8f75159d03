// SPDX-License-Identifier: GPL-3.0-or-later
#include "clipped_widgets.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSplitterHandle>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QStyleOptionFrame>
#include <QTabBar>

#include <algorithm>

namespace cnnvis::test {

namespace {

QString nameOf(const QWidget& widget)
{
    const QString name = widget.objectName().isEmpty() ? QStringLiteral("?") : widget.objectName();
    const QWidget* parent = widget.parentWidget();
    const QString place = parent != nullptr && parent->objectName() != name ? parent->objectName() : QString();
    return QStringLiteral("%1 %2 in %3").arg(QLatin1String(widget.metaObject()->className()), name, place);
}

QString sizesText(const QSize& needed, const QSize& given)
{
    return QStringLiteral("needs %1×%2, has %3×%4")
        .arg(needed.width())
        .arg(needed.height())
        .arg(given.width())
        .arg(given.height());
}

/// Those that cut their text off themselves, with an ellipsis.
bool shortensItsText(const QWidget& widget)
{
    return widget.inherits("cnnvis::ui::ElidedLabel") || widget.inherits("cnnvis::ui::SectionTitle");
}

QString labelFault(const QLabel& label)
{
    if (label.text().isEmpty() || (shortensItsText(label) && !label.toolTip().isEmpty()))
        return {};
    QSize needed = label.sizeHint();
    if (label.wordWrap()) {
        int widest = 0;
        for (const QString& word : label.text().split(QLatin1Char(' ')))
            widest = std::max(widest, label.fontMetrics().horizontalAdvance(word));
        needed = QSize(widest, label.heightForWidth(label.width()));
    }
    const bool fits = needed.width() <= label.width() && needed.height() <= label.height();
    return fits ? QString() : sizesText(needed, label.size()) + QStringLiteral(" for “%1”").arg(label.text());
}

QString buttonFault(const QAbstractButton& button)
{
    // The room around a text may be less than wanted above and beneath it, not at its sides.
    const bool hasText = !button.text().isEmpty();
    const QSize icon = button.icon().isNull() ? QSize() : button.iconSize();
    const QSize needed =
        hasText ? QSize(button.sizeHint().width(), std::max(button.fontMetrics().height(), icon.height())) : icon;
    const bool fits = needed.width() <= button.width() && needed.height() <= button.height();
    return fits ? QString() : sizesText(needed, button.size()) + QStringLiteral(" for “%1”").arg(button.text());
}

QString comboFault(const QComboBox& box)
{
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    option.frame = box.hasFrame();
    const QRect field = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
    const int needed = box.fontMetrics().horizontalAdvance(box.currentText());
    return box.isEditable() || needed <= field.width()
        ? QString()
        : sizesText({needed, 0}, field.size()) + QStringLiteral(" for “%1”").arg(box.currentText());
}

/// A line that is typed into scrolls; but what invites to type, and a number, have to be seen whole.
QString lineFault(const QLineEdit& line)
{
    const bool isNumber = qobject_cast<const QAbstractSpinBox*>(line.parentWidget()) != nullptr;
    const QString text = line.text().isEmpty() ? line.placeholderText() : (isNumber ? line.text() : QString());
    constexpr int kMargins = 4; // of QLineEdit itself
    QStyleOptionFrame option;
    option.initFrom(&line);
    const QMargins margins = line.textMargins();
    const int room = line.style()->subElementRect(QStyle::SE_LineEditContents, &option, &line).width() - kMargins
        - margins.left() - margins.right();
    const int needed = line.fontMetrics().horizontalAdvance(text);
    return needed <= room ? QString() : sizesText({needed, 0}, {room, 0}) + QStringLiteral(" for “%1”").arg(text);
}

QString tabsFault(const QTabBar& bar)
{
    for (int i = 0; i < bar.count(); ++i) {
        const QRect tab = bar.tabRect(i);
        if (!bar.rect().contains(tab))
            return QStringLiteral("tab “%1” is outside").arg(bar.tabText(i));
        if (bar.fontMetrics().horizontalAdvance(bar.tabText(i)) > tab.width())
            return QStringLiteral("tab “%1” is too narrow").arg(bar.tabText(i));
    }
    return {};
}

/// The arrows that stand for what had no room.
bool isOverflowArrow(const QWidget& widget)
{
    return widget.inherits("QToolBarExtension") || widget.inherits("QMenuBarExtension");
}

QString textFault(const QWidget& widget)
{
    if (isOverflowArrow(widget))
        return QStringLiteral("not all actions have room");
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return labelFault(*label);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return buttonFault(*button);
    if (const auto* box = qobject_cast<const QComboBox*>(&widget))
        return comboFault(*box);
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        return lineFault(*line);
    if (const auto* bar = qobject_cast<const QTabBar*>(&widget))
        return tabsFault(*bar);
    return {};
}

bool isScrolled(const QWidget& widget)
{
    const QWidget* view = widget.parentWidget();
    const auto* area = qobject_cast<const QAbstractScrollArea*>(view->parentWidget());
    return area != nullptr && area->viewport() == view;
}

/// Glass over its neighbours, made for that.
bool liesOverOthers(const QWidget& widget)
{
    return widget.objectName() == QLatin1String("plotReadOut") || widget.objectName() == QLatin1String("messageBar")
        || qobject_cast<const QSplitterHandle*>(&widget) != nullptr
        || widget.objectName() == QLatin1String("qt_qmainwindow_extended_splitter") || widget.inherits("QRubberBand")
        || widget.inherits("QFocusFrame") || widget.inherits("QSizeGrip");
}

QString placeFault(const QWidget& widget)
{
    const QWidget& parent = *widget.parentWidget();
    if (isScrolled(widget) || liesOverOthers(widget))
        return {};
    if (!parent.rect().contains(widget.geometry()))
        return QStringLiteral("sticks out of its parent");
    for (const QObject* child : parent.children()) {
        const auto* other = qobject_cast<const QWidget*>(child);
        const bool isNeighbour = other != nullptr && other > &widget && other->isVisible() && !other->isWindow();
        if (isNeighbour && !liesOverOthers(*other) && other->geometry().intersects(widget.geometry()))
            return QStringLiteral("overlaps ") + nameOf(*other);
    }
    return {};
}

} // namespace

QStringList clippedWidgets(const QWidget& window)
{
    QStringList faults;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->isWindow() || widget->window() != &window)
            continue;
        for (const QString& fault : {textFault(*widget), placeFault(*widget)}) {
            if (!fault.isEmpty())
                faults.append(nameOf(*widget) + QStringLiteral(": ") + fault);
        }
    }
    return faults;
}

} // namespace cnnvis::test
