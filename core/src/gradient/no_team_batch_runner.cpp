// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/batch_runner.h"

namespace cnnvis {

// In place of team_batch_runner.cpp where the build has no oneDNN.
std::unique_ptr<BatchRunner> makeTeamBatchRunner(const RunSettings& /*settings*/, const Network& /*network*/)
{
    return nullptr;
}

} // namespace cnnvis
