// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/messages.h"

#include "plots/log_panel.h"

#include <utility>

namespace cnnvis::ui {

Messages::Messages(MessageBar& bar, LogPanel& log, QObject* parent)
    : QObject(parent)
    , m_bar(bar)
    , m_log(log)
{
    connect(&m_bar, &MessageBar::actionTriggered, this, [this] {
        if (const Action action = std::exchange(m_action, {}))
            action();
    });
}

void Messages::info(const QString& text, const QString& actionText, Action action)
{
    m_log.append(LogSeverity::Information, text);
    show(MessageBar::Kind::Info, text, actionText, std::move(action));
}

void Messages::warning(const QString& text, const QString& actionText, Action action)
{
    m_log.append(LogSeverity::Warning, text);
    show(MessageBar::Kind::Warning, text, actionText, std::move(action));
}

void Messages::error(const QString& text, const QString& actionText, Action action)
{
    m_log.append(LogSeverity::Error, text);
    show(MessageBar::Kind::Error, text, actionText, std::move(action));
}

void Messages::note(const QString& text)
{
    m_log.append(LogSeverity::Information, text);
    Q_EMIT noted(text);
}

void Messages::noteWarning(const QString& text)
{
    m_log.append(LogSeverity::Warning, text);
}

void Messages::dismiss()
{
    m_bar.dismiss();
}

void Messages::retract(const QString& text)
{
    if (!text.isEmpty() && m_bar.text() == text)
        m_bar.dismiss();
}

void Messages::show(MessageBar::Kind kind, const QString& text, const QString& actionText, Action action)
{
    m_action = std::move(action);
    m_bar.showMessage(kind, text, actionText);
}

} // namespace cnnvis::ui
