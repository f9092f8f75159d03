// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/run_input.h"

#include "cnnvis/picture_file.h"
#include "run/run_failure.h"

namespace cnnvis::ui {
namespace {

/// Without decoding the picture; empty for a start from noise.
PictureSize startSizeOf(const RunRequest& request)
{
    if (!request.startPicture.isEmpty())
        return request.startPicture.size();
    const std::string& path = request.settings.initialImage;
    return path.empty() ? PictureSize() : readPictureSize(expandEnvironment(path));
}

} // namespace

Network networkOf(const RunRequest& request, NetworkCache& networks)
{
    // Random weights are drawn from the seed that the network was loaded with, which may be another by now.
    const bool fits = request.network && request.network->hasTrainedWeights();
    return fits ? *request.network : networks.get(request.settings);
}

Picture startPictureOf(const RunRequest& request)
{
    if (!request.startPicture.isEmpty())
        return request.startPicture;
    const std::string& path = request.settings.initialImage;
    return path.empty() ? Picture() : readPicture(expandEnvironment(path));
}

PlanOutcome planOf(int planId, const RunRequest& request, NetworkCache& networks) noexcept
{
    PlanOutcome outcome;
    outcome.planId = planId;
    try {
        outcome.network = networkOf(request, networks);
        outcome.plan = planRun(request.settings, *outcome.network, startSizeOf(request));
    } catch (...) {
        outcome.problem = currentFailure(request.settings).problem;
    }
    return outcome;
}

} // namespace cnnvis::ui
