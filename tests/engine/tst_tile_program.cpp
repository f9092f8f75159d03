// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "network/onednn/network_compiler.h"
#include "network/onednn/program_builder.h"
#include "network/onednn/thread_limit.h"
#include "support/graph_bench.h"

#include <ATen/Parallel.h>
#include <ATen/ops/zeros.h>

#include <QTest>

#include <memory>
#include <set>

using namespace cnnvis;
using namespace cnnvis::onednn;
using namespace cnnvis::test;

namespace {

/// A program that does nothing but tell how many threads OpenMP would give a primitive.
TileProgram programThatCounts(int threads, std::set<int>& counts)
{
    ProgramBuilder builder(threads);
    const Layout values({1, 1, 1, 1}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::nchw);
    const Slot data = builder.allocate(values);
    const auto count = [&counts](TileMemory& /*memory*/) { counts.insert(omp_get_max_threads()); };
    builder.work({data}, count);
    builder.turn(data, data);
    builder.work({data}, count);
    TileProgram program = builder.finish(data, data);
    program.activationShape = {1, 1, 1, 1};
    return program;
}

/// The second convolution reads blobs, not the picture.
LayerGraph twoConvolutions(std::int64_t channels, std::int64_t outputs, std::int64_t kernel)
{
    constexpr std::int64_t kSide = 14;
    LayerGraph graph("net.prototxt");
    graph.addInput("data", {1, 3, kSide, kSide});
    ConvolutionKind first;
    first.outputs = channels;
    graph.addLayer("first", "Convolution", 1, first, {"data"}, {"first"});
    ConvolutionKind second;
    second.outputs = outputs;
    second.kernel = {kernel, kernel};
    second.padding = {kernel / 2, kernel / 2};
    graph.addLayer("second", "Convolution", 2, second, {"first"}, {"second"});
    return graph;
}

} // namespace

class TileProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsWithTheThreadsItWasMadeFor_data();
    void runsWithTheThreadsItWasMadeFor();
    void leavesNoConvolutionToLibTorch_data();
    void leavesNoConvolutionToLibTorch();
};

void TileProgramTest::runsWithTheThreadsItWasMadeFor_data()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("one") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("three") << 3;
}

/// A primitive that was made for one thread has room for one.
void TileProgramTest::runsWithTheThreadsItWasMadeFor()
{
    QFETCH(int, threads);
    setThreadCount(2);
    const int before = omp_get_max_threads();
    std::set<int> counts;
    TileRunner runner(std::make_shared<const TileProgram>(programThatCounts(threads, counts)));
    runner.forward();
    runner.backward(at::zeros({1, 1, 1, 1}));
    QCOMPARE(counts, std::set<int>{threads});
    QCOMPARE(omp_get_max_threads(), before);
}

void TileProgramTest::leavesNoConvolutionToLibTorch_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<int>("kernel");
    for (const int channels : {1, 3, 8, 15, 16, 24}) {
        for (const int outputs : {8, 24}) {
            for (const int kernel : {1, 3, 5})
                QTest::addRow("%d to %d by %d", channels, outputs, kernel) << channels << outputs << kernel;
        }
    }
}

/// Whatever part of a block its channels leave empty, for which oneDNN itself has no fast way.
void TileProgramTest::leavesNoConvolutionToLibTorch()
{
    QFETCH(int, channels);
    QFETCH(int, outputs);
    QFETCH(int, kernel);
    const LayerGraph graph = twoConvolutions(channels, outputs, kernel);
    const GraphWeights weights = randomWeights(graph, -1.0, 1.0);
    for (const BlobType type : {BlobType::Float32, BlobType::BFloat16}) {
        if (!isSupported(type))
            continue;
        CompileOptions options;
        options.type = type;
        const TileProgram program = compileNetwork(graph, weights, graph.findTarget("second"), options);
        QCOMPARE(program.keptCount, std::size_t{0}); // of layers of LibTorch
    }
}

QTEST_GUILESS_MAIN(TileProgramTest)
#include "tst_tile_program.moc"
