// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/dream_state_text.h"

#include "cnnvis/error.h"
#include "cnnvis/settings_text.h"
#include "settings/settings_json.h"

#include <limits>

namespace cnnvis {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kMostPlanes = 16;
constexpr std::int64_t kLongestSide = 100000;

[[noreturn]] void refuse()
{
    throw Error("a state of the dream in it is damaged");
}

std::int64_t count(const Json& json, std::int64_t most)
{
    if (!json.is_number_unsigned() || json.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
        refuse();
    return json.get<std::int64_t>();
}

int smallCount(const Json& json)
{
    return static_cast<int>(count(json, std::numeric_limits<int>::max()));
}

double number(const Json& json)
{
    if (!json.is_number())
        refuse();
    return json.get<double>();
}

bool truth(const Json& json)
{
    if (!json.is_boolean())
        refuse();
    return json.get<bool>();
}

/// How many numbers of that many bytes a plane has.
std::size_t values(const Json& json, std::size_t bytesOfEach)
{
    const std::int64_t most = std::numeric_limits<std::int64_t>::max() / static_cast<std::int64_t>(bytesOfEach);
    return static_cast<std::size_t>(count(json, most));
}

template <typename Byte, typename State>
std::vector<StatePlane<Byte>> planes(State& state)
{
    const auto plane = [](auto& values) {
        constexpr std::size_t kEach = sizeof(*values.data());
        return StatePlane<Byte>{reinterpret_cast<Byte*>(values.data()), values.size() * kEach, kEach};
    };
    std::vector<StatePlane<Byte>> planes{plane(state.image), plane(state.openHalf.gradients)};
    for (auto& values : state.memory)
        planes.push_back(plane(values));
    return planes;
}

} // namespace

std::string stateHeader(const DreamState& state)
{
    OrderedJson memory = OrderedJson::array();
    for (const std::vector<float>& values : state.memory)
        memory.push_back(values.size());
    const OrderedJson open{{"normalised", state.openHalf.isNormalised}, {"computed", state.openHalf.computed},
        {"gradient_sum", state.openHalf.gradientSum}, {"gradients", state.openHalf.gradients.size()}};
    const OrderedJson header{{"height", state.size.height}, {"width", state.size.width}, {"image", state.image.size()},
        {"size_index", state.sizeIndex}, {"steps", state.steps}, {"half_done", state.isHalfDone},
        {"learning_rate", state.learningRate}, {"tv_strength", state.tvStrength}, {"batch_size", state.batchSize},
        {"given_batch", state.givenBatch}, {"open", open}, {"memory", memory},
        {"settings", settingsToJson(settingsDifference(RunSettings(), state.settings))}};
    return documentText(header, JsonLetters::Escaped, JsonLayout::Compact);
}

DreamState stateOfHeader(
    const std::string& header, const std::function<void(const std::vector<std::size_t>& planes)>& require)
{
    try {
        const Json json = parseSettingsDocument(header, "a state", "a state");
        const Json& open = json.at("open");
        const Json& memory = json.at("memory");
        if (memory.size() > kMostPlanes || count(json.at("height"), kLongestSide) < 1
            || count(json.at("width"), kLongestSide) < 1)
            refuse();
        DreamState state;
        state.size = {smallCount(json.at("height")), smallCount(json.at("width"))};
        constexpr std::int64_t kChannels = 3;
        if (count(json.at("image"), std::numeric_limits<std::int64_t>::max())
            != kChannels * state.size.height * state.size.width)
            refuse();
        state.sizeIndex = smallCount(json.at("size_index"));
        state.steps = smallCount(json.at("steps"));
        state.isHalfDone = truth(json.at("half_done"));
        state.learningRate = number(json.at("learning_rate"));
        state.tvStrength = number(json.at("tv_strength"));
        state.batchSize = smallCount(json.at("batch_size"));
        state.givenBatch = smallCount(json.at("given_batch"));
        state.openHalf.isNormalised = truth(open.at("normalised"));
        state.openHalf.computed = smallCount(open.at("computed"));
        state.openHalf.gradientSum = number(open.at("gradient_sum"));
        applyChange(state.settings, settingsFromJson(json.at("settings")));
        const std::size_t image = values(json.at("image"), sizeof(double));
        const std::size_t gradients = values(open.at("gradients"), sizeof(float));
        std::vector<std::size_t> planes{image * sizeof(double), gradients * sizeof(float)};
        for (const Json& plane : memory)
            planes.push_back(values(plane, sizeof(float)) * sizeof(float));
        require(planes);
        state.image.resize(image);
        state.openHalf.gradients.resize(gradients);
        for (const Json& plane : memory)
            state.memory.emplace_back(values(plane, sizeof(float)));
        return state;
    } catch (const Json::exception&) {
        refuse(); // a member is missing
    } catch (const SettingsError&) {
        refuse();
    }
}

std::vector<StatePlane<char>> planesOf(DreamState& state)
{
    return planes<char>(state);
}

std::vector<StatePlane<const char>> planesOf(const DreamState& state)
{
    return planes<const char>(state);
}

} // namespace cnnvis
