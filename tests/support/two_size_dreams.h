// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/session_input.h"
#include "support/random_values.h"
#include "support/tiny_network.h"

namespace cnnvis::test {

/// Dreams of a tiny network at two sizes of four tiles each.
class TwoSizeDreams {
public:
    /// @param steps  at each size.
    RunSettings settings(int steps) const
    {
        RunSettings settings = m_files.settings("sum");
        settings.initialSize = "12x12";
        settings.finalSize = "14x15";
        settings.numSizes = 2;
        settings.numSteps = steps;
        return settings;
    }
    Dream dream(const RunSettings& settings) const { return Dream(settings, m_network, randomPicture({12, 12})); }
    /// @param steps  at each size.
    SessionRequest request(int steps) const { return {settings(steps), randomPicture({12, 12}), {}, {}}; }

private:
    NetworkFiles m_files{kSumNetwork};
    Network m_network = m_files.load(m_files.settings("sum"));
};

} // namespace cnnvis::test
