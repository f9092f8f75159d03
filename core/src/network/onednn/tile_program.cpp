// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/tile_program.h"

#include "network/onednn/thread_limit.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/from_blob.h>

#include <cstdlib>
#include <cstring>
#include <new>

namespace cnnvis::onednn {
namespace {

std::byte* allocate(std::size_t size)
{
    constexpr std::size_t kPage = 4096;
    void* const start = std::aligned_alloc(kPage, (size + kPage - 1) / kPage * kPage);
    if (start == nullptr)
        throw std::bad_alloc();
    std::memset(start, 0, size); // so that a step meets memory that is there already
    return static_cast<std::byte*>(start);
}

} // namespace

TileMemory::TileMemory(std::size_t size, const std::vector<Buffer>& buffers, std::size_t keptCount)
    : m_start(allocate(size))
    , m_buffers(buffers)
    , m_kept(keptCount)
{ }

void TileMemory::Free::operator()(std::byte* start) const
{
    std::free(start);
}

TileRunner::TileRunner(std::shared_ptr<const TileProgram> program)
    : m_program(std::move(program))
    , m_memory(m_program->memorySize, m_program->buffers, m_program->keptCount)
    , m_stream(m_program->engine)
{
    for (const Step& step : m_program->steps) {
        std::unordered_map<int, dnnl::memory> arguments;
        for (const Argument& argument : step.arguments) {
            arguments[argument.name] = argument.slot
                ? dnnl::memory(argument.slot.layout, m_program->engine, m_memory.at<void>(argument.slot))
                : argument.constant;
        }
        m_arguments.push_back(std::move(arguments));
    }
}

at::Tensor TileRunner::forward()
{
    run(0, m_program->turn);
    return at::from_blob(m_memory.at<float>(m_program->activation), m_program->activationShape);
}

const float* TileRunner::backward(const at::Tensor& gradient)
{
    const at::Tensor plain = gradient.contiguous();
    std::memcpy(m_memory.at<float>(m_program->activationGradient), plain.data_ptr<float>(),
        static_cast<std::size_t>(plain.numel()) * sizeof(float));
    run(m_program->turn, m_program->steps.size());
    return m_memory.at<float>(m_program->dataGradient);
}

void TileRunner::run(std::size_t first, std::size_t end)
{
    const at::NoGradGuard frozen;
    // A single tile is not run in a parallel region, where oneDNN would take but one thread by itself.
    const ThreadLimit limit(m_program->threads);
    for (std::size_t i = first; i < end; ++i) {
        const Step& step = m_program->steps[i];
        if (step.work)
            step.work(m_memory);
        else
            step.primitive.execute(m_stream, m_arguments[i]);
    }
}

} // namespace cnnvis::onednn
