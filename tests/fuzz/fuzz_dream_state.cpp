// SPDX-License-Identifier: GPL-3.0-or-later
// A state of a dream from a session: its header, a packed piece of its numbers, and a dream that is to go on from it.
#include "input.h"

#include "cnnvis/dream.h"
#include "cnnvis/error.h"
#include "store/chunk_codec.h"
#include "store/dream_state_text.h"
#include "support/tiny_network.h"

#include <numeric>
#include <optional>

using namespace cnnvis;

namespace {

std::optional<DreamState> read(const std::string& header)
{
    try {
        return stateOfHeader(header, [](const std::vector<std::size_t>& planes) {
            constexpr std::size_t kMostBytes = std::size_t{8} << 20U;
            std::size_t left = kMostBytes;
            for (const std::size_t bytes : planes) {
                if (bytes > left)
                    throw Error("too large for a fuzz target");
                left -= bytes;
            }
        });
    } catch (const Error&) {
        return std::nullopt;
    }
}

/// A dream of two sizes that a state may be put into.
Dream newDream()
{
    static const test::NetworkFiles files(test::kTinyNetwork);
    RunSettings settings = files.settings("conv2");
    settings.initialSize = "12x15";
    settings.finalSize = "24x30";
    settings.numSizes = 2;
    settings.numSteps = 3;
    return {settings, files.load(settings), Picture()};
}

/// It may be refused; what is taken must go on.
template <typename Put>
void goOn(const Put& put)
{
    Dream dream = newDream();
    try {
        put(dream);
        for (int step = 0; step < 2 && !dream.isFinished(); ++step)
            dream.step();
        dream.picture();
    } catch (const SettingsError&) {
    } catch (const DivergenceError&) { }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::vector<std::string> parts = fuzz::partsOf(fuzz::textOf(data, size), 2);
    std::optional<DreamState> state = read(parts[0]);
    if (!state)
        return 0;
    for (const StatePlane<char>& plane : planesOf(*state))
        unpack(parts[1], plane.bytesOfEach, plane.data, plane.bytes);
    const std::string header = stateHeader(*state);
    const std::optional<DreamState> again = read(header);
    fuzz::require(again && stateHeader(*again) == header, "a state that was written is read as it was");
    goOn([&](Dream& dream) { dream.restore(*state); });
    goOn([&](Dream& dream) { dream.goOnFrom(*state); });
    return 0;
}
