// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_session.h"

#include "cnnvis/dream_runner.h"
#include "cnnvis/embedded_settings.h"
#include "cnnvis/error.h"
#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"
#include "cnnvis/picture_file.h"
#include "interrupt.h"
#include "output_paths.h"
#include "preset_library.h"
#include "render_observer.h"

#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>
#include <system_error>
#include <vector>

namespace cnnvis::render {

namespace {

void note(const std::string& text)
{
    std::cerr << "cnn-vis-render: " << text << std::endl;
}

/// Refuses to write over the photo, by whatever name it is reached.
void checkPhotoIsSafe(const RunSettings& settings, const std::string& outputFile)
{
    if (settings.initialImage.empty()) {
        return;
    }
    const std::string photo = expandEnvironment(settings.initialImage);
    std::error_code error;
    if (std::filesystem::equivalent(photo, outputFile, error) && !error) {
        throw SettingsError("output_file",
            "--output_file '" + outputFile + "' is the start image '" + photo + "' itself; give another name");
    }
    if (settings.iterBehavior.has(iter_behavior::Save) && isSnapshotPath(photo, outputFile)) {
        throw SettingsError("output_file",
            "--output_file '" + outputFile + "' would save numbered pictures under names such as that of the start "
                + "image '" + photo + "'; give another name, or take save out of --iter_behavior");
    }
}

void checkOutput(const RunSettings& settings, const std::string& outputFile)
{
    checkPictureWritable(outputFile);
    checkPhotoIsSafe(settings, outputFile);
    const bool savesSnapshots =
        settings.iterBehavior.has(iter_behavior::Save) && settings.outputIter <= settings.numSteps;
    if (savesSnapshots) {
        // The longest of their names; those before are shorter by some digits.
        checkPictureWritable(snapshotPath(outputFile, settings.numSizes, settings.numSteps));
    }
    if (settings.iterBehavior.has(iter_behavior::PlotPix)) {
        PixelTraces::checkWritable(pixelTracePath(outputFile));
    }
}

Picture startPicture(const RunSettings& settings)
{
    if (settings.initialImage.empty()) {
        return {};
    }
    std::vector<std::string> notes;
    Picture picture = readPicture(expandEnvironment(settings.initialImage), &notes);
    for (const std::string& text : notes) {
        note("note: the start image: " + text);
    }
    return picture;
}

void noteRaisedSizes(const RunPlan& plan)
{
    const auto text = [](PictureSize size) { return std::to_string(size.height) + "x" + std::to_string(size.width); };
    for (const RaisedSize& raised : plan.raised) {
        note("note: --" + raised.key + " is " + text(raised.asked) + " for this picture, less than the network needs; "
            + text(raised.size) + " is taken instead");
    }
}

void noteWhatMaySurprise(const RunSettings& settings, const Network& network)
{
    if (const ModelSource source = ModelSource::of(settings); source.isBuiltIn() && !source.isNamed) {
        note("note: no network was named (--model), so the bestiary dreams, which comes with the program");
    }
    if (!network.hasTrainedWeights()) {
        note("note: no weights were given (--caffe_model), so they are random: the network has learnt nothing");
    }
    for (const std::string& warning : speedWarnings()) {
        note("note: " + warning);
    }
    if (settings.iterBehavior.has(iter_behavior::Show)) {
        note("note: 'show' is for the studio, cnn-vis; here pictures only go to files");
    }
}

/// How a run ended; the problem is empty when nothing went wrong.
struct Outcome {
    RunEnd end = RunEnd::Finished;
    std::string problem;
};

Outcome run(Dream& dream, RunControl& control, RenderObserver& observer)
{
    Outcome outcome;
    try {
        outcome.end = runDream(dream, control, observer);
    } catch (const std::bad_alloc&) {
        outcome.problem = "there is not enough memory to go on; close other programs, or dream a smaller picture";
    } catch (const std::exception& error) {
        outcome.problem = error.what();
    }
    try {
        observer.finish(dream.settings());
    } catch (const std::exception& error) {
        // What went wrong first is likely the cause.
        outcome.problem = outcome.problem.empty() ? error.what() : outcome.problem;
    }
    return outcome;
}

/// @return  the problem; empty when it is saved.
std::string save(const Dream& dream, const std::string& outputFile)
{
    try {
        writePicture(outputFile, dream.picture(), embeddedSettings(dream.settings()));
    } catch (const std::bad_alloc&) {
        return "Cannot write picture '" + outputFile + "': there is not enough memory; close other programs";
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

std::string stopText(const Dream& dream, const std::string& outputFile)
{
    return "stopped after step " + std::to_string(dream.stepsDone()) + " of size "
        + std::to_string(dream.sizeIndex() + 1) + "; the picture as it stands is in '" + outputFile + "'";
}

} // namespace

ExitCode renderPicture(const CommandLine& commandLine)
{
    const RunSettings settings = resolveSettings(commandLine);
    const std::string outputFile = expandEnvironment(settings.outputFile);
    checkOutput(settings, outputFile);
    setThreadCount(settings.threads);
    const Network network = Network::load(settings);
    const Picture start = startPicture(settings);
    Dream dream(settings, network, start);
    for (const PlannedSize& planned : dream.plan().sizes) {
        checkPictureWritable(outputFile, planned.size);
    }
    if (usesFirstPreset(commandLine)) {
        note("note: dreaming with the preset '" + std::string(kFirstPreset) + "'; --list_presets names the others");
    }
    noteRaisedSizes(dream.plan());
    noteWhatMaySurprise(settings, network);
    if (settings.precision == Precision::Auto && dream.settings().precision != Precision::Auto) {
        const bool isHalf = dream.settings().precision == Precision::Bf16;
        note(std::string("note: --precision auto came to ") + (isHalf ? "bf16" : "fp32") + ", the faster here");
    }

    const InterruptGuard guard;
    RunControl control;
    RenderObserver observer(control, commandLine.progress, outputFile);
    const Outcome outcome = run(dream, control, observer);
    const std::string saveProblem = save(dream, outputFile);
    if (!outcome.problem.empty()) {
        throw RunFailure(outcome.problem
            + (saveProblem.empty() ? "; the last good picture is in '" + outputFile + "'"
                                   : "; the picture could not be saved either"));
    }
    if (!saveProblem.empty()) {
        throw RunFailure(saveProblem);
    }
    if (outcome.end == RunEnd::Stopped) {
        note(stopText(dream, outputFile));
        return ExitCode::Interrupted;
    }
    if (commandLine.progress == ProgressStyle::Auto) {
        note("saved '" + outputFile + "'");
    }
    return ExitCode::Finished;
}

} // namespace cnnvis::render
