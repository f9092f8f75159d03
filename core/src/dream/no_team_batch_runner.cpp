// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/batch_runner.h"

// In place of team_batch_runner.cpp where the build has no oneDNN.
namespace cnnvis {

std::unique_ptr<BatchRunner> makeTeamBatchRunner(const RunSettings& /*settings*/, const Network& /*network*/)
{
    return nullptr;
}

} // namespace cnnvis
