// SPDX-License-Identifier: GPL-3.0-or-later
#include "convolution_peak.h"

#include "cnnvis/error.h"

#include <ATen/ATen.h>
#include <torch/cuda.h>

#include <algorithm>
#include <cstdint>

namespace cnnvis {
namespace {

enum class Layout { ChannelsLast, Contiguous, Mkldnn };

struct Shape {
    std::int64_t channels, side;
};

const char* layoutName(Layout layout)
{
    switch (layout) {
    case Layout::ChannelsLast:
        return "channels_last";
    case Layout::Contiguous:
        return "contiguous";
    case Layout::Mkldnn:
        break;
    }
    return "mkldnn";
}

at::Tensor laidOut(const at::Tensor& tensor, Layout layout)
{
    if (layout == Layout::Mkldnn)
        return tensor.to_mkldnn();
    return tensor.contiguous(
        layout == Layout::ChannelsLast ? at::MemoryFormat::ChannelsLast : at::MemoryFormat::Contiguous);
}

PeakConvolution makeConvolution(
    Shape shape, Layout layout, std::int64_t batch, const at::TensorOptions& options, int gpu)
{
    const at::Tensor input = laidOut(at::rand({batch, shape.channels, shape.side, shape.side}).to(options), layout);
    at::Tensor weight = laidOut(at::rand({shape.channels, shape.channels, 3, 3}).to(options), layout);
    if (layout == Layout::Mkldnn)
        weight = at::mkldnn_reorder_conv2d_weight(weight, {1, 1}, {1, 1}, {1, 1}, 1);
    PeakConvolution convolution;
    convolution.name = std::to_string(shape.channels) + "@" + std::to_string(shape.side) + "x"
        + std::to_string(shape.side) + " " + layoutName(layout);
    convolution.flops =
        2.0 * 9.0 * static_cast<double>(batch * shape.side * shape.side * shape.channels * shape.channels);
    convolution.run = [=] {
        const at::NoGradGuard frozen;
        at::conv2d(input, weight, {}, 1, 1);
        waitForDevice(gpu);
    };
    return convolution;
}

} // namespace

std::string precisionName(Precision precision)
{
    return precision == Precision::Bf16 ? "bf16" : "fp32";
}

bool hasBfloat16(int gpu)
{
    if (gpu >= 0)
        return true;
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16") != 0;
#else
    return false;
#endif
}

std::vector<PeakConvolution> peakConvolutions(Precision precision, int gpu, int threads)
{
    constexpr Shape kShapes[] = {{256, 56}, {128, 56}, {64, 56}, {192, 28}, {512, 28}};
    if (gpu >= static_cast<int>(torch::cuda::device_count()))
        throw DeviceError("--gpu " + std::to_string(gpu) + ": this LibTorch finds no such CUDA device");
    const at::Device device =
        gpu >= 0 ? at::Device(at::kCUDA, static_cast<at::DeviceIndex>(gpu)) : at::Device(at::kCPU);
    const at::TensorOptions options =
        at::TensorOptions(device).dtype(precision == Precision::Bf16 ? at::kBFloat16 : at::kFloat);
    const std::int64_t batch = gpu >= 0 ? 64 : 2 * std::max(threads, 1);
    std::vector<Layout> layouts{Layout::ChannelsLast, Layout::Contiguous};
    if (gpu < 0 && at::hasMKLDNN())
        layouts.push_back(Layout::Mkldnn);
    std::vector<PeakConvolution> convolutions;
    for (const Shape shape : kShapes) {
        for (const Layout layout : layouts)
            convolutions.push_back(makeConvolution(shape, layout, batch, options, gpu));
    }
    return convolutions;
}

std::vector<MeasuredPeak> measurePeak(Precision precision, int gpu, int threads, int repeats)
{
    const std::vector<PeakConvolution> convolutions = peakConvolutions(precision, gpu, threads);
    std::vector<Work> works;
    for (const PeakConvolution& convolution : convolutions)
        works.push_back(convolution.run);
    const std::vector<Timing> timings = measureInTurn(repeats, works);
    std::vector<MeasuredPeak> peaks;
    for (std::size_t i = 0; i < convolutions.size(); ++i)
        peaks.push_back({convolutions[i], timings[i].minimum()});
    std::sort(peaks.begin(), peaks.end(),
        [](const MeasuredPeak& left, const MeasuredPeak& right) { return left.gflops() > right.gflops(); });
    return peaks;
}

void waitForDevice(int gpu)
{
    if (gpu >= 0)
        torch::cuda::synchronize(gpu);
}

} // namespace cnnvis
