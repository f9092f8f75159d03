// SPDX-License-Identifier: GPL-3.0-or-later
#include "dream/batch_runner.h"
#include "network/onednn_library.h"

// In place of what stands in onednn and of team_batch_runner.cpp where the build has no oneDNN.
namespace cnnvis {

std::unique_ptr<BatchRunner> makeTeamBatchRunner(const RunSettings& /*settings*/, const Network& /*network*/)
{
    return nullptr;
}

std::string onednn::libraryVersion()
{
    return {};
}

std::string onednn::libraryProblem()
{
    return "this build has no oneDNN, so that networks run on LibTorch's operators, several times as slowly";
}

} // namespace cnnvis
