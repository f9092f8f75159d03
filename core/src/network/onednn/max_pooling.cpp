// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/max_pooling.h"

#include "network/onednn/network_compiler.h"
#include "network/onednn/vector_lanes.h"
#include "util/processor_clones.h"

#include <algorithm>
#include <cstring>

namespace cnnvis::onednn {
namespace {

using Geometry = MaxPooling::Geometry;
using Span = MaxPooling::Span;

std::vector<Span> spansOf(
    std::int64_t length, std::int64_t outputs, std::int64_t kernel, std::int64_t stride, std::int64_t padding)
{
    std::vector<Span> spans;
    for (std::int64_t i = 0; i < outputs; ++i) {
        const std::int64_t start = i * stride - padding;
        const std::int64_t first = std::max<std::int64_t>(0, -start);
        // Rounded up, the last window of a stride that leaves gaps can begin behind the end.
        const std::int64_t end = std::max(first, std::min(kernel, length - start));
        spans.push_back({std::min(start + first, length), first, end - first});
    }
    return spans;
}

/// Calls visit(row, column, tap) for the values of a window: which of its rows it is, where it lies in the row, and
/// which value of the kernel it is.
/// @tparam kSide  a whole square window, whose loops unroll; 0: any.
template <int kSide, typename Visit>
CNNVIS_INLINED void visitWindow(const Geometry& geometry, const Span& rows, const Span& columns, const Visit& visit)
{
    if constexpr (kSide > 0) {
#pragma GCC unroll 9
        for (int tap = 0; tap < kSide * kSide; ++tap)
            visit(tap / kSide, columns.start + tap % kSide, tap);
    } else {
        for (std::int64_t y = 0; y < rows.count; ++y) {
            const std::int64_t tap = (rows.first + y) * geometry.kernelWidth + columns.first;
            for (std::int64_t x = 0; x < columns.count; ++x)
                visit(y, columns.start + x, static_cast<int>(tap + x));
        }
    }
}

/// The side of a window that is whole and usual, else 0.
CNNVIS_INLINED int usualSide(const Geometry& geometry, const Span& rows, const Span& columns)
{
    const bool isWhole = rows.count == geometry.kernelHeight && columns.count == geometry.kernelWidth;
    const bool isUsual = geometry.kernelHeight == geometry.kernelWidth && geometry.kernelWidth <= 3;
    return isWhole && isUsual ? static_cast<int>(geometry.kernelWidth) : 0;
}

/// @param input  the window's first row.
template <int kBlock, int kSide, typename Value>
CNNVIS_INLINED void takeLargestOf(const Geometry& geometry, const Span& rows, const Span& columns, const Value* input,
    Value* output, std::uint8_t* winners)
{
    using Floats = typename Lanes<kBlock>::Floats;
    Floats largest = Floats{} + PoolingKind::kNoMaximum;
    // As numbers that a processor takes from memory into all lanes at once; it gathers integers slowly.
    Floats winner = Floats{} + static_cast<float>(rows.first * geometry.kernelWidth + columns.first);
    visitWindow<kSide>(
        geometry, rows, columns, [&](std::int64_t row, std::int64_t column, int tap) CNNVIS_INLINED_LAMBDA {
            Floats value;
            load<kBlock>(input + (row * geometry.width + column) * kBlock, value);
            winner = value > largest ? Floats{} + static_cast<float>(tap) : winner;
            largest = value > largest ? value : largest;
        });
    store<kBlock>(largest, output);
    store<kBlock>(__builtin_convertvector(winner, typename Lanes<kBlock>::Integers), winners);
}

template <int kBlock, typename Value>
CNNVIS_INLINED void takeLargest(const Geometry& geometry, const Value* input, Value* output, std::uint8_t* winners)
{
    const std::int64_t planeLength = geometry.height * geometry.width * kBlock;
    for (std::int64_t plane = 0; plane < geometry.blocks; ++plane, input += planeLength) {
        for (const Span& rows : geometry.rows) {
            const Value* const from = input + rows.start * geometry.width * kBlock;
            for (const Span& columns : geometry.columns) {
                const int side = usualSide(geometry, rows, columns);
                if (side == 3)
                    takeLargestOf<kBlock, 3>(geometry, rows, columns, from, output, winners);
                else if (side == 2)
                    takeLargestOf<kBlock, 2>(geometry, rows, columns, from, output, winners);
                else
                    takeLargestOf<kBlock, 0>(geometry, rows, columns, from, output, winners);
                output += kBlock;
                winners += kBlock;
            }
        }
    }
}

/// Sums of gradients in as many rows of a plane as a window has, in a ring.
struct SumRows {
    float* values;
    std::int64_t length; ///< of a row
    std::int64_t count;

