// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/restart_bar.h"

#include "theme/themed_icon.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace cnnvis::ui {

RestartBar::RestartBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("restart_bar"));
    setProperty("role", QStringLiteral("bar"));
    const int margin = fontMetrics().height() / 3;
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * margin, margin, margin, margin);
    m_text->setObjectName(QStringLiteral("restart_text"));
    m_text->setWordWrap(true);
    layout->addWidget(m_text, 1);
    auto* const button =
        new QPushButton(themedIcon(QStringLiteral("restart"), QPalette::HighlightedText), tr("Restart"), this);
    button->setObjectName(QStringLiteral("restart_button"));
    button->setAccessibleName(tr("Restart the run with the changed settings"));
    button->setToolTip(button->accessibleName());
    button->setProperty("primary", true);
    layout->addWidget(button);
    connect(button, &QPushButton::clicked, this, &RestartBar::restartRequested);
    hide();
}

void RestartBar::setCount(int count)
{
    m_text->setText(count == 1 ? tr("1 change acts after a restart") : tr("%1 changes act after a restart").arg(count));
    setVisible(count > 0);
}

} // namespace cnnvis::ui
