// SPDX-License-Identifier: GPL-3.0-or-later
#include "bestiary.h"
#include "class_sheet.h"
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/output_file.h"
#include "contact_sheet.h"
#include "evaluation.h"
#include "filter_picture.h"
#include "network_export.h"
#include "progress_line.h"
#include "sample_landscape.h"
#include "sample_sky.h"
#include "trainer.h"

#include <CLI/CLI.hpp>

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace cnnvis;
using namespace cnnvis::training;

/// What the command line asks for.
struct Request {
    TrainingOptions options;
    std::string folder;
    std::string sheet;
    std::string landscape;
    std::string sky;
    std::string contactSheet;
    std::vector<std::string> pictures;
    int columns = 8;
    std::string filters;
    std::int64_t evaluated = 10000;
    bool isQuick = false;
};

constexpr int kInputSide = 224; ///< of the written network, pixels

volatile std::sig_atomic_t interrupted = 0;

void interrupt(int /*signal*/)
{
    interrupted = 1;
}

void addTrainingOptions(CLI::App& app, TrainingOptions& options)
{
    const CLI::Range anyCount(std::int64_t{0}, std::int64_t{1} << 40U);
    app.add_option("--images", options.images, "How many pictures it learns from at the smaller side")
        ->check(anyCount)
        ->capture_default_str();
    app.add_option("--side", options.side, "Their side in pixels")->check(CLI::Range(64, 448))->capture_default_str();
    app.add_option("--final_images", options.finalImages, "How many it learns from at the larger side, at the end")
        ->check(anyCount)
        ->capture_default_str();
    app.add_option("--final_side", options.finalSide, "Their side in pixels")
        ->check(CLI::Range(64, 448))
        ->capture_default_str();
    app.add_option("--batch", options.batchSize, "Pictures for one step")
        ->check(CLI::Range(2, 1024))
        ->capture_default_str();
    app.add_option("--shards", options.shards, "Parts of a batch that are computed side by side")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--pool", options.poolSize, "How many drawn pictures are kept to be shown again")
        ->check(CLI::Range(1, 1 << 20))
        ->capture_default_str();
    app.add_option("--fresh", options.freshShare, "Share of newly drawn pictures in a batch")
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    app.add_option("--adversity", options.adversity,
           "How far pictures are moved against the network when it sees them again, in grey levels at the end")
        ->check(CLI::Range(0.0, 64.0))
        ->capture_default_str();
    app.add_option("--seed", options.seed, "Of the pictures and the first weights")->capture_default_str();
}

void addMachineOptions(CLI::App& app, TrainingOptions& options)
{
    const std::map<std::string, Precision> precisions{
        {"auto", Precision::Automatic}, {"fp32", Precision::Float32}, {"bf16", Precision::BFloat16}};
    app.add_option("--precision", options.precision, "auto, fp32 or bf16: bf16 is faster where the processor knows it")
        ->transform(CLI::CheckedTransformer(precisions))
        ->default_str("auto");
    app.add_option("--gpu", options.gpu, "CUDA device; -1: the processor")->capture_default_str();
    app.add_option("--threads", options.threads, "Threads that compute; 0: one for each core")->default_str("0");
    app.add_option("--drawing_threads", options.drawingThreads, "Threads that draw; 0: one for each core")
        ->default_str("0");
}

void addJobs(CLI::App& app, Request& request)
{
    app.add_option("--out", request.folder,
        "Folder of the training: checkpoint, network, report. A training that was cut off goes on");
    app.add_option("--evaluate", request.evaluated, "How many fresh pictures it is tested with at the end; 0: none")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{100000000}))
        ->capture_default_str();
    app.add_flag("--quick", request.isQuick, "Train a toy in a minute, to try whether everything works");
    app.add_option("--sheet", request.sheet, "Draw a sheet of all classes into this picture, and do nothing else");
    app.add_option(
        "--landscape", request.landscape, "Draw the sample landscape, 1280x800, into this file, and do nothing else");
    app.add_option("--sky", request.sky, "Draw the sample sky, 1024x640, into this file, and do nothing else");
    app.add_option("--contact_sheet", request.contactSheet,
        "Draw the --pictures side by side with their names into this file, and do nothing else");
    app.add_option("--pictures", request.pictures, "Files for the contact sheet");
    app.add_option("--columns", request.columns, "Pictures in a row of it")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    app.add_option("--filters", request.filters,
        "Draw the first filters of the training in --out into this picture, and do nothing else");
}

void makeQuick(Request& request)
{
    request.options.images = 2048;
    request.options.side = 64;
    request.options.finalImages = 0;
    request.options.finalSide = 64;
    request.evaluated = std::min<std::int64_t>(request.evaluated, 256);
}

void writePicture(const std::string& path, const cv::Mat& picture)
{
    std::vector<unsigned char> bytes;
    const std::string ending = std::filesystem::path(path).extension().string();
    try {
        cv::imencode(ending.empty() ? ".png" : ending, picture, bytes);
    } catch (const cv::Exception&) {
        throw PictureError(path + " has no known ending; use .png or .jpg");
    }
    const std::string problem = replaceFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    if (!problem.empty())
        throw PictureError(path + " was not written: " + problem);
}

