// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/program_builder.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cnnvis::onednn {
namespace {

constexpr std::size_t kAlignment = 64; // a cache line, and the longest vector

std::size_t alignedUp(std::size_t size)
{
    return (size + kAlignment - 1) / kAlignment * kAlignment;
}

} // namespace

ProgramBuilder::ProgramBuilder(int threads)
{
    m_program.threads = threads;
    m_program.engine = dnnl::engine(dnnl::engine::kind::cpu, 0);
}

Slot ProgramBuilder::allocate(const Layout& layout)
{
    Buffer buffer;
    buffer.size = alignedUp(layout.get_size());
    m_program.buffers.push_back(buffer);
    return {static_cast<int>(m_program.buffers.size()) - 1, 0, layout};
}

Slot ProgramBuilder::part(const Slot& whole, std::size_t offset, const Layout& layout)
{
    return {whole.buffer, whole.offset + offset, layout};
}

void ProgramBuilder::touchAt(const Slot& slot, std::size_t step)
{
    Buffer& buffer = m_program.buffers[static_cast<std::size_t>(slot.buffer)];
    buffer.first = buffer.isTouched ? std::min(buffer.first, step) : step;
    buffer.last = buffer.isTouched ? std::max(buffer.last, step) : step;
    buffer.isTouched = true;
}

void ProgramBuilder::touch(const Slot& slot)
{
    touchAt(slot, m_program.steps.size());
}

void ProgramBuilder::call(const dnnl::primitive& primitive, const Layout& scratchpad, std::vector<Argument> arguments)
{
    if (scratchpad.get_size() > 0)
        arguments.push_back({DNNL_ARG_SCRATCHPAD, allocate(scratchpad), {}});
    for (const Argument& argument : arguments) {
        if (argument.slot)
            touch(argument.slot);
    }
    m_program.steps.push_back({primitive, std::move(arguments), {}});
}

void ProgramBuilder::work(const std::vector<Slot>& touched, std::function<void(TileMemory&)> work)
{
    for (const Slot& slot : touched)
        touch(slot);
    m_program.steps.push_back({{}, {}, std::move(work)});
}

void ProgramBuilder::reorder(const Slot& from, const Slot& to)
{
    const dnnl::reorder::primitive_desc description(engine(), from.layout, engine(), to.layout, plainAttributes());
    call(dnnl::reorder(description), description.scratchpad_desc(), {{DNNL_ARG_FROM, from, {}}, {DNNL_ARG_TO, to, {}}});
}

Slot ProgramBuilder::reordered(const Slot& slot, const Layout& wanted)
{
    if (slot.layout == wanted)
        return slot;
    const Slot result = allocate(wanted);
    reorder(slot, result);
    return result;
}

dnnl::memory ProgramBuilder::constant(const Layout& wanted, const Layout& given, const float* values) const
{
    // oneDNN takes no const pointer; the values are only copied from.
    dnnl::memory plain(given, engine(), const_cast<float*>(values));
    dnnl::memory result(wanted, engine());
    dnnl::stream stream(engine());
    dnnl::reorder(plain, result).execute(stream, plain, result);
    stream.wait();
    return result;
}

void ProgramBuilder::turn(const Slot& activation, const Slot& gradient)
{
    m_program.turn = m_program.steps.size();
    m_program.activation = activation;
    m_program.activationGradient = gradient;
    // Between the two passes the objective reads the one and makes the other.
    work({activation, gradient}, [](TileMemory& /*memory*/) {});
}

TileProgram ProgramBuilder::finish(const Slot& data, const Slot& dataGradient)
{
    touchAt(data, 0);
    touch(dataGradient);
    m_program.data = data;
    m_program.dataGradient = dataGradient;
    placeBuffers();
    return std::move(m_program);
}

/// Gives each buffer, the largest first, the lowest place that is free for as long as it is in use.
void ProgramBuilder::placeBuffers()
{
    std::vector<std::size_t> order(m_program.buffers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return m_program.buffers[a].size > m_program.buffers[b].size; });
    std::vector<std::size_t> placed; // by offset
    for (const std::size_t index : order) {
        Buffer& buffer = m_program.buffers[index];
        std::size_t offset = 0;
        for (const std::size_t other : placed) {
            const Buffer& neighbour = m_program.buffers[other];
            const bool isTogether = buffer.first <= neighbour.last && neighbour.first <= buffer.last;
            if (isTogether && neighbour.offset < offset + buffer.size)
                offset = std::max(offset, neighbour.offset + neighbour.size);
        }
        buffer.offset = offset;
        m_program.memorySize = std::max(m_program.memorySize, offset + buffer.size);
        const auto behind = std::find_if(
            placed.begin(), placed.end(), [&](std::size_t other) { return m_program.buffers[other].offset > offset; });
        placed.insert(behind, index);
    }
}

} // namespace cnnvis::onednn
