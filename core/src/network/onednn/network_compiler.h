// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network/onednn/program_builder.h"
#include "network/sums.h"
#include "network/target_path.h"

#include <functional>
#include <unordered_map>
#include <vector>

namespace cnnvis::onednn {

/// In what the layers compute; the data and their gradient are float32 in any case.
enum class BlobType { Float32, BFloat16 };

/// Whether this processor has the instructions that make programs of this type fast.
bool isSupported(BlobType type);

struct CompileOptions {
    BlobType type = BlobType::Float32;
    Sums sums = Sums::Fastest;
    int threads = 1; ///< that each step takes
};

/// Makes a network ready to go to a target and back, one tile at a time.
/// @param weights  of the layers that the target needs; not needed afterwards.
/// @throws ModelError   as targetPath().
/// @throws dnnl::error  when oneDNN fails, and std::bad_alloc.
TileProgram compileNetwork(
    const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const CompileOptions& options);

/// Bytes of the weights as such a program keeps them: laid out for the way there and the way back.
double bytesOfLaidOutWeights(const LayerGraph& graph, TargetPoint target, Sums sums);

/// A program in the making, as the layers see it: where their inputs lie, and where outputs and gradients go.
///
/// Blobs of four dimensions are laid out in blocks of channels (nChw16c); all others are plain float32. What reads the
/// same values shares them: the outputs of Dropout and Split are their inputs, and where the channels allow it the
/// inputs of a Concat are parts of its output.
class NetworkCompiler {
public:
    NetworkCompiler(
        const LayerGraph& graph, const GraphWeights& weights, TargetPoint target, const CompileOptions& options);
    TileProgram compile();

    ProgramBuilder& program() { return m_program; }
    const LayerGraph& graph() const { return m_graph; }
    const std::vector<WeightBlob>& weightsOf(const LayerNode& layer) const;
    const CompileOptions& options() const { return m_options; }
    dnnl::memory::data_type blobType() const;
    static std::int64_t channelBlock();

    const BlobShape& shapeOf(int value) const;
    bool isData(int value) const { return source(value) == static_cast<std::size_t>(m_path.data); }
    /// Blocks of channels.
    Layout blocked(const BlobShape& shape, dnnl::memory::data_type type) const;
    /// Float32, the dimensions in their order.
    static Layout plain(const BlobShape& shape);
    Layout layoutOf(int value) const;

    /// Where the values lie that a layer reads; they are there already.
    Slot value(int value) const { return m_values[source(value)]; }
    /// Whether a gradient at the value has a use.
    bool dependsOnData(int value) const { return m_path.dependsOnData[source(value)]; }
    /// Where a layer's output is to go.
    Slot newValue(int value);
    /// Where in its output a Concat finds an input that is there without its doing.
    bool isPartOf(int concat, std::size_t input) const;
    /// The ReLU that a layer is to do along with its own work; nullptr: none.
    const LayerNode* fusedRelu(const LayerNode& layer) const;

    /// The gradient at a layer's output; an empty slot when nothing flows back.
    Slot gradient(int value) const { return m_gradients[source(value)]; }
    /// Has `emit` write the gradient at a layer's input, and adds it to what is there.
    void addGradient(int value, const std::function<void(const Slot&)>& emit);
    /// The same with values that lie there already, and are nobody else's.
    void addGradient(int value, const Slot& slot);

private:
    using Backward = std::function<void()>;

    std::size_t source(int value) const { return m_sources[static_cast<std::size_t>(value)]; }
    const LayerNode& layer(int index) const { return m_graph.layers()[static_cast<std::size_t>(index)]; }
    void shareIdentities();
    void fuseRelus();
    void shareConcats();
    Backward emit(const LayerNode& layer);

    struct Part {
        std::size_t whole = 0;
        std::int64_t firstChannel = 0;
        int concat = -1;
        std::size_t input = 0;
    };

    const LayerGraph& m_graph;
    const GraphWeights& m_weights;
    TargetPath m_path;
    CompileOptions m_options;
    ProgramBuilder m_program;
    std::vector<std::size_t> m_sources; ///< by value: the value whose memory it shares
    std::unordered_map<const LayerNode*, const LayerNode*> m_fused; ///< ReLUs, by the layer before
    std::unordered_map<std::size_t, Part> m_parts; ///< by value
    std::vector<Slot> m_values, m_gradients;
};

} // namespace cnnvis::onednn
