// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/blob_math.h"

#include "network/onednn/vector_lanes.h"
#include "util/processor_clones.h"

#include <cstddef>

namespace cnnvis::onednn {
namespace {

CNNVIS_PROCESSOR_CLONES void add(float* sum, const float* summand, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += summand[i];
}

/// @param count  whole blocks, as all blobs in bfloat16 have.
CNNVIS_FOR_AVX512 void add(BFloat16* sum, const BFloat16* summand, std::size_t count)
{
    for (std::size_t i = 0; i < count; i += 16) {
        Lanes<16>::Floats left, right;
        load<16>(sum + i, left);
        load<16>(summand + i, right);
        store<16>(left + right, sum + i);
    }
}

/// result = decider > 0 ? value : slope · value
CNNVIS_PROCESSOR_CLONES void rectify(
    const float* decider, const float* value, float slope, float* result, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        result[i] = decider[i] > 0.0F ? value[i] : slope * value[i];
}

CNNVIS_FOR_AVX512 void rectify(
    const BFloat16* decider, const BFloat16* value, float slope, BFloat16* result, std::size_t count)
{
    for (std::size_t i = 0; i < count; i += 16) {
        Lanes<16>::Floats decision, gradient;
        load<16>(decider + i, decision);
        load<16>(value + i, gradient);
        store<16>(decision > 0.0F ? gradient : slope * gradient, result + i);
    }
}

bool isHalf(const Slot& slot)
{
    return isBFloat16(slot.layout);
}

std::size_t countOf(const Slot& slot)
{
    return slot.layout.get_size() / valueSize(slot.layout);
}

void emitRectify(ProgramBuilder& program, float slope, const Slot& decider, const Slot& value, const Slot& result)
{
    const std::size_t count = countOf(value);
    if (isHalf(value)) {
        program.work({decider, value, result}, [=](TileMemory& memory) {
            rectify(
                memory.at<BFloat16>(decider), memory.at<BFloat16>(value), slope, memory.at<BFloat16>(result), count);
        });
    } else {
        program.work({decider, value, result}, [=](TileMemory& memory) {
            rectify(memory.at<float>(decider), memory.at<float>(value), slope, memory.at<float>(result), count);
        });
    }
}

} // namespace

std::size_t channelOffset(const Layout& blob, std::int64_t channel, std::int64_t channelBlock)
{
    const std::int64_t channels = dimsOf(blob)[1];
    const std::int64_t blocks = (channels + channelBlock - 1) / channelBlock;
    return blob.get_size() / static_cast<std::size_t>(blocks) * static_cast<std::size_t>(channel / channelBlock);
}

void emitSum(ProgramBuilder& program, const Slot& sum, const Slot& summand)
{
    const std::size_t count = countOf(sum);
    if (isHalf(sum)) {
        program.work({sum, summand},
            [=](TileMemory& memory) { add(memory.at<BFloat16>(sum), memory.at<BFloat16>(summand), count); });
    } else {
        program.work(
            {sum, summand}, [=](TileMemory& memory) { add(memory.at<float>(sum), memory.at<float>(summand), count); });
    }
}

void emitReluForward(ProgramBuilder& program, float slope, const Slot& input, const Slot& output)
{
    emitRectify(program, slope, input, input, output);
}

void emitReluBackward(
    ProgramBuilder& program, float slope, const Slot& output, const Slot& gradient, const Slot& result)
{
    emitRectify(program, slope, output, gradient, result);
}

} // namespace cnnvis::onednn
