// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/gradient_runner.h"

namespace cnnvis {

// In place of team_gradient_runner.cpp where the build has no oneDNN.
std::unique_ptr<GradientRunner> makeTeamGradientRunner(const GradientRequest& /*request*/, const Network& /*network*/)
{
    return nullptr;
}

std::optional<RunnerAttributes> attributesOfTeamRunner(
    const GradientRequest& /*request*/, const Network& /*network*/, int /*threads*/)
{
    return std::nullopt;
}

} // namespace cnnvis
