// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/random_graph.h"

#include "cnnvis/error.h"
#include "support/random_values.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <variant>
#include <vector>

namespace cnnvis::test {
namespace {

using Names = std::vector<std::string>;

class GraphMaker {
public:
    explicit GraphMaker(std::uint64_t seed)
        : m_random(seed)
    { }

    RandomGraph make()
    {
        m_result.graph.addInput("data", {1, 3, from(1, 20), from(1, 20)});
        const int layers = static_cast<int>(from(2, 12));
        // Some choices do not fit, and are made again.
        for (int tries = 0; tries < 100 && static_cast<int>(m_result.graph.layers().size()) < layers; ++tries)
            tryLayer();
        m_result.target = chooseTarget();
        drawWeights();
        return std::move(m_result);
    }

private:
    std::int64_t from(std::int64_t least, std::int64_t most)
    {
        return least + static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(most - least + 1));
    }
    bool isOne(std::int64_t in) { return from(1, in) == 1; }
    template <typename Value>
    Value oneOf(const std::vector<Value>& values)
    {
        return values[static_cast<std::size_t>(from(0, static_cast<std::int64_t>(values.size()) - 1))];
    }
    Pair pairFrom(std::int64_t least, std::int64_t most)
    {
        const std::int64_t side = from(least, most);
        return {side, isOne(4) ? from(least, most) : side};
    }

    /// The blobs as they stand now; those that were overwritten in place are not there.
    Names blobs() const
    {
        Names names;
        for (const BlobValue& value : m_result.graph.values()) {
            if (std::find(names.begin(), names.end(), value.name) == names.end())
                names.push_back(value.name);
        }
        return names;
    }
    const BlobShape& shapeOf(const std::string& blob) const
    {
        const auto& values = m_result.graph.values();
        const auto value =
            std::find_if(values.rbegin(), values.rend(), [&](const BlobValue& each) { return each.name == blob; });
        return *value->shape;
    }
    /// One of the last few as a rule, so that the network gets deep.
    std::string chooseBlob()
    {
        const Names names = blobs();
        const auto count = static_cast<std::int64_t>(names.size());
        const std::int64_t back = isOne(3) ? from(1, count) : from(1, std::min<std::int64_t>(count, 2));
        return names[static_cast<std::size_t>(count - back)];
    }
    /// Blobs that agree with one but for an axis.
    Names chooseLike(const std::string& blob, std::size_t freeAxis, std::int64_t count)
    {
        Names like;
        for (const std::string& other : blobs()) {
            BlobShape mine = shapeOf(blob);
            BlobShape others = shapeOf(other);
            if (mine.size() != others.size())
                continue;
            if (freeAxis < mine.size())
                mine[freeAxis] = others[freeAxis];
            if (mine == others)
                like.push_back(other);
        }
        Names chosen{blob};
        while (static_cast<std::int64_t>(chosen.size()) < count)
            chosen.insert(chosen.begin() + from(0, static_cast<std::int64_t>(chosen.size())), oneOf(like));
        return chosen;
    }

    void tryLayer()
    {
        const std::string bottom = chooseBlob();
        try {
            if (shapeOf(bottom).size() == 4 && !isOne(12))
                addImageLayer(bottom);
            else
                addAnyLayer(bottom);
        } catch (const ModelError&) {
            return; // it does not fit there
        }
    }

    void addImageLayer(const std::string& bottom)
    {
        switch (from(0, 9)) {
        case 0:
        case 1:
        case 2:
        case 3:
            add(convolution(shapeOf(bottom)[1]), {bottom});
            if (!isOne(3))
                addRelu(m_result.graph.values().back().name);
            return;
        case 4:
        case 5:
            return add(pooling(), {bottom});
        case 6:
            return add(normalisation(), {bottom});
        case 7:
        case 8:
            return add(ConcatKind{isOne(6) ? 2 : 1}, chooseLike(bottom, 1, from(1, 4)));
        default:
            return addRelu(bottom);
        }
    }

