// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/layers/layer_operator.h"
#include "network/onednn/dnnl_primitives.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace cnnvis::onednn {

/// A piece of the memory that one tile is worked on in: where in which buffer, and how its values lie.
struct Slot {
    int buffer = -1; ///< -1: none
    std::size_t offset = 0; ///< bytes from the start of the buffer
    Layout layout;

    explicit operator bool() const { return buffer >= 0; }
};

/// Where a buffer lies in the arena, and for how long: from the first to the last of the steps that touch it.
struct Buffer {
    std::size_t offset = 0, size = 0; ///< bytes
    std::size_t first = 0, last = 0;
    bool isTouched = false;
};

/// What one tile is worked on in: an arena that all buffers share, and tensors that LibTorch's operators keep.
class TileMemory {
public:
    TileMemory(std::size_t size, const std::vector<Buffer>& buffers, std::size_t keptCount);

    template <typename Value>
    Value* at(const Slot& slot) const
    {
        return reinterpret_cast<Value*>(
            m_start.get() + m_buffers[static_cast<std::size_t>(slot.buffer)].offset + slot.offset);
    }
    Tensors& kept(int index) { return m_kept[static_cast<std::size_t>(index)]; }

private:
    struct Free {
        void operator()(std::byte* start) const;
    };
    std::unique_ptr<std::byte, Free> m_start;
    const std::vector<Buffer>& m_buffers;
    std::vector<Tensors> m_kept;
};

/// What a primitive of oneDNN is given: a piece of the tile's memory, or weights.
struct Argument {
    int name = 0; ///< DNNL_ARG_…
    Slot slot;
    dnnl::memory constant; ///< where there is no slot
};

/// One thing to do to a tile: a primitive, or work of our own.
struct Step {
    dnnl::primitive primitive;
    std::vector<Argument> arguments;
    std::function<void(TileMemory&)> work;
};

/// A network made ready to go to a target and back: the steps in their order, and where each buffer lies in the arena.
/// Several threads may run one program, each with memory of its own.
struct TileProgram {
    dnnl::engine engine;
    std::vector<Step> steps;
    int threads = 1; ///< that its primitives were made for, and are run with
    std::size_t turn = 0; ///< how many of them are the forward pass
    std::size_t memorySize = 0; ///< bytes of the arena
    std::vector<Buffer> buffers;
    std::size_t keptCount = 0;
    Slot data; ///< (1, 3, height, width), channels last
    Slot activation; ///< the target's, its dimensions in their order
    Slot activationGradient; ///< the same at the target layer's own output
    Slot dataGradient; ///< as `data`
    std::vector<std::int64_t> activationShape;
};

/// Runs a program, for one tile at a time. Not thread-safe; as many of them as there are threads.
class TileRunner {
public:
    explicit TileRunner(std::shared_ptr<const TileProgram> program);

    /// Where the pixels are written before each forward(): (height, width, 3) float32, BGR less the mean.
    float* pixels() { return m_memory.at<float>(m_program->data); }
    /// @return  the target (1, …) float32; valid until backward().
    at::Tensor forward();
    /// Once after each forward().
    /// @param gradient  at the target layer's own output, of its shape.
    /// @return          at the data, as pixels(); valid until the next forward().
    const float* backward(const at::Tensor& gradient);

private:
    void run(std::size_t first, std::size_t end);

    std::shared_ptr<const TileProgram> m_program;
    TileMemory m_memory;
    dnnl::stream m_stream;
    std::vector<std::unordered_map<int, dnnl::memory>> m_arguments; ///< by step
};

} // namespace cnnvis::onednn
