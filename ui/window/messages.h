// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preview/message_bar.h"

#include <QObject>
#include <QString>

#include <functional>

namespace cnnvis::ui {

class LogPanel;

/// Tells people what happened: in the bar at the top of the picture, and in the log, which keeps it. Never in a box
/// that has to be clicked away. Lives on the ui thread.
class Messages : public QObject {
    Q_OBJECT

public:
    using Action = std::function<void()>;

    /// @param bar, log  outlive this.
    Messages(MessageBar& bar, LogPanel& log, QObject* parent);

    /// @param actionText  of the button that does `action`; empty: none.
    void info(const QString& text, const QString& actionText = {}, Action action = {});
    void warning(const QString& text, const QString& actionText = {}, Action action = {});
    void error(const QString& text, const QString& actionText = {}, Action action = {});
    /// In the log alone.
    void note(const QString& text);
    void noteWarning(const QString& text);
    /// Takes the bar away.
    void dismiss();
    /// The same, if that is what it says: it is no longer so.
    void retract(const QString& text);

Q_SIGNALS:
    /// Good news that only needs a moment, for the status bar.
    void noted(const QString& text);

private:
    void show(MessageBar::Kind kind, const QString& text, const QString& actionText, Action action);

    MessageBar& m_bar;
    LogPanel& m_log;
    Action m_action;
};

} // namespace cnnvis::ui
