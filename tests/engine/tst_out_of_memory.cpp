// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "gradient/target_gradient.h"
#include "recipe/recipe.h"
#include "support/errors.h"
#include "support/tiny_network.h"

#include <QTest>

#include <fstream>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

using namespace cnnvis;
using namespace cnnvis::test;

namespace {

/// Leaves this process so many bytes of addresses, until it ends.
class MemoryLimit {
public:
    explicit MemoryLimit(rlim_t room)
    {
        rlim_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        getrlimit(RLIMIT_AS, &m_before);
        const rlimit limit{pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + room, m_before.rlim_max};
        setrlimit(RLIMIT_AS, &limit);
    }
    ~MemoryLimit() { setrlimit(RLIMIT_AS, &m_before); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

private:
    rlimit m_before{};
};

/// A blob of a quarter of a gigabyte.
const QByteArray kLargeNetwork = R"(
input: "data" input_shape { dim: 1 dim: 3 dim: 1024 dim: 1024 }
layer { name: "conv" type: "Convolution" bottom: "data" top: "conv"
  convolution_param { num_output: 64 kernel_size: 1 weight_filler { type: "constant" value: 1 } } }
)";

} // namespace

class OutOfMemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToDo();
};

void OutOfMemoryTest::saysWhatToDo()
{
    setThreadCount(1); // others could not be started
    const NetworkFiles files(kLargeNetwork);
    const RunSettings settings = files.settings("conv");
    const Network network = files.load(settings);
    const std::vector<float> tile(std::size_t{3} * 1024 * 1024);
    std::vector<float> gradient(tile.size());
    const QString message = messageOf<DeviceError>([&] {
        const MemoryLimit limit(rlim_t{128} << 20U);
        TargetGradient target(gradientRequestOf(settings, network), network);
        const auto copy = [&](int /*tile*/, float* pixels) { std::copy(tile.begin(), tile.end(), pixels); };
        target.compute(copy, 1, LayerObjective(), Sums::Fastest, gradient.data());
    });
    QVERIFY2(message.contains(QStringLiteral("--batch_size")), qPrintable(message));
}

QTEST_GUILESS_MAIN(OutOfMemoryTest)

#include "tst_out_of_memory.moc"
