// SPDX-License-Identifier: GPL-3.0-or-later
#include "gradient/target_gradient.h"

#include "cnnvis/error.h"
#include "gradient/batch_runner.h"
#include "objective/objective.h"
#include "network/torch_failure.h"

#include <ATen/Context.h>
#include <c10/util/Exception.h>

#include <new>
#include <string>
#include <utility>

namespace cnnvis {
namespace {

at::Device deviceOf(const RunSettings& settings)
{
    if (settings.gpu < 0)
        return at::kCPU;
    if (!at::hasCUDA())
        throw DeviceError("--gpu " + std::to_string(settings.gpu)
            + ": this LibTorch finds no CUDA device; leave --gpu out to compute on the main processor");
    const std::size_t count = at::getNumGPUs();
    if (static_cast<std::size_t>(settings.gpu) >= count)
        throw DeviceError("--gpu " + std::to_string(settings.gpu) + ": there are only " + std::to_string(count)
            + " CUDA devices, counted from 0");
    return {at::kCUDA, static_cast<at::DeviceIndex>(settings.gpu)};
}

[[noreturn]] void rethrow(const c10::Error& error)
{
    rethrowTorchFailure(error, "a smaller --batch_size needs less memory", "choose another --target_layer");
}

[[noreturn]] void throwOutOfMemory()
{
    throw DeviceError("The network could not be computed: there is not enough memory; end other programs, or give a "
                      "smaller --batch_size or fewer --threads");
}

std::unique_ptr<BatchRunner> makeRunner(const RunSettings& settings, const Network& network)
{
    const at::Device device = deviceOf(settings);
    std::unique_ptr<BatchRunner> team = device.is_cpu() ? makeTeamBatchRunner(settings, network) : nullptr;
    return team ? std::move(team) : makeGraphBatchRunner(settings, network, device);
}

} // namespace

class TargetGradient::Impl {
public:
    std::unique_ptr<BatchRunner> runner;
};

BatchReport reportOf(const at::Tensor& activation, const RunSettings& settings)
{
    BatchReport report;
    report.objective = objectiveValue(activation, settings);
    if (settings.imageType == ImageType::AmplifyNeuron)
        report.neuronMean = neuronMean(activation, settings);
    return report;
}

TargetGradient::TargetGradient(const RunSettings& settings, const Network& network)
try : m_impl(std::make_unique<Impl>(Impl{makeRunner(settings, network)})) {
} catch (const c10::Error& error) {
    rethrow(error);
} catch (const std::bad_alloc&) {
    throwOutOfMemory();
}

TargetGradient::~TargetGradient() = default;

Precision TargetGradient::precision() const
{
    return m_impl->runner->precision();
}

void TargetGradient::setGivenBatch(int tiles)
{
    m_impl->runner->setGivenBatch(tiles);
}

BatchReport TargetGradient::compute(const TileSource& source, int count, const RunSettings& settings, float* gradients)
{
    try {
        return m_impl->runner->run(source, count, settings, gradients);
    } catch (const c10::Error& error) {
        rethrow(error);
    } catch (const std::bad_alloc&) {
        throwOutOfMemory();
    }
}

} // namespace cnnvis