    void addAnyLayer(const std::string& bottom)
    {
        switch (from(0, 13)) {
        case 0:
            return addInPlaceOrNot(IdentityKind{}, bottom);
        case 1:
            return addWithTops(IdentityKind{}, {bottom}, 2);
        case 2:
        case 3:
            return add(innerProduct(), {bottom});
        case 4:
            return addInPlaceOrNot(BatchNormKind{}, bottom);
        case 5: {
            ScaleKind scale;
            scale.hasBias = isOne(2);
            return addInPlaceOrNot(scale, bottom);
        }
        case 6:
            return add(EltwiseKind{oneOf<EltwiseKind::Operation>({EltwiseKind::Operation::Sum,
                                       EltwiseKind::Operation::Product, EltwiseKind::Operation::Maximum}),
                           {}},
                chooseLike(bottom, 4, from(2, 3)));
        case 7:
            return addInPlaceOrNot(oneOf<LayerKind>({PreluKind{}, EluKind{}, SigmoidKind{}, TanhKind{}}), bottom);
        case 8:
            return addWithTops(SliceKind{}, {bottom}, from(2, 3));
        case 9:
            return add(oneOf<LayerKind>({FlattenKind{}, SoftmaxKind{}, PermuteKind{{0, 1, 3, 2}}}), {bottom});
        case 10:
            return addInPlaceOrNot(PowerKind{2.0, 0.5, 0.1}, bottom);
        case 11:
            return addInPlaceOrNot(oneOf<LayerKind>({Relu6Kind{}, AbsoluteKind{}, SwishKind{}, ClipKind{-1.0, 2.0},
                                       ExpKind{1.0, 0.1, 0.0}, BiasKind{}}),
                bottom);
        case 12:
            return add(oneOf<LayerKind>({MvnKind{true, isOne(2), 0.1}, NormalizeKind{isOne(2), isOne(2), 1.0, {}},
                           ShuffleKind{2}, InterpolationKind{{0, 0}, 2, 3, 0, 0}}),
                {bottom});
        default:
            return addRelu(bottom);
        }
    }

    ConvolutionKind convolution(std::int64_t channels)
    {
        ConvolutionKind kind;
        kind.groups = isOne(5) ? oneOf<std::int64_t>({channels, 2, 3}) : 1;
        kind.outputs = oneOf<std::int64_t>({1, 5, 8, 16, 16, 20, 32, 48});
        if (kind.groups > 1)
            kind.outputs = kind.groups * from(1, 3);
        kind.kernel = isOne(3) ? Pair{1, 1} : pairFrom(1, 5);
        kind.stride = isOne(3) ? pairFrom(1, 3) : Pair{1, 1};
        kind.padding = isOne(2) ? pairFrom(0, 3) : Pair{0, 0};
        kind.dilation = isOne(8) ? pairFrom(1, 2) : Pair{1, 1};
        kind.hasBias = !isOne(4);
        kind.isTransposed = isOne(10);
        return kind;
    }

    PoolingKind pooling()
    {
        PoolingKind kind;
        kind.method = isOne(2) ? PoolingKind::Method::Max : PoolingKind::Method::Average;
        kind.isGlobal = isOne(8);
        if (kind.isGlobal)
            return kind;
        kind.kernel = isOne(12) ? pairFrom(16, 17) : pairFrom(1, 4);
        kind.stride = pairFrom(1, 3);
        kind.padding = isOne(2) ? pairFrom(0, 2) : Pair{0, 0};
        // With gaps between the windows, a last one that sticks out may hold nothing at all.
        const bool hasGaps = kind.stride[0] > kind.kernel[0] || kind.stride[1] > kind.kernel[1];
        kind.roundsUp = !hasGaps && !isOne(4);
        return kind;
    }

    LrnKind normalisation()
    {
        LrnKind kind;
        kind.localSize = 2 * from(0, 3) + 1;
        kind.beta = oneOf<double>({0.75, 0.75, 0.5, 1.0, 1.3});
        kind.k = oneOf<double>({1.0, 1.0, 2.0});
        kind.isWithinChannel = isOne(6);
        return kind;
    }

