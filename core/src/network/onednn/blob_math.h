// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/program_builder.h"

/// Steps of our own on blobs in blocks of channels, of float32 or bfloat16. Channels that fill up a block stay zero.
namespace cnnvis::onednn {

/// Bytes from the start of a blob to a channel, the first of its block.
std::size_t channelOffset(const Layout& blob, std::int64_t channel, std::int64_t channelBlock);

/// sum += summand
void emitSum(ProgramBuilder& program, const Slot& sum, const Slot& summand);
/// output = input > 0 ? input : slope · input
void emitReluForward(ProgramBuilder& program, float slope, const Slot& input, const Slot& output);
/// result = output > 0 ? gradient : slope · gradient; may be in place.
void emitReluBackward(
    ProgramBuilder& program, float slope, const Slot& output, const Slot& gradient, const Slot& result);

} // namespace cnnvis::onednn