void drawSheet(const std::string& path)
{
    constexpr int kColumns = 4;
    constexpr int kSide = 128;
    writePicture(path, drawClassSheet(kColumns, kSide, 1));
}

/// "4c" for "loss_4c/classifier", "last" for the last one.
std::vector<std::string> classifierNames(const NetworkSpec& spec)
{
    std::vector<std::string> names;
    for (const int place : classifiersOf(spec)) {
        const std::string& name = spec[static_cast<std::size_t>(place)].name;
        names.push_back(name.substr(0, 5) == "loss_" ? name.substr(5, 2) : "last");
    }
    return names;
}

void drawFiltersOf(const std::string& folder, const std::string& path)
{
    const std::string firstName = bestiarySpec(1).front().name + ".weight";
    for (const NamedTensor& named : readCheckpoint(Trainer::checkpointPath(folder)).tensors) {
        if (named.name == firstName) {
            writePicture(path, drawFilters(named.tensor));
            return;
        }
    }
    throw Error("The checkpoint in " + folder + " has no " + firstName);
}

bool train(Trainer& trainer)
{
    if (trainer.step() > 0)
        std::cout << "Going on after step " << trainer.step() << std::endl;
    ProgressLine line(classifierNames(trainer.network().spec()));
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    const bool isDone = trainer.train([&line](const TrainingProgress& progress) {
        const std::string text = line.textOf(progress);
        if (!text.empty())
            std::cout << text << std::endl;
        return interrupted == 0;
    });
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    return isDone;
}

void test(Trainer& trainer, const Request& request)
{
    const TrainingOptions& options = request.options;
    const int side = options.finalImages > 0 ? options.finalSide : options.side;
    std::cout << "Testing with " << request.evaluated << " fresh pictures" << std::endl;
    const Evaluation evaluation =
        evaluate(trainer.network(), {request.evaluated, side, options.seed, trainer.mean(), options.threads});
    const std::string report = reportText(evaluation, bestiaryClassNames());
    const std::string problem = replaceFile(request.folder + "/report.txt", report);
    if (!problem.empty())
        throw Error("The report was not written: " + problem);
    std::cout << '\n' << report << std::flush;
}

int runTraining(const Request& request)
{
    Trainer trainer(request.options, bestiaryClassNames(), request.folder);
    if (!train(trainer)) {
        std::cout << "Interrupted; the same command goes on from here" << std::endl;
        constexpr int kInterrupted = 130; // as of shells
        return kInterrupted;
    }
    exportNetwork(trainer.network(),
        {request.folder, bestiaryClassNames(), trainer.mean(), kInputSide, request.options.seed,
            request.options.drawingThreads});
    std::cout << "The network is in " << request.folder << ": deploy.prototxt, bestiary.caffemodel, mean.binaryproto, "
              << "labels.txt" << std::endl;
    if (request.evaluated > 0)
        test(trainer, request);
    return 0;
}

int run(Request request)
{
    if (!request.sheet.empty()) {
        drawSheet(request.sheet);
        return 0;
    }
    if (!request.landscape.empty()) {
        writePicture(request.landscape, drawSampleLandscape(kSampleHeight, kSampleWidth, kSampleSeed));
        return 0;
    }
    if (!request.sky.empty()) {
        writePicture(request.sky, drawSampleSky(kSkyHeight, kSkyWidth, kSkySeed));
        return 0;
    }
    if (!request.contactSheet.empty()) {
        if (request.pictures.empty())
            throw Error("Name the pictures of the contact sheet with --pictures");
        if (std::count(request.pictures.begin(), request.pictures.end(), request.contactSheet) > 0)
            throw Error("The contact sheet " + request.contactSheet + " would be written over one of its pictures");
        writePicture(request.contactSheet, drawContactSheet(request.pictures, request.columns));
        return 0;
    }
    if (request.folder.empty())
        throw Error("Name the folder of the training with --out");
    if (!request.filters.empty()) {
        drawFiltersOf(request.folder, request.filters);
        return 0;
    }
    if (request.isQuick)
        makeQuick(request);
    const int cores = setThreadCount(0);
    if (request.options.drawingThreads <= 0)
        request.options.drawingThreads = cores;
    if (request.options.threads <= 0)
        request.options.threads = cores;
    setThreadCount(request.options.threads);
    return runTraining(request);
}

} // namespace

int main(int argc, char** argv)
{
    makeThreadsWaitPassively(argv);
    Request request;
    request.options.threads = 0;
    request.options.drawingThreads = 0;
    CLI::App app("Trains the small network of cnn-vis on pictures of the bestiary, drawn on the fly.");
    addJobs(app, request);
    addTrainingOptions(app, request.options);
    addMachineOptions(app, request.options);
    CLI11_PARSE(app, argc, argv);
    try {
        return run(request);
    } catch (const std::exception& error) {
        std::cerr << "cnn-vis-train: " << error.what() << '\n';
        return 2;
    }
}
