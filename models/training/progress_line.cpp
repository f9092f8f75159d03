// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress_line.h"

#include "text_format.h"

#include <cmath>
#include <utility>

namespace cnnvis::training {
namespace {

constexpr double kSecondsBetweenLines = 20.0;

std::string durationText(double seconds)
{
    const auto minutes = static_cast<long>(std::ceil(seconds / 60.0));
    return minutes < 60 ? formatted("%ld min", minutes) : formatted("%ld h %02ld min", minutes / 60, minutes % 60);
}

} // namespace

ProgressLine::ProgressLine(std::vector<std::string> classifiers)
    : m_classifiers(std::move(classifiers))
{ }

std::string ProgressLine::textOf(const TrainingProgress& progress)
{
    const Clock::time_point now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - m_lastTime).count();
    const bool isFirst = !std::exchange(m_hasBegun, true);
    const bool isLast = progress.step == progress.steps;
    if (!isFirst && !isLast && seconds < kSecondsBetweenLines)
        return {};
    const double speed = static_cast<double>(progress.images - m_lastImages) / seconds;
    const double pace = seconds / (progress.share - m_lastShare);
    m_lastTime = now;
    m_lastImages = progress.images;
    m_lastShare = progress.share;
    if (isFirst)
        return {};
    m_secondsPerShare = m_secondsPerShare > 0.0 ? 0.8 * m_secondsPerShare + 0.2 * pace : pace;
    std::string text =
        formatted("%lld of %lld images (%.1f %%, side %d)  loss %.3f  right", static_cast<long long>(progress.images),
            static_cast<long long>(progress.allImages), 100.0 * progress.share, progress.side, progress.loss);
    for (std::size_t i = 0; i < progress.accuracy.size(); ++i)
        text += formatted(" %s %.1f %%", m_classifiers[i].c_str(), 100.0 * progress.accuracy[i]);
    return text + formatted("  %.0f images/s  ", speed) + durationText(m_secondsPerShare * (1.0 - progress.share))
        + " left";
}

} // namespace cnnvis::training
