// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/machine.h"
#include "network/onednn/program_builder.h"
#include "network/onednn/thread_limit.h"

#include <ATen/Parallel.h>
#include <ATen/ops/zeros.h>

#include <QTest>

#include <memory>
#include <set>

using namespace cnnvis;
using namespace cnnvis::onednn;

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

} // namespace

class TileProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runsWithTheThreadsItWasMadeFor_data();
    void runsWithTheThreadsItWasMadeFor();
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

QTEST_GUILESS_MAIN(TileProgramTest)
#include "tst_tile_program.moc"
