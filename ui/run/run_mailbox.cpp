// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_mailbox.h"

#include <utility>

namespace cnnvis::ui {

RunMailbox::RunMailbox(std::function<void()> wakeUi)
    : m_wakeUi(std::move(wakeUi))
{ }

void RunMailbox::post(const std::function<void(RunNews&)>& add)
{
    bool isUiWoken = false;
    {
        const std::lock_guard lock(m_mutex);
        add(m_news);
        isUiWoken = std::exchange(m_isUiWoken, true);
    }
    if (!isUiWoken)
        m_wakeUi();
}

void RunMailbox::putPicture(LivePicture picture)
{
    {
        const std::lock_guard lock(m_mutex);
        m_picture = std::move(picture);
    }
    post([](RunNews& news) { news.isPictureNew = true; });
}

void RunMailbox::postEnd(RunOutcome outcome)
{
    {
        const std::lock_guard lock(m_mutex);
        m_news.outcome = std::move(outcome);
        m_isUiWoken = true;
    }
    m_wakeUi();
}

bool RunMailbox::isPictureTaken() const
{
    const std::lock_guard lock(m_mutex);
    return !m_picture;
}

std::size_t RunMailbox::statesWaiting() const
{
    const std::lock_guard<std::mutex> lock(m_mutex);
    return m_news.states.size();
}

std::size_t RunMailbox::snapshotsWaiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_news.snapshots.size();
}

RunNews RunMailbox::take()
{
    const std::lock_guard lock(m_mutex);
    m_isUiWoken = false;
    return std::exchange(m_news, {});
}

bool RunMailbox::isEndWaiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_news.outcome.has_value();
}

LivePicture RunMailbox::takePicture()
{
    const std::lock_guard lock(m_mutex);
    LivePicture picture = m_picture ? std::move(*m_picture) : LivePicture();
    m_picture.reset();
    return picture;
}

} // namespace cnnvis::ui
