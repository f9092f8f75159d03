// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/tool_bar_fitting.h"

#include <QEvent>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace cnnvis::ui {

namespace {

Qt::ToolButtonStyle styleOf(bool hasText)
{
    return hasText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
}

} // namespace

ToolBarFitting::ToolBarFitting(QToolBar& bar, QList<QList<QToolButton*>> groups)
    : QObject(&bar)
    , m_bar(bar)
    , m_groups(std::move(groups))
    , m_model(new QToolButton(&bar))
{
    m_model->setObjectName(QStringLiteral("toolBarModel"));
    m_model->setToolTip(bar.accessibleName());
    m_model->setFocusPolicy(Qt::NoFocus);
    m_model->hide();
    for (const QList<QToolButton*>& group : std::as_const(m_groups)) {
        for (const QToolButton* button : group)
            m_leastWidths.insert(button, button->minimumWidth());
    }
    bar.installEventFilter(this);
}

bool ToolBarFitting::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fit();
    return QObject::eventFilter(watched, event);
}

int ToolBarFitting::widthOf(const QToolButton& button, bool hasText) const
{
    m_model->setText(button.text());
    m_model->setIcon(button.icon());
    m_model->setIconSize(button.iconSize());
    m_model->setPopupMode(button.popupMode());
    m_model->setMenu(button.menu());
    m_model->setToolButtonStyle(styleOf(hasText));
    return std::max(m_model->sizeHint().width(), hasText ? m_leastWidths.value(&button) : 0);
}

/// Always from the full texts on, so that it depends on the width alone, and not on what was before.
void ToolBarFitting::fit()
{
    int needed = m_bar.sizeHint().width();
    for (const QList<QToolButton*>& group : std::as_const(m_groups)) {
        for (const QToolButton* button : group)
            needed += widthOf(*button, true) - std::max(button->sizeHint().width(), button->minimumWidth());
    }
    for (const QList<QToolButton*>& group : std::as_const(m_groups)) {
        const bool hasText = needed <= m_bar.width();
        for (QToolButton* button : group) {
            if (!hasText)
                needed += widthOf(*button, false) - widthOf(*button, true);
            button->setToolButtonStyle(styleOf(hasText));
            button->setMinimumWidth(hasText ? m_leastWidths.value(button) : 0);
        }
    }
}

} // namespace cnnvis::ui
