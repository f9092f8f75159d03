// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress_line.h"

#include "number_text.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace cnnvis::render {

namespace {

constexpr double kSecondsBetweenRewrites = 0.1;
constexpr double kSecondsBetweenLines = 5.0;
constexpr const char* kClearLine = "\r\x1b[K";

std::string rateText(double stepsPerSecond)
{
    if (stepsPerSecond >= 100.0)
        return fixedText(stepsPerSecond, 0);
    return stepsPerSecond >= 1.0 ? fixedText(stepsPerSecond, 1) : roundedText(stepsPerSecond, 2);
}

int terminalColumns()
{
    constexpr int kUsualColumns = 80;
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualColumns;
}

bool isLastStep(const Progress& progress)
{
    return progress.step >= progress.steps && progress.sizeIndex + 1 >= progress.sizes;
}

} // namespace

std::string progressText(const Progress& progress)
{
    std::string text = "size " + std::to_string(progress.sizeIndex + 1) + "/" + std::to_string(progress.sizes) + " ("
        + std::to_string(progress.size.height) + "x" + std::to_string(progress.size.width) + "), step "
        + std::to_string(progress.step) + "/" + std::to_string(progress.steps);
    if (progress.stepsPerSecond)
        text += ", " + rateText(*progress.stepsPerSecond) + " steps/s";
    if (progress.secondsLeft)
        text += ", " + durationText(*progress.secondsLeft) + " left";
    return text;
}

std::function<int()> columnsOfStandardError()
{
    const char* const terminal = std::getenv("TERM");
    const bool canRewrite = terminal != nullptr && std::string_view(terminal) != "dumb";
    return canRewrite && ::isatty(STDERR_FILENO) == 1 ? std::function<int()>(terminalColumns) : nullptr;
}

ProgressLine::ProgressLine(std::ostream& stream, std::function<int()> columns)
    : m_stream(stream)
    , m_columns(std::move(columns))
{ }

ProgressLine::~ProgressLine()
{
    end();
}

void ProgressLine::show(const Progress& progress, double seconds)
{
    if (!isDue(progress, seconds))
        return;
    m_lastShown = seconds;
    m_lastSizeIndex = progress.sizeIndex;
    std::string text = progressText(progress);
    if (!m_columns) {
        m_stream << text << std::endl;
        return;
    }
    // A line that wraps could not be rewritten.
    const auto room = static_cast<std::size_t>(std::max(m_columns() - 1, 0));
    text.resize(std::min(text.size(), room));
    m_stream << kClearLine << text << std::flush;
    m_isOnScreen = true;
}

void ProgressLine::clear()
{
    if (m_isOnScreen) {
        m_stream << kClearLine << std::flush;
        m_isOnScreen = false;
        m_lastShown.reset();
    }
}

void ProgressLine::end()
{
    if (m_isOnScreen) {
        m_stream << std::endl;
        m_isOnScreen = false;
    }
}

bool ProgressLine::isDue(const Progress& progress, double seconds) const
{
    if (!m_lastShown || progress.sizeIndex != m_lastSizeIndex || isLastStep(progress))
        return true;
    return seconds - *m_lastShown >= (m_columns ? kSecondsBetweenRewrites : kSecondsBetweenLines);
}

} // namespace cnnvis::render
