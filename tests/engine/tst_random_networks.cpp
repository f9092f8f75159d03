// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "support/graph_bench.h"
#include "support/random_graph.h"
#include "support/random_values.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

using namespace cnnvis;
using namespace cnnvis::test;

// Whoever runs a network, it is the same network. Each seed is one, of layers and branches as they come.
namespace {

constexpr int kNetworks = 250;

struct Passes {
    Blob output, gradient;
};

Blob randomBlob(const BlobShape& shape, std::uint64_t seed)
{
    const auto values = randomValues(static_cast<std::size_t>(elementCount(shape)), -2.0, 2.0, seed);
    return {shape, {values.begin(), values.end()}};
}

Blob filled(const BlobShape& shape, float value)
{
    return {shape, std::vector<float>(static_cast<std::size_t>(elementCount(shape)), value)};
}

/// Whoever reads what an earlier pass left in the memory finds this there.
void leaveRubbish(GraphBench& bench, const BlobShape& data, const BlobShape& gradient)
{
    constexpr float kRubbish = std::numeric_limits<float>::quiet_NaN();
    bench.forward(filled(data, kRubbish));
    bench.backward(filled(gradient, kRubbish));
}

/// @return  nothing when the target does not depend on the data.
std::optional<Passes> run(std::uint64_t seed, Executor executor)
{
    const RandomGraph random = randomGraph(seed);
    const BlobShape& data = random.dataShape();
    const BlobShape& gradient = random.gradientShape();
    try {
        GraphBench bench(random.graph, random.weights, random.target, executor);
        leaveRubbish(bench, data, gradient);
        Passes passes;
        passes.output = bench.forward(randomBlob(data, seed));
        passes.gradient = bench.backward(randomBlob(gradient, seed + 1));
        return passes;
    } catch (const ModelError&) {
        return std::nullopt;
    }
}

/// For how many networks both executors make the same, up to such a distance.
struct Agreement {
    int runs = 0;
    int outputs = 0, gradients = 0;
    std::string differing; ///< the first network that differs
};

Agreement agreementOf(Executor expecting, Executor executor, double tolerance)
{
    Agreement agreement;
    for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
        const std::optional<Passes> expected = run(seed, expecting);
        const std::optional<Passes> actual = run(seed, executor);
        if (!expected && !actual)
            continue;
        const bool isThere = expected && actual;
        const bool isOutput = isThere && distance(expected->output, actual->output) <= tolerance;
        const bool isGradient = isThere && distance(expected->gradient, actual->gradient) <= tolerance;
        ++agreement.runs;
        agreement.outputs += isOutput ? 1 : 0;
        agreement.gradients += isGradient ? 1 : 0;
        if (!(isOutput && isGradient) && agreement.differing.empty())
            agreement.differing = "seed " + std::to_string(seed) + ", " + randomGraph(seed).text();
    }
    return agreement;
}

/// Most networks have a way from the target to the data, or nothing would be tested.
bool isMost(int count)
{
    return count > kNetworks * 9 / 10;
}

} // namespace

class RandomNetworksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areTheSameWithChannelsLast();
    void areNearWithChannelsLastInHalfThePrecision();
    void areTheSameInTiles();
    void areTheSameBitsOnAnyNumberOfThreads();
    void areNearInHalfThePrecision();
};

/// As on a graphics processor.
void RandomNetworksTest::areTheSameWithChannelsLast()
{
    const Agreement agreement = agreementOf(Executor::LibTorch, Executor::ChannelsLast, 1e-4);
    QVERIFY(isMost(agreement.runs));
    QVERIFY2(
        agreement.outputs == agreement.runs && agreement.gradients >= agreement.runs - 2, agreement.differing.c_str());
}

void RandomNetworksTest::areNearWithChannelsLastInHalfThePrecision()
{
    if (!isThere(Executor::HalfTiles))
        QSKIP("no bfloat16 on this processor");
    const Agreement agreement = agreementOf(Executor::LibTorch, Executor::HalfChannelsLast, 0.05);
    QVERIFY(isMost(agreement.runs));
    QVERIFY2(agreement.outputs == agreement.runs, agreement.differing.c_str());
    QVERIFY2(agreement.gradients >= agreement.runs * 8 / 10, agreement.differing.c_str());
}

void RandomNetworksTest::areTheSameInTiles()
{
    if (!isThere(Executor::Tiles))
        QSKIP("no tiles on this processor");
    const Agreement agreement = agreementOf(Executor::LibTorch, Executor::Tiles, 1e-4);
    QVERIFY(isMost(agreement.runs));
    // Where a value is almost at a kink, or two are almost the same, the last bit can send a gradient elsewhere.
    QVERIFY2(
        agreement.outputs == agreement.runs && agreement.gradients >= agreement.runs - 2, agreement.differing.c_str());
}

void RandomNetworksTest::areTheSameBitsOnAnyNumberOfThreads()
{
    if (!isThere(Executor::Tiles))
        QSKIP("no tiles on this processor");
    setThreadCount(3);
    const Agreement agreement = agreementOf(Executor::Tiles, Executor::SharedTiles, 0.0);
    QVERIFY2(agreement.outputs == agreement.runs && agreement.gradients == agreement.runs, agreement.differing.c_str());
}

void RandomNetworksTest::areNearInHalfThePrecision()
{
    if (!isThere(Executor::HalfTiles))
        QSKIP("no bfloat16 on this processor");
    const Agreement agreement = agreementOf(Executor::Tiles, Executor::HalfTiles, 0.05);
    QVERIFY2(agreement.outputs == agreement.runs, agreement.differing.c_str());
    // Of a few values near a kink, a gradient can hang on one alone.
    QVERIFY2(agreement.gradients >= agreement.runs * 8 / 10, agreement.differing.c_str());
}

QTEST_GUILESS_MAIN(RandomNetworksTest)

#include "tst_random_networks.moc"
