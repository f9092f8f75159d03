// SPDX-License-Identifier: GPL-3.0-or-later
#include "render_session.h"

#include "cnnvis/session.h"
#include "cnnvis/session_recorder.h"
#include "film_file.h"
#include "final_picture.h"
#include "interrupt.h"
#include "numbered_pictures.h"
#include "pixel_traces.h"
#include "progress_line.h"
#include "run_notes.h"
#include "step_printers.h"
#include "write_problems.h"

#include <iostream>
#include <memory>
#include <utility>
#include <vector>

namespace cnnvis::render {

namespace {

constexpr double kWidestStates = 3.0; // the last one is what is gone on with

using Outputs = std::vector<std::unique_ptr<OutputSink>>;

/// All that a run puts out beside its picture, in that order.
Outputs outputsOf(const CommandLine& commandLine, const RenderJob& job, const std::string& outputFile,
    ProgressLine& line, WriteProblems& problems)
{
    // As JSON, every step is told already, and programs that read it want nothing else in between.
    const bool isJson = commandLine.progress == ProgressStyle::Json;
    Outputs outputs;
    outputs.push_back(std::make_unique<RunNotes>(line, job, usesFirstPreset(commandLine)));
    if (!isJson)
        outputs.push_back(std::make_unique<StatisticsPrinter>(line));
    outputs.push_back(std::make_unique<NumberedPictures>(outputFile, problems));
    outputs.push_back(std::make_unique<PixelTraceFile>(outputFile, problems));
    if (!job.session.empty()) {
        RecorderOptions options;
        options.widest = kWidestStates;
        options.tell = [&line](const std::string& problem) {
            line.clear();
            note("note: " + problem + "; the run goes on");
        };
        outputs.push_back(std::make_unique<SessionRecorder>(job.session, job.run, std::move(options)));
    }
    if (isJson)
        outputs.push_back(std::make_unique<JsonPrinter>());
    else if (commandLine.progress == ProgressStyle::Auto)
        outputs.push_back(std::make_unique<ProgressPrinter>(line));
    return outputs;
}

std::string textOf(const SessionProblem& problem)
{
    const bool isMemory = problem.kind == ProblemKind::OutOfMemory;
    return isMemory ? "there is not enough memory to go on; close other programs, or dream a smaller picture"
                    : problem.message;
}

std::string stopText(const SessionOutcome& outcome, const std::string& outputFile)
{
    return "stopped after step " + std::to_string(outcome.step) + " of size " + std::to_string(outcome.sizeIndex + 1)
        + "; the picture as it stands is in '" + outputFile + "'";
}

} // namespace

RunFailure refusalOf(const SessionProblem& problem)
{
    switch (problem.kind) {
    case ProblemKind::OutOfMemory:
        return RunFailure(
            "there is not enough memory for this; close other programs, or give smaller files", ExitCode::BadInput);
    case ProblemKind::Unexpected:
        return RunFailure("unexpected trouble: " + problem.message);
    case ProblemKind::Refused:
    case ProblemKind::Diverged:
        break;
    }
    return RunFailure(problem.message, ExitCode::BadInput);
}

ExitCode renderPicture(const RenderJob& job, const CommandLine& commandLine)
{
    const RunSettings& settings = job.recipe.settings;
    const std::string outputFile = expandEnvironment(settings.outputFile);
    RunControl control;
    ProgressLine line(std::cerr, columnsOfStandardError());
    FinalPicture picture(outputFile);
    WriteProblems problems(line);
    const Outputs outputs = outputsOf(commandLine, job, outputFile, line, problems);
    FilmFile film(expandEnvironment(commandLine.film), problems);
    InterruptWatch interrupt(control);
    SessionRequest request;
    request.settings = settings;
    request.script = RunScript(job.recipe);
    request.resume = job.resume;
    request.wantsDeepPicture = false;
    Session session(std::move(request), control);
    session.add(picture);
    for (const std::unique_ptr<OutputSink>& output : outputs)
        session.add(*output);
    if (!commandLine.film.empty())
        session.add(film);
    session.add(interrupt);

    const SessionOutcome outcome = session.run();
    if (!outcome.hasBegun)
        throw refusalOf(outcome.problem);
    if (!outcome.problem.isEmpty()) {
        throw RunFailure(textOf(outcome.problem)
            + (picture.problem().empty() ? "; the last good picture is in '" + outputFile + "'"
                                         : "; the picture could not be saved either"));
    }
    if (!picture.problem().empty())
        throw RunFailure(picture.problem());
    if (!film.problem().empty())
        throw RunFailure(film.problem() + "; the picture is in '" + outputFile + "'");
    if (!problems.first().empty())
        throw RunFailure(problems.first() + "; the picture is in '" + outputFile + "'");
    if (outcome.end == SessionEnd::Stopped) {
        note(stopText(outcome, outputFile));
        return ExitCode::Interrupted;
    }
    if (commandLine.progress == ProgressStyle::Auto)
        note("saved '" + outputFile + "'");
    return ExitCode::Finished;
}

} // namespace cnnvis::render
