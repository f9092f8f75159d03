// SPDX-License-Identifier: GPL-3.0-or-later
#include "network/onednn/emit_layer.h"
#include "network/onednn/thread_limit.h"

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/from_blob.h>

#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace cnnvis::onednn {
namespace {

/// Some of LibTorch's operators, and the linear algebra below them, sum in an order that hangs on the number of
/// threads. All of them keep to one in a parallel region.
/// @param isConvolution  those of LibTorch 2.6, on two threads at once, gave NaN now and then: one tile at a time.
void runOnOneThread(bool isConvolution, const std::function<void()>& work)
{
    static std::mutex convolutions;
    std::unique_lock<std::mutex> lock(convolutions, std::defer_lock);
    if (isConvolution)
        lock.lock();
    const ThreadLimit limit(2); // fewer are no region
    at::parallel_for(0, 2, 1, [&](std::int64_t first, std::int64_t /*end*/) {
        if (first == 0)
            work();
    });
}

/// A layer by LibTorch's operators, which take and give blobs with their dimensions in order.
class PlainLayer {
public:
    PlainLayer(NetworkCompiler& compiler, const LayerNode& layer)
        : m_compiler(compiler)
        , m_layer(layer)
        , m_kept(compiler.program().keepTensors())
    {
        Tensors weights;
        for (const WeightBlob& blob : compiler.weightsOf(layer)) {
            // from_blob() takes no const pointer; the values are only copied from.
            weights.push_back(at::from_blob(const_cast<float*>(blob.values.data()), blob.shape).clone());
        }
        m_operator = makeLayer({compiler.graph(), layer, Computation(), weights});
    }

    void emitForward()
    {
        ProgramBuilder& program = m_compiler.program();
        for (const int input : m_layer.inputs)
            m_inputs.push_back(program.reordered(m_compiler.value(input), plainLayout(input)));
        std::vector<Slot> outputs;
        for (const int output : m_layer.outputs)
            outputs.push_back(program.allocate(plainLayout(output)));
        std::vector<Slot> touched = m_inputs;
        touched.insert(touched.end(), outputs.begin(), outputs.end());
        program.work(touched,
            [layer = m_operator, isConvolution = isConvolution(), kept = m_kept, inputs = m_inputs,
                inputShapes = shapesOf(m_layer.inputs), outputs](TileMemory& memory) {
                Tensors& tensors = memory.kept(kept);
                tensors.clear();
                Tensors results;
                runOnOneThread(
                    isConvolution, [&] { results = layer->forward(read(memory, inputs, inputShapes), tensors); });
                for (std::size_t i = 0; i < results.size(); ++i)
                    write(memory, results[i], outputs[i]);
            });
        m_outputs = outputs;
        for (std::size_t i = 0; i < outputs.size(); ++i)
            program.reorder(outputs[i], m_compiler.newValue(m_layer.outputs[i]));
    }

    void emitBackward() const
    {
        ProgramBuilder& program = m_compiler.program();
        std::vector<Slot> gradients;
        bool isReached = false;
        for (const int output : m_layer.outputs) {
            const Slot gradient = m_compiler.gradient(output);
            isReached = isReached || gradient;
            gradients.push_back(gradient ? program.reordered(gradient, plainLayout(output)) : Slot());
        }
        if (!isReached)
            return;
        std::vector<Slot> results;
        for (const int input : m_layer.inputs)
            results.push_back(program.allocate(plainLayout(input)));
        emitWork(gradients, results);
        for (std::size_t i = 0; i < results.size(); ++i)
            m_compiler.addGradient(m_layer.inputs[i], [&](const Slot& into) { program.reorder(results[i], into); });
    }

private:
    bool isConvolution() const { return std::holds_alternative<ConvolutionKind>(m_layer.kind); }
    Layout plainLayout(int value) const { return NetworkCompiler::plain(m_compiler.shapeOf(value)); }

    std::vector<BlobShape> shapesOf(const std::vector<int>& values) const
    {
        std::vector<BlobShape> shapes;
        for (const int value : values)
            shapes.push_back(m_compiler.shapeOf(value));
        return shapes;
    }

    /// Undefined tensors for empty slots.
    static Tensors read(const TileMemory& memory, const std::vector<Slot>& slots, const std::vector<BlobShape>& shapes)
    {
        Tensors tensors;
        for (std::size_t i = 0; i < slots.size(); ++i)
            tensors.push_back(slots[i] ? at::from_blob(memory.at<float>(slots[i]), shapes[i]) : at::Tensor());
        return tensors;
    }

    /// Zeros for an undefined tensor.
    static void write(const TileMemory& memory, const at::Tensor& values, const Slot& slot)
    {
        const std::size_t size = slot.layout.get_size();
        if (values.defined())
            std::memcpy(memory.at<float>(slot), values.contiguous().data_ptr<float>(), size);
        else
            std::memset(memory.at<float>(slot), 0, size);
    }

    void emitWork(const std::vector<Slot>& gradients, const std::vector<Slot>& results) const
    {
        // What the operator keeps may lie in its inputs' and outputs' memory.
        std::vector<Slot> touched = m_inputs;
        touched.insert(touched.end(), m_outputs.begin(), m_outputs.end());
        touched.insert(touched.end(), results.begin(), results.end());
        for (const Slot& gradient : gradients) {
            if (gradient)
                touched.push_back(gradient);
        }
        m_compiler.program().work(touched,
            [layer = m_operator, isConvolution = isConvolution(), kept = m_kept, gradients,
                shapes = shapesOf(m_layer.outputs), results](TileMemory& memory) {
                Tensors atInputs;
                runOnOneThread(isConvolution,
                    [&] { atInputs = layer->backward(read(memory, gradients, shapes), memory.kept(kept)); });
                memory.kept(kept).clear();
                for (std::size_t i = 0; i < results.size(); ++i)
                    write(memory, i < atInputs.size() ? atInputs[i] : at::Tensor(), results[i]);
            });
    }

    NetworkCompiler& m_compiler;
    const LayerNode& m_layer;
    int m_kept;
    std::shared_ptr<LayerOperator> m_operator;
    std::vector<Slot> m_inputs, m_outputs;
};

} // namespace

EmitBackward emitPlainLayer(NetworkCompiler& compiler, const LayerNode& layer)
{
    auto plain = std::make_shared<PlainLayer>(compiler, layer);
    plain->emitForward();
    return [plain] { plain->emitBackward(); };
}

} // namespace cnnvis::onednn