    InnerProductKind innerProduct()
    {
        InnerProductKind kind;
        kind.outputs = from(1, 20);
        kind.hasBias = !isOne(4);
        return kind;
    }

    void addRelu(const std::string& bottom)
    {
        addInPlaceOrNot(ReluKind{oneOf<double>({0.0, 0.0, 0.0, 0.1, -0.5})}, bottom);
    }

    void addInPlaceOrNot(const LayerKind& kind, const std::string& bottom)
    {
        if (bottom != "data" && !isOne(3))
            append(newName(), kind, {bottom}, {bottom});
        else
            add(kind, {bottom});
    }

    void add(const LayerKind& kind, const Names& bottoms) { addWithTops(kind, bottoms, 1); }

    void addWithTops(const LayerKind& kind, const Names& bottoms, std::int64_t tops)
    {
        const std::string name = newName();
        Names names{name};
        for (std::int64_t i = 1; i < tops; ++i)
            names.push_back(name + "_" + std::to_string(i));
        append(name, kind, bottoms, names);
    }

    /// @throws ModelError  when it does not fit; the graph stays as it was.
    void append(const std::string& name, const LayerKind& kind, const Names& bottoms, const Names& tops)
    {
        LayerGraph graph = m_result.graph;
        graph.addLayer(name, "Random", 0, kind, bottoms, tops);
        if (const auto* unsupported = std::get_if<UnsupportedKind>(&graph.layers().back().kind))
            throw ModelError(unsupported->reason);
        m_result.graph = std::move(graph);
    }

    std::string newName() { return "layer" + std::to_string(m_names++); }

    std::string chooseTarget()
    {
        const auto count = static_cast<std::int64_t>(m_result.graph.layers().size());
        const std::int64_t back = isOne(3) ? from(1, count) : 1;
        return m_result.graph.layers()[static_cast<std::size_t>(count - back)].name;
    }

    /// So that values neither grow nor vanish.
    void drawWeights()
    {
        const LayerGraph& graph = m_result.graph;
        for (const LayerNode& layer : graph.layers()) {
            std::vector<WeightBlob> blobs;
            for (const BlobShape& shape : graph.weightShapes(layer)) {
                const bool isMatrix = shape.size() > 1;
                const double fan =
                    isMatrix ? static_cast<double>(elementCount(shape)) / static_cast<double>(shape[0]) : 1.0;
                const double most = isMatrix ? std::sqrt(6.0 / fan) : 1.5;
                const auto values = randomValues(
                    static_cast<std::size_t>(elementCount(shape)), isMatrix ? -most : 0.2, most, m_random());
                blobs.push_back({shape, {values.begin(), values.end()}});
            }
            m_result.weights.push_back(std::move(blobs));
        }
    }

    std::mt19937_64 m_random;
    RandomGraph m_result;
    int m_names = 0;
};

} // namespace

const BlobShape& RandomGraph::gradientShape() const
{
    const LayerNode& layer = graph.layers()[static_cast<std::size_t>(graph.findTarget(target).layer)];
    return *graph.values()[static_cast<std::size_t>(layer.outputs[0])].shape;
}

std::string RandomGraph::text() const
{
    const auto& values = graph.values();
    std::string text = "data " + shapeText(dataShape());
    for (const LayerNode& layer : graph.layers()) {
        text += "\n" + layer.name + " kind " + std::to_string(layer.kind.index()) + ":";
        for (const int input : layer.inputs)
            text += " " + values[static_cast<std::size_t>(input)].name;
        text += " ->";
        for (const int output : layer.outputs) {
            const BlobValue& value = values[static_cast<std::size_t>(output)];
            text += " " + value.name + " (" + shapeText(*value.shape) + ")";
        }
    }
    return text + "\ntarget " + target;
}

RandomGraph randomGraph(std::uint64_t seed)
{
    return GraphMaker(seed).make();
}

} // namespace cnnvis::test
