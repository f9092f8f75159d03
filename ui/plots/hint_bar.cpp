// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/hint_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace cnnvis::ui {

HintBar::HintBar(const QString& text, const QString& actionText, const QString& actionHelp, QWidget* parent)
    : QFrame(parent)
{
    setProperty("role", QStringLiteral("bar")); // a message bar of the theme
    setAccessibleName(text);
    auto* label = new QLabel(text, this);
    auto* action = new QPushButton(actionText, this);
    action->setObjectName(QStringLiteral("hintAction"));
    action->setToolTip(actionHelp);
    action->setAccessibleName(actionText);
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName(QStringLiteral("hintDismiss"));
    dismiss->setText(QStringLiteral("×"));
    dismiss->setAutoRaise(true);
    dismiss->setFocusPolicy(Qt::StrongFocus);
    dismiss->setToolTip(tr("Put this hint away"));
    dismiss->setAccessibleName(tr("Dismiss the hint"));
    auto* layout = new QHBoxLayout(this);
    const int margin = fontMetrics().height() / 4;
    layout->setContentsMargins(4 * margin, margin, margin, margin);
    layout->addWidget(label, 1);
    layout->addWidget(action);
    layout->addWidget(dismiss);
    connect(action, &QPushButton::clicked, this, &HintBar::accepted);
    connect(dismiss, &QToolButton::clicked, this, &HintBar::dismissed);
}

} // namespace cnnvis::ui
