// SPDX-License-Identifier: GPL-3.0-or-later
#include "step/tile_rows.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace cnnvis;

// What a step does with a tile outside the network, on fixed data and one thread, without LibTorch: for the count of
// its instructions. Names the compiler and the kind of processor first, as the count hangs on them.
namespace {

constexpr int kSide = 224;
constexpr PictureSize kSize{300, 400};

/// Numbers from 0 to 65535, the same everywhere.
class Numbers {
public:
    double next()
    {
        m_state = 1664525U * m_state + 1013904223U;
        return m_state >> 16U;
    }

private:
    std::uint32_t m_state = 1;
};

std::string kindOfBuild()
{
    const char* const vectors = __builtin_cpu_supports("avx512f") ? "avx512f"
        : __builtin_cpu_supports("avx2")                          ? "avx2"
                                                                  : "default";
    return "gcc-" + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "-" + vectors;
}

struct TileWork {
    TileWork()
        : image(kSize)
        , reference(image.values.size())
        , gradient(shape.count())
        , cache(shape.count())
        , input(shape.count())
        , before(shape.count())
    {
        Numbers numbers;
        for (double& value : image.values)
            value = numbers.next() / 256.0 - 128.0;
        for (std::uint8_t& value : reference)
            value = static_cast<std::uint8_t>(numbers.next() / 256.0);
        for (float& value : gradient)
            value = static_cast<float>(numbers.next() / 65536.0 - 0.5);
    }

    const TileShape shape{kSide, std::size_t{kSide} * kChannels};
    RealImage image;
    std::vector<std::uint8_t> reference;
    std::vector<float> gradient, cache, input;
    std::vector<double> before;
};

} // namespace

/// The part that is counted, found by this name.
extern "C" [[gnu::noinline]] bool stepTile(TileWork& work, const TileStepContext& context)
{
    const TileOrigin origin{30, 100};
    gatherRows(work.image, origin, work.shape, 0, kSide, work.input.data());
    gatherRows(work.image, origin, work.shape, 0, kSide, work.before.data());
    MemoryPlanes memory;
    memory.planes[0] = work.cache.data();
    const TileInStep tile{origin, work.shape, work.before.data(), {work.gradient.data()}, memory, nullptr};
    return stepRows(context, tile, 0, kSide, work.image);
}

int main()
{
    std::puts(kindOfBuild().c_str());
    TileWork work;
    const PixelRecipe recipe{{PNorm{{}, 1e-10, 6.0, 1.0, true, true}, PNorm{{}, 1e-5, 2.5, 1.0, false, false},
                                 TotalVariation{{}, 0.5, 0.5, 2.5, 1.0, TvGradOperator::Naive}},
        RmsProp{1.0, 0.95}, true};
    const std::vector<int> tilesOverRow(static_cast<std::size_t>(kSize.height), 2);
    const std::vector<int> tilesOverColumn(static_cast<std::size_t>(kSize.width), 2);
    const TileStepContext context{
        recipe, {work.reference.data(), work.image.rowLength(), {0, 0}}, 120.0, tilesOverRow, tilesOverColumn};
    return stepTile(work, context) ? EXIT_SUCCESS : EXIT_FAILURE;
}
