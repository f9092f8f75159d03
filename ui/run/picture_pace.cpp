// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/picture_pace.h"

#include <algorithm>

namespace cnnvis::ui {

void PicturePace::pictureMade(double seconds, double costSeconds)
{
    constexpr double kLeastGap = 0.09; // 11 a second
    m_dueSeconds = seconds + std::max(kLeastGap, costSeconds / m_shareOfRun);
}

} // namespace cnnvis::ui