    float* at(std::int64_t row) const { return values + row % count * length; }
};

/// @param sums  of the window's rows, one after the other.
template <int kBlock, int kSide, typename Value>
CNNVIS_INLINED void giveToLargestOf(const Geometry& geometry, const Span& rows, const Span& columns,
    const Value* gradient, const std::uint8_t* winners, float* const* sums)
{
    using Floats = typename Lanes<kBlock>::Floats;
    using Integers = typename Lanes<kBlock>::Integers;
    Floats value;
    Integers winner;
    load<kBlock>(gradient, value);
    load<kBlock>(winners, winner);
    visitWindow<kSide>(
        geometry, rows, columns, [&](std::int64_t row, std::int64_t column, int tap) CNNVIS_INLINED_LAMBDA {
            Floats sum;
            load<kBlock>(sums[row] + column * kBlock, sum);
            sum = winner == tap ? sum + value : sum;
            store<kBlock>(sum, sums[row] + column * kBlock);
        });
}

/// Writes rows of sums, which are zeros afterwards.
template <int kBlock, typename Value>
CNNVIS_INLINED void writeRows(const SumRows& sums, std::int64_t first, std::int64_t end, Value* plane)
{
    for (std::int64_t row = first; row < end; ++row) {
        float* const from = sums.at(row);
        for (std::int64_t i = 0; i < sums.length; i += kBlock) {
            typename Lanes<kBlock>::Floats sum;
            load<kBlock>(from + i, sum);
            store<kBlock>(sum, plane + row * sums.length + i);
            store<kBlock>(typename Lanes<kBlock>::Floats{}, from + i);
        }
    }
}

/// @param sumValues  zeros, as many as a window's rows have.
template <int kBlock, typename Value>
CNNVIS_INLINED void giveToLargest(
    const Geometry& geometry, const Value* gradient, const std::uint8_t* winners, float* sumValues, Value* result)
{
    const SumRows sums{sumValues, geometry.width * kBlock, geometry.kernelHeight};
    for (std::int64_t plane = 0; plane < geometry.blocks; ++plane, result += geometry.height * sums.length) {
        std::int64_t written = 0;
        for (const Span& rows : geometry.rows) {
            writeRows<kBlock>(sums, written, rows.start, result);
            written = std::max(written, rows.start);
            float* window[MaxPooling::kMostRows];
            for (std::int64_t row = 0; row < rows.count; ++row)
                window[row] = sums.at(rows.start + row);
            for (const Span& columns : geometry.columns) {
                const int side = usualSide(geometry, rows, columns);
                if (side == 3)
                    giveToLargestOf<kBlock, 3>(geometry, rows, columns, gradient, winners, window);
                else if (side == 2)
                    giveToLargestOf<kBlock, 2>(geometry, rows, columns, gradient, winners, window);
                else
                    giveToLargestOf<kBlock, 0>(geometry, rows, columns, gradient, winners, window);
                gradient += kBlock;
                winners += kBlock;
            }
        }
        writeRows<kBlock>(sums, written, geometry.height, result);
    }
}

CNNVIS_FOR_AVX512 void largest16(const Geometry& geometry, const float* input, float* output, std::uint8_t* winners)
{
    takeLargest<16>(geometry, input, output, winners);
}
CNNVIS_FOR_AVX2 void largest8(const Geometry& geometry, const float* input, float* output, std::uint8_t* winners)
{
    takeLargest<8>(geometry, input, output, winners);
}
CNNVIS_FOR_AVX512 void largestHalf(
    const Geometry& geometry, const BFloat16* input, BFloat16* output, std::uint8_t* winners)
{
    takeLargest<16>(geometry, input, output, winners);
}
CNNVIS_FOR_AVX512 void give16(
    const Geometry& geometry, const float* gradient, const std::uint8_t* winners, float* sums, float* result)
{
    giveToLargest<16>(geometry, gradient, winners, sums, result);
}
CNNVIS_FOR_AVX2 void give8(
    const Geometry& geometry, const float* gradient, const std::uint8_t* winners, float* sums, float* result)
{
    giveToLargest<8>(geometry, gradient, winners, sums, result);
}
CNNVIS_FOR_AVX512 void giveHalf(
    const Geometry& geometry, const BFloat16* gradient, const std::uint8_t* winners, float* sums, BFloat16* result)
{
    giveToLargest<16>(geometry, gradient, winners, sums, result);
}

} // namespace

MaxPooling::MaxPooling(const BlobShape& input, const BlobShape& output, const Window& window)
{
    const std::int64_t block = NetworkCompiler::channelBlock();
    m_geometry.blocks = (input[1] + block - 1) / block;
    m_geometry.height = input[2];
    m_geometry.width = input[3];
    m_geometry.kernelHeight = window.kernel[0];
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

Layout MaxPooling::sumsLayout() const
{
    const std::int64_t count = m_geometry.kernelHeight * m_geometry.width * NetworkCompiler::channelBlock();
    return {{count}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::x};
}

void MaxPooling::backward(
    const TileMemory& memory, const Slot& gradient, const Slot& winners, const Slot& sums, const Slot& result) const
{
    const auto* const bytes = memory.at<std::uint8_t>(winners);
    auto* const rows = memory.at<float>(sums);
    std::memset(rows, 0, sums.layout.get_size());
    if (isBFloat16(gradient.layout))
        giveHalf(m_geometry, memory.at<BFloat16>(gradient), bytes, rows, memory.at<BFloat16>(result));
    else if (NetworkCompiler::channelBlock() == 16)
        give16(m_geometry, memory.at<float>(gradient), bytes, rows, memory.at<float>(result));
    else
        give8(m_geometry, memory.at<float>(gradient), bytes, rows, memory.at<float>(result));
}

} // namespace cnnvis::onednn
