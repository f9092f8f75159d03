// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/tile_program.h"

#include <functional>
#include <vector>

namespace cnnvis::onednn {

/// Builds a program step by step. Each step says which slots it touches; a buffer's memory is shared with others from
/// its last use on.
class ProgramBuilder {
public:
    /// @param threads  of OpenMP; primitives remember how many there were when they were made.
    explicit ProgramBuilder(int threads);

    const dnnl::engine& engine() const { return m_program.engine; }

    /// A buffer of its own.
    Slot allocate(const Layout& layout);
    /// A part of another slot, so many bytes from its start.
    static Slot part(const Slot& whole, std::size_t offset, const Layout& layout);

    /// Appends a primitive. @param scratchpad  what it works in.
    void call(const dnnl::primitive& primitive, const Layout& scratchpad, std::vector<Argument> arguments);
    /// Appends work of our own.
    void work(const std::vector<Slot>& touched, std::function<void(TileMemory&)> work);
    /// Appends the change to another layout, where it is another. @return  where the values lie afterwards.
    Slot reordered(const Slot& slot, const Layout& wanted);
    /// Appends the change from one slot's layout to the other's.
    void reorder(const Slot& from, const Slot& to);

    /// Values that all tiles share, e.g. weights, laid out once and for all.
    dnnl::memory constant(const Layout& wanted, const Layout& given, const float* values) const;
    /// A place for the tensors that an operator of LibTorch keeps. @return  its index.
    int keepTensors() { return static_cast<int>(m_program.keptCount++); }

    /// Here the forward pass ends: the activation is read, its gradient written.
    void turn(const Slot& activation, const Slot& gradient);
    /// @param data, dataGradient  are read and written from outside.
    TileProgram finish(const Slot& data, const Slot& dataGradient);

private:
    void touch(const Slot& slot);
    void touchAt(const Slot& slot, std::size_t step);
    void placeBuffers();

    TileProgram m_program;
};

} // namespace cnnvis::onednn
