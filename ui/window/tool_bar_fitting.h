// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>

class QAction;
class QToolBar;
class QToolButton;

namespace cnnvis::ui {

/// Keeps all of a tool bar in sight: the narrower it is, the more of its buttons go by their icons alone. Owned by the
/// bar.
class ToolBarFitting : public QObject {
    Q_OBJECT

public:
    /// @param groups  of the bar's buttons, in the order in which they give their texts up.
    ToolBarFitting(QToolBar& bar, QList<QList<QToolButton*>> groups);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    /// How wide a button is with its text, or without.
    int widthOf(const QToolButton& button, bool hasText) const;

    QToolBar& m_bar;
    QList<QList<QToolButton*>> m_groups;
    QHash<const QToolButton*, int> m_leastWidths; ///< of those with a text that changes
    QToolButton* m_model; ///< in which sizes are tried; never seen
};

} // namespace cnnvis::ui
