// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

class QAction;
class QToolBar;
class QToolButton;

namespace cnnvis::ui {

/// Keeps all of a tool bar in sight: where it is too narrow for all texts, some buttons go by their icons alone. Owned
/// by the bar.
class ToolBarFitting : public QObject {
    Q_OBJECT

public:
    /// @param actions  of the bar, whose icons speak for themselves.
    ToolBarFitting(QToolBar& bar, const QList<QAction*>& actions);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    /// What the texts add to the icons.
    int textWidth() const;

    QToolBar& m_bar;
    QList<QToolButton*> m_buttons;
    bool m_isIconOnly = false;
};

} // namespace cnnvis::ui
