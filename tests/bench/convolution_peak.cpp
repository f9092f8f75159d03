// SPDX-License-Identifier: GPL-3.0-or-later
#include "convolution_peak.h"

#include "cnnvis/error.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/cuda.h>

#include <algorithm>
#include <array>
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

/// Makes convolutions of one kind of number on one device.
class ConvolutionMaker {
public:
    ConvolutionMaker(Precision precision, int gpu, int threads)
        : m_gpu(gpu)
        , m_threads(threads)
        , m_options(
              at::TensorOptions(precision == Precision::Bf16 ? at::kBFloat16 : at::kFloat)
                  .device(gpu >= 0 ? at::Device(at::kCUDA, static_cast<at::DeviceIndex>(gpu)) : at::Device(at::kCPU)))
    { }

    /// All threads work on the same one.
    PeakConvolution together(Shape shape, Layout layout) const
    {
        const std::int64_t batch = m_gpu >= 0 ? kOnGpu : kPerThread * m_threads;
        const Work convolve = convolution(shape, layout, batch);
        return {name(shape, layout), flops(shape, batch), [convolve, gpu = m_gpu] {
                    convolve();
                    waitForDevice(gpu);
                }};
    }

    /// Each thread works on one of its own, and none waits for another.
    PeakConvolution threadEach(Shape shape, Layout layout) const
    {
        const Work convolve = convolution(shape, layout, kPerThread);
        return {name(shape, layout) + " thread_each", m_threads * flops(shape, kPerThread),
            [convolve, threads = m_threads] {
                at::parallel_for(0, threads, 1, [&](std::int64_t begin, std::int64_t end) {
                    for (std::int64_t i = begin; i < end; ++i)
                        convolve();
                });
            }};
    }

private:
    Work convolution(Shape shape, Layout layout, std::int64_t batch) const
    {
        const at::Tensor input =
            laidOut(at::rand({batch, shape.channels, shape.side, shape.side}).to(m_options), layout);
        at::Tensor weight = laidOut(at::rand({shape.channels, shape.channels, 3, 3}).to(m_options), layout);
        if (layout == Layout::Mkldnn)
            weight = at::mkldnn_reorder_conv2d_weight(weight, {1, 1}, {1, 1}, {1, 1}, 1);
        return [=] {
            const at::NoGradGuard frozen;
            at::conv2d(input, weight, {}, 1, 1);
        };
    }

    static std::string name(Shape shape, Layout layout)
    {
        const std::string side = std::to_string(shape.side);
        return std::to_string(shape.channels) + "@" + side + "x" + side + " " + layoutName(layout);
    }

    static double flops(Shape shape, std::int64_t batch)
    {
        return 2.0 * 9.0 * static_cast<double>(batch * shape.side * shape.side * shape.channels * shape.channels);
    }

    static constexpr std::int64_t kPerThread = 2, kOnGpu = 64; ///< pictures
    int m_gpu, m_threads;
    at::TensorOptions m_options;
};

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
    constexpr std::array<Shape, 5> kShapes{{{256, 56}, {128, 56}, {64, 56}, {192, 28}, {512, 28}}};
    if (gpu >= static_cast<int>(torch::cuda::device_count()))
        throw DeviceError("--gpu " + std::to_string(gpu) + ": this LibTorch finds no such CUDA device");
    std::vector<Layout> layouts{Layout::ChannelsLast, Layout::Contiguous};
    if (gpu < 0 && at::hasMKLDNN())
        layouts.push_back(Layout::Mkldnn);
    const ConvolutionMaker maker(precision, gpu, threads);
    std::vector<PeakConvolution> convolutions;
    for (const Shape shape : kShapes) {
        for (const Layout layout : layouts) {
            convolutions.push_back(maker.together(shape, layout));
            if (gpu < 0 && threads > 1)
                convolutions.push_back(maker.threadEach(shape, layout));
        }
    }
    return convolutions;
}

std::vector<MeasuredPeak> measurePeak(Precision precision, int gpu, int threads, int repeats)
{
    const std::vector<PeakConvolution> convolutions = peakConvolutions(precision, gpu, threads);
    std::vector<Work> works;
    works.reserve(convolutions.size());
    for (const PeakConvolution& convolution : convolutions)
        works.push_back(convolution.run);
    const std::vector<Timing> timings = measureInTurn(repeats, works);
    std::vector<MeasuredPeak> peaks;
    peaks.reserve(convolutions.size());
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
