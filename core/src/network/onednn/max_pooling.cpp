// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/max_pooling.h"

#include "network/onednn/network_compiler.h"
#include "network/onednn/vector_lanes.h"
#include "util/processor_clones.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace cnnvis::onednn {
namespace {

using Geometry = MaxPooling::Geometry;

std::vector<MaxPooling::Span> spansOf(
    std::int64_t length, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, std::int64_t padding)
{
    std::vector<MaxPooling::Span> spans;
    for (std::int64_t i = 0; i < outputs; ++i) {
        const std::int64_t start = i * stride - padding;
        const std::int64_t first = std::max<std::int64_t>(0, -start);
        spans.push_back({start + first, first, std::min(kernel, length - start) - first});
    }
    return spans;
}

/// Calls visit(pixel, tap) for the values of a window: where each lies in the blob, and which one of the kernel it is.
template <typename Visit>
CNNVIS_INLINED void visitWindow(
    const Geometry& geometry, const MaxPooling::Span& rows, const MaxPooling::Span& columns, const Visit& visit)
{
    for (std::int64_t y = 0; y < rows.count; ++y) {
        const std::int64_t pixel = (rows.start + y) * geometry.width + columns.start;
        const std::int64_t tap = (rows.first + y) * geometry.kernelWidth + columns.first;
        for (std::int64_t x = 0; x < columns.count; ++x)
            visit(pixel + x, static_cast<std::int32_t>(tap + x));
    }
}

template <int kBlock, typename Value>
CNNVIS_INLINED void takeLargest(const Geometry& geometry, const Value* input, Value* output, std::uint8_t* winners)
{
    using Floats = typename Lanes<kBlock>::Floats;
    using Integers = typename Lanes<kBlock>::Integers;
    const std::int64_t planeLength = geometry.height * geometry.width * kBlock;
    for (std::int64_t plane = 0; plane < geometry.blocks; ++plane, input += planeLength) {
        for (const MaxPooling::Span& rows : geometry.rows) {
            for (const MaxPooling::Span& columns : geometry.columns) {
                const auto first = static_cast<std::int32_t>(rows.first * geometry.kernelWidth + columns.first);
                Floats largest = Floats{} + std::numeric_limits<float>::lowest();
                Integers winner = Integers{} + first;
                visitWindow(geometry, rows, columns, [&](std::int64_t pixel, std::int32_t tap) {
                    Floats value;
                    load<kBlock>(input + pixel * kBlock, value);
                    winner = value > largest ? Integers{} + tap : winner;
                    largest = value > largest ? value : largest;
                });
                store<kBlock>(largest, output);
                store<kBlock>(winner, winners);
                output += kBlock;
                winners += kBlock;
            }
        }
    }
}

template <int kBlock, typename Value>
CNNVIS_INLINED void giveToLargest(
    const Geometry& geometry, const Value* gradient, const std::uint8_t* winners, Value* result)
{
    using Floats = typename Lanes<kBlock>::Floats;
    using Integers = typename Lanes<kBlock>::Integers;
    const std::int64_t planeLength = geometry.height * geometry.width * kBlock;
    for (std::int64_t plane = 0; plane < geometry.blocks; ++plane, result += planeLength) {
        for (const MaxPooling::Span& rows : geometry.rows) {
            for (const MaxPooling::Span& columns : geometry.columns) {
                Floats value;
                Integers winner;
                load<kBlock>(gradient, value);
                load<kBlock>(winners, winner);
                visitWindow(geometry, rows, columns, [&](std::int64_t pixel, std::int32_t tap) {
                    Floats sum;
                    load<kBlock>(result + pixel * kBlock, sum);
                    sum += winner == tap ? value : Floats{};
                    store<kBlock>(sum, result + pixel * kBlock);
                });
                gradient += kBlock;
                winners += kBlock;
            }
        }
    }
}

CNNVIS_PROCESSOR_CLONES void largest16(
    const Geometry& geometry, const float* input, float* output, std::uint8_t* winners)
{
    takeLargest<16>(geometry, input, output, winners);
}
CNNVIS_PROCESSOR_CLONES void largest8(
    const Geometry& geometry, const float* input, float* output, std::uint8_t* winners)
{
    takeLargest<8>(geometry, input, output, winners);
}
CNNVIS_PROCESSOR_CLONES void largestHalf(
    const Geometry& geometry, const BFloat16* input, BFloat16* output, std::uint8_t* winners)
{
    takeLargest<16>(geometry, input, output, winners);
}
CNNVIS_PROCESSOR_CLONES void give16(
    const Geometry& geometry, const float* gradient, const std::uint8_t* winners, float* result)
{
    giveToLargest<16>(geometry, gradient, winners, result);
}
CNNVIS_PROCESSOR_CLONES void give8(
    const Geometry& geometry, const float* gradient, const std::uint8_t* winners, float* result)
{
    giveToLargest<8>(geometry, gradient, winners, result);
}
CNNVIS_PROCESSOR_CLONES void giveHalf(
    const Geometry& geometry, const BFloat16* gradient, const std::uint8_t* winners, BFloat16* result)
{
    giveToLargest<16>(geometry, gradient, winners, result);
}

} // namespace

MaxPooling::MaxPooling(const BlobShape& input, const BlobShape& output, const Window& window)
{
    const std::int64_t block = NetworkCompiler::channelBlock();
    m_geometry.blocks = (input[1] + block - 1) / block;
    m_geometry.height = input[2];
    m_geometry.width = input[3];
    m_geometry.kernelWidth = window.kernel[1];
    m_geometry.rows = spansOf(input[2], output[2], window.kernel[0], window.stride[0], window.before[0]);
    m_geometry.columns = spansOf(input[3], output[3], window.kernel[1], window.stride[1], window.before[1]);
}

Layout MaxPooling::winnersLayout(const Layout& output)
{
    const auto count = static_cast<std::int64_t>(output.get_size() / valueSize(output));
    return {{count}, dnnl::memory::data_type::u8, dnnl::memory::format_tag::x};
}

void MaxPooling::forward(const TileMemory& memory, const Slot& input, const Slot& output, const Slot& winners) const
{
    auto* const bytes = memory.at<std::uint8_t>(winners);
    if (isBFloat16(input.layout))
        largestHalf(m_geometry, memory.at<BFloat16>(input), memory.at<BFloat16>(output), bytes);
    else if (NetworkCompiler::channelBlock() == 16)
        largest16(m_geometry, memory.at<float>(input), memory.at<float>(output), bytes);
    else
        largest8(m_geometry, memory.at<float>(input), memory.at<float>(output), bytes);
}

void MaxPooling::backward(const TileMemory& memory, const Slot& gradient, const Slot& winners, const Slot& result) const
{
    const auto* const bytes = memory.at<std::uint8_t>(winners);
    std::memset(memory.at<void>(result), 0, result.layout.get_size());
    if (isBFloat16(gradient.layout))
        giveHalf(m_geometry, memory.at<BFloat16>(gradient), bytes, memory.at<BFloat16>(result));
    else if (NetworkCompiler::channelBlock() == 16)
        give16(m_geometry, memory.at<float>(gradient), bytes, memory.at<float>(result));
    else
        give8(m_geometry, memory.at<float>(gradient), bytes, memory.at<float>(result));
}

} // namespace cnnvis::onednn
