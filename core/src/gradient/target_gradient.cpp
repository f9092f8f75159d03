// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/target_gradient.h"

#include "cnnvis/error.h"
#include "network/torch_failure.h"
#include "picture/real_image.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <new>
#include <utility>

namespace cnnvis {
namespace {

[[noreturn]] void rethrow(const c10::Error& error)
{
    rethrowTorchFailure(error, "a smaller --batch_size needs less memory", "choose another --target_layer");
}

[[noreturn]] void throwOutOfMemory()
{
    throw DeviceError("The network could not be computed: there is not enough memory; end other programs, or give a "
                      "smaller --batch_size or fewer --threads");
}

std::unique_ptr<GradientRunner> makeRunner(const GradientRequest& request, const Network& network)
{
    std::unique_ptr<GradientRunner> team = makeTeamGradientRunner(request, network);
    return team ? std::move(team) : makeGraphGradientRunner(request, network);
}

} // namespace

double RunnerAttributes::bytesOfBatch(int tiles, PictureSize tileSize) const
{
    constexpr double kPixelsAndGradients = 2.0;
    return kPixelsAndGradients * sizeof(float) * static_cast<double>(valueCount(tileSize)) * tiles
        + bytesPerTile * std::min(tiles, tilesInHand);
}

RunnerAttributes attributesOfRunner(const GradientRequest& request, const Network& network, int threads)
{
    const std::optional<RunnerAttributes> team = attributesOfTeamRunner(request, network, threads);
    return team ? *team : attributesOfGraphRunner(request, network, threads);
}

TargetGradient::TargetGradient(const GradientRequest& request, const Network& network)
try : m_runner(makeRunner(request, network)) {
} catch (const c10::Error& error) {
    rethrow(error);
} catch (const std::bad_alloc&) {
    throwOutOfMemory();
}

BatchReport TargetGradient::compute(
    const TileSource& source, int count, const Objective& objective, Sums sums, float* gradients)
{
    try {
        return m_runner->run(source, count, objective, sums, gradients);
    } catch (const c10::Error& error) {
        rethrow(error);
    } catch (const std::bad_alloc&) {
        throwOutOfMemory();
    }
}

} // namespace cnnvis
