// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/picture_pace.h"

#include <algorithm>

namespace cnnvis::ui {

void PicturePace::pictureMade(double seconds, double costSeconds)
{
    constexpr double kLeastGap = 0.09; // 11 a second
    constexpr double kShareOfRun = 0.03;
    m_dueSeconds = seconds + std::max(kLeastGap, costSeconds / kShareOfRun);
}

} // namespace cnnvis::ui
