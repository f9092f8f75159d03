// SPDX-License-Identifier: GPL-3.0-or-later
// make_seeds FOLDER: writes what fuzz targets begin with, in a folder for each of them; but for the texts, which lie
// beside this file. All of it is small, as small inputs are tried faster.
#include "support/caffemodel_bytes.h"
#include "weights_network.h"

#include "cnnvis/dream.h"
#include "cnnvis/dream_recipe.h"
#include "cnnvis/job_list.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/session_store.h"
#include "store/chunk_codec.h"
#include "store/dream_state_text.h"
#include "support/tiny_network.h"

#include <array>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

using namespace cnnvis;

namespace {

namespace fs = std::filesystem;

class Seeds {
public:
    explicit Seeds(fs::path folder)
        : m_folder(std::move(folder))
    { }
    /// Where one of a target's is to lie; its folder is there then.
    std::string path(const std::string& target, const std::string& name) const
    {
        fs::create_directories(m_folder / target);
        return (m_folder / target / name).string();
    }
    void write(const std::string& target, const std::string& name, const std::string& bytes) const
    {
        std::ofstream stream(path(target, name), std::ios::binary);
        stream.exceptions(std::ios::badbit | std::ios::failbit);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

private:
    fs::path m_folder;
};

Picture smallPicture(bool isTransparent)
{
    const PictureSize size{9, 14};
    std::vector<std::uint8_t> pixels;
    std::vector<std::uint8_t> alpha;
    for (int i = 0; i < size.height * size.width; ++i) {
        for (const int channel : {i, 255 - i, 2 * i})
            pixels.push_back(static_cast<std::uint8_t>(channel));
        alpha.push_back(static_cast<std::uint8_t>(isTransparent ? i : 255));
    }
    return {size, std::move(pixels), std::move(alpha)};
}

DreamRecipe sampleRecipe()
{
    DreamRecipe recipe;
    recipe.title = "Sample";
    recipe.description = "All that a recipe may have";
    recipe.settings.numSizes = 2;
    recipe.settings.numSteps = 20;
    recipe.settings.finalSize = "24x30";
    recipe.changes = {{{0, 5, 0}, {{"learning_rate", "3"}}}, {{0, 5, 1}, {{"tv_reg", "0.25"}, {"num_steps", "30"}}},
        {{1, 2, 0}, {{"target_layer", "conv1"}}}};
    SettingRamp ramp;
    ramp.key = "learning_rate";
    ramp.to = 2.0;
    recipe.ramps.push_back(ramp);
    ramp.key = "tv_reg";
    ramp.from = 0.5;
    ramp.sizeIndex = 0;
    ramp.endSizeIndex = 1;
    ramp.begin = 0.75;
    ramp.end = 0.25;
    ramp.shape = RampShape::Eased;
    ramp.since = RunPosition{0, 16, 0};
    ramp.until = RunPosition{1, 4, 0};
    recipe.ramps.push_back(ramp);
    recipe.end = RunPosition{1, 7, 2};
    recipe.origin.program = "0.2.0";
    recipe.origin.libraries = "oneDNN";
    recipe.origin.threads = 2;
    recipe.origin.network = {{"deploy.prototxt", 300, std::string(64, 'a')}};
    recipe.origin.startFile = FileDigest{"photo.jpg", 1234, std::string(64, 'b')};
    recipe.origin.startPixels = PixelDigest{12, 15, std::string(64, 'c')};
    return recipe;
}

/// Of the dream that the target goes on with.
DreamState sampleState(bool isOpen)
{
    const test::NetworkFiles files(test::kTinyNetwork);
    RunSettings settings = files.settings("conv2");
    settings.initialSize = "12x15";
    settings.finalSize = "24x30";
    settings.numSizes = 2;
    settings.numSteps = 3;
    Dream dream(settings, files.load(settings), Picture());
    dream.step();
    if (isOpen) {
        int batches = 0;
        dream.step([&] { return batches++ < 1; });
    }
    DreamState state = dream.state();
    state.settings = RunSettings(); // paths of that network mean nothing elsewhere
    return state;
}

void writePictures(const Seeds& seeds)
{
    for (const char* const ending : {".png", ".jpg", ".bmp", ".tiff", ".webp"}) {
        writePicture(seeds.path("picture", std::string("small") + ending), smallPicture(false));
        if (mostTextBytes(ending) > 0)
            writePicture(seeds.path("picture_text", std::string("recipe") + ending), smallPicture(false),
                embeddedRecipe(sampleRecipe(), mostTextBytes(ending)));
    }
    writePicture(seeds.path("picture", "transparent.png"), smallPicture(true));
}

void writeSessions(const Seeds& seeds)
{
    DreamOrigin origin = sampleRecipe().origin;
    Journal journal(origin);
    JournalEntry entry;
    entry.settings = sampleRecipe().settings;
    journal.add(entry);
    for (const RecipeChange& change : sampleRecipe().changes) {
        applyChange(entry.settings, change.change);
        entry.after = change.after;
        entry.change = change.change;
        journal.add(entry);
    }
    const std::string path = seeds.path("session", "two-runs");
    fs::remove(path);
    SessionStore store(path, SessionStore::Opening::OrNew);
    StoredRun run;
    run.name = "sample";
    run.script = sampleRecipe();
    for (int i = 0; i < 2; ++i) {
        const std::int64_t id = store.addRun(run, journal);
        StoredProgress progress;
        progress.position = {0, 1, 0};
        progress.state = sampleState(false);
        store.add(id, progress);
        store.addSmallPicture(id, {0, 1, 0}, std::string(300, 'x'));
        run.parent = id;
        run.branch = {0, 1, 0};
    }
}

void writeRows(const Seeds& seeds)
{
    const std::array<std::int32_t, 12> numbers{0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0};
    const std::string zero(1, '\0');
    std::string bytes(sizeof numbers, '\0');
    std::memcpy(bytes.data(), numbers.data(), sizeof numbers);
    bytes += recipeToJson(sampleRecipe()) + zero + "out.png" + zero + recipeToJson(sampleRecipe()) + zero + "name"
        + zero + R"({"learning_rate": 0.5})" + zero + stateHeader(sampleState(false));
    seeds.write("session_rows", "sample", bytes);
}

void writeStates(const Seeds& seeds)
{
    for (const bool isOpen : {false, true}) {
        const DreamState state = sampleState(isOpen);
        const StatePlane<const char> image = planesOf(state).front();
        seeds.write("dream_state", isOpen ? "open" : "whole",
            stateHeader(state) + std::string(1, '\0') + packed({image.data, image.bytes}, image.bytesOfEach));
    }
}

void writeNetworkFiles(const Seeds& seeds)
{
    using namespace test;
    const auto write = [&](const char* target, const char* name, const QByteArray& bytes) {
        seeds.write(target, name, bytes.toStdString());
    };
    const QByteArray weights = floatBlob({2, 3, 2, 2}, std::vector<float>(24, 0.5F));
    const QByteArray pair = floatBlob({2}, {7.0F, 8.0F});
    write("weights", "new",
        layer("conv1", {weights, pair}) + layer("norm1", {pair, pair, floatBlob({1}, {2.0F})})
            + layer("scale1", {pair, pair})
            + layer("fc", {floatBlob({3, 50}, std::vector<float>(150, 0.1F)), floatBlob({3}, {1.0F, 2.0F, 3.0F})}));
    write("weights", "old",
        oldLayer("conv1", {legacyShape({2, 3, 2, 2}) + packed(5, std::vector<float>(24, 0.5F)), pair}));
    write("mean", "blob", legacyShape({1, 3, 2, 2}) + packed(5, std::vector<float>(12, 100.0F)));
    QByteArray header("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2, 2), }");
    header += QByteArray(117 - header.size(), ' ') + '\n';
    write("mean", "array", QByteArray("\x93NUMPY\x01\0v\0", 10) + header + QByteArray(48, '\x42'));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: make_seeds FOLDER\n";
        return 2;
    }
    try {
        const Seeds seeds(argv[1]);
        seeds.write("recipe", "all", recipeToJson(sampleRecipe()));
        seeds.write("job_list", "sample", jobListToText({{"a.png", sampleRecipe(), "seed=1,2", "sheet.png"}}));
        writePictures(seeds);
        writeSessions(seeds);
        writeRows(seeds);
        writeStates(seeds);
        writeNetworkFiles(seeds);
    } catch (const std::exception& error) {
        std::cerr << "make_seeds: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
