// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "support/tiny_network.h"

#include <cmath>

namespace cnnvis::test {

/// How far a pixel moves with a learning rate of 1, no memory, and a gradient of -1: 1 / √(1 + 1e-8).
inline const double kUnit = 1.0 / std::sqrt(1.0 + 1e-8);

/// Dreams whose every number is known: the picture is plain, the gradient -1 everywhere, a step kUnit grey levels, and
/// nothing else acts.
class UnitDreams {
public:
    RunSettings settings(const char* size = "8x8") const;
    /// Starts from a photo all of one grey, 10 above the mean.
    Dream dream(const RunSettings& settings, PictureSize photoSize = {8, 8}) const;
    const NetworkFiles& files() const { return m_files; }
    const Network& network() const { return m_network; }

private:
    NetworkFiles m_files{kSumNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
};

/// Whether the pixel's blue is that many grey levels above the mean.
bool isAt(const Dream& dream, int row, int column, double expected);

} // namespace cnnvis::test
