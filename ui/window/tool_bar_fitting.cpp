// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/tool_bar_fitting.h"

#include <QEvent>
#include <QToolBar>
#include <QToolButton>

namespace cnnvis::ui {

ToolBarFitting::ToolBarFitting(QToolBar& bar, const QList<QAction*>& actions)
    : QObject(&bar)
    , m_bar(bar)
{
    for (QAction* action : actions)
        m_buttons.append(qobject_cast<QToolButton*>(bar.widgetForAction(action)));
    bar.installEventFilter(this);
}

bool ToolBarFitting::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fit();
    return QObject::eventFilter(watched, event);
}

int ToolBarFitting::textWidth() const
{
    int width = 0;
    for (const QToolButton* button : m_buttons)
        width += button->fontMetrics().horizontalAdvance(button->text()) + m_bar.fontMetrics().height() / 2;
    return width;
}

void ToolBarFitting::fit()
{
    const int needed = m_bar.sizeHint().width();
    const bool isTooNarrow = m_isIconOnly ? needed + textWidth() > m_bar.width() : needed > m_bar.width();
    if (isTooNarrow == m_isIconOnly)
        return;
    m_isIconOnly = isTooNarrow;
    for (QToolButton* button : m_buttons)
        button->setToolButtonStyle(m_isIconOnly ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

} // namespace cnnvis::ui
