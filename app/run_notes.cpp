// SPDX-License-Identifier: GPL-3.0-or-later
#include "run_notes.h"

#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"
#include "preset_library.h"

#include <iostream>

namespace cnnvis::render {

namespace {

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
    if (const ModelSource source = ModelSource::of(settings); source.isBuiltIn() && !source.isNamed)
        note("note: no network was named (--model), so the bestiary dreams, which comes with the program");
    if (!network.hasTrainedWeights())
        note("note: no weights were given (--caffe_model), so they are random: the network has learnt nothing");
    for (const std::string& warning : speedWarnings())
        note("note: " + warning);
    if (settings.iterBehavior.has(iter_behavior::Show))
        note("note: 'show' is for the studio, cnn-vis; here pictures only go to files");
}

} // namespace

void note(const std::string& text)
{
    std::cerr << "cnn-vis-render: " << text << std::endl;
}

RunNotes::RunNotes(ProgressLine& line, const RenderJob& job, bool usesFirstPreset)
    : m_line(line)
    , m_job(job)
    , m_usesFirstPreset(usesFirstPreset)
{ }

void RunNotes::preparing(const RunSettings& settings)
{
    m_asked = settings;
}

void RunNotes::startPictureRead(const std::vector<std::string>& notes)
{
    for (const std::string& text : notes)
        note("note: the start image: " + text);
}

void RunNotes::started(const SessionStart& start)
{
    if (m_usesFirstPreset)
        note("note: dreaming with the preset '" + std::string(kFirstPreset) + "'; --list_presets names the others");
    for (const std::string& text : m_job.notes)
        note("note: " + text);
    if (!m_job.replayed.empty()) {
        for (const std::string& text : differences(m_job.recipe.origin, start.journal.origin()))
            note("note: " + text);
    }
    noteRaisedSizes(start.dream.plan());
    noteWhatMaySurprise(m_asked, start.network);
    const Precision precision = start.dream.settings().precision;
    if (m_asked.precision == Precision::Auto && precision != Precision::Auto) {
        const bool isHalf = precision == Precision::Bf16;
        note(std::string("note: --precision auto came to ") + (isHalf ? "bf16" : "fp32") + ", the faster here");
    }
}

void RunNotes::stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& /*dream*/)
{
    noteFittingTiles(report.fittingTiles);
    noteSilentTarget(report);
}

void RunNotes::noteFittingTiles(int tiles)
{
    if (tiles == 0 || tiles == m_fittingTiles)
        return;
    m_fittingTiles = tiles;
    m_line.clear();
    std::cerr << "note: no more than " << tiles << " tiles at a time fit into the graphics processor's memory; with "
              << "--batch_size " << tiles << " that need not be found out" << std::endl;
}

void RunNotes::noteSilentTarget(const StepReport& report)
{
    if (!report.isTargetSilent || report.sizeIndex > 0)
        return;
    m_line.clear();
    std::cerr
        << "note: the target does not answer: its gradient is exactly 0 in the whole picture, so that the network "
           "changes nothing. Give another --target_neuron, a --target_layer before its ReLU, another "
           "--initial_image, or stronger noise (--initialization_scale)"
        << std::endl;
}

} // namespace cnnvis::render
