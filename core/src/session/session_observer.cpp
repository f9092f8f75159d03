// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session_observer.h"

#include "util/steady_seconds.h"

#include <algorithm>
#include <utility>

namespace cnnvis {
namespace {

std::vector<PixelSample> samplesOf(const std::vector<TracedPixel>& pixels, const Dream& dream)
{
    std::vector<PixelSample> samples;
    for (const TracedPixel& pixel : pixels) {
        if (pixel.sizeIndex != dream.sizeIndex())
            continue;
        if (const auto value = dream.pixel(pixel.row, pixel.column))
            samples.push_back({pixel, dream.stepsDone() + 1, *value});
    }
    return samples;
}

} // namespace

void SessionObserver::begin(Journal journal)
{
    m_journal = std::move(journal);
    m_entriesTold = m_journal.entries().size();
}

void SessionObserver::branched(const SettingsChange& change, const Dream& dream)
{
    m_journal.add({dream.position(), change, dream.settings()});
}

void SessionObserver::settingsChanged(
    const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream)
{
    m_journal.add({after, change.toText(), dream.settings()});
    for (OutputSink* sink : m_sinks)
        sink->settingsChanged(after, before, change, dream);
}

void SessionObserver::scriptReplaced(const DreamRecipe& script)
{
    m_journal.setRamps(script.ramps);
    for (OutputSink* sink : m_sinks)
        sink->scriptReplaced(script);
}

void SessionObserver::stepStarting(const Dream& dream)
{
    if (!m_pace)
        m_pace.emplace(
            secondsRun(), dream.plan().fractionDone(dream.sizeIndex(), dream.stepsDone(), dream.settings().numSteps));
    for (OutputSink* sink : m_sinks)
        sink->stepStarting(dream);
    tellJournal();
    samplePixels(dream);
}

Figures SessionObserver::figuresOfStep(const Dream& dream) const
{
    const auto wantsAll = [&](const OutputSink* sink) { return sink->figuresOfStep(dream) == Figures::All; };
    return std::any_of(m_sinks.begin(), m_sinks.end(), wantsAll) ? Figures::All : Figures::Free;
}

void SessionObserver::betweenBatches(const Dream& dream)
{
    for (OutputSink* sink : m_sinks)
        sink->betweenBatches(dream);
}

void SessionObserver::stepDone(const StepReport& report, const Dream& dream)
{
    SessionProgress progress;
    progress.fractionDone = dream.plan().fractionDone(report.sizeIndex, report.step, dream.settings().numSteps);
    m_pace->stepDone(secondsRun(), progress.fractionDone, report.sizeIndex);
    progress.stepsPerSecond = m_pace->stepsPerSecond();
    progress.secondsLeft = m_pace->secondsLeft();
    for (OutputSink* sink : m_sinks)
        sink->stepDone(report, progress, dream);
}

void SessionObserver::held(const Dream& dream)
{
    m_heldSince = steadySeconds();
    for (OutputSink* sink : m_sinks)
        sink->held(dream);
}

void SessionObserver::resumed(const Dream& dream)
{
    m_secondsHeld += steadySeconds() - m_heldSince;
    for (OutputSink* sink : m_sinks)
        sink->resumed(dream);
}

void SessionObserver::visited(const Dream& dream)
{
    for (OutputSink* sink : m_sinks)
        sink->visited(dream);
}

void SessionObserver::tellJournal()
{
    for (; m_entriesTold < m_journal.entries().size(); ++m_entriesTold) {
        for (OutputSink* sink : m_sinks)
            sink->journalled(m_journal.entries()[m_entriesTold]);
    }
}

void SessionObserver::samplePixels(const Dream& dream)
{
    for (OutputSink* sink : m_sinks) {
        const std::vector<PixelSample> samples = samplesOf(sink->tracedPixels(dream), dream);
        if (!samples.empty())
            sink->pixelsSampled(samples);
    }
}

double SessionObserver::secondsRun() const
{
    return steadySeconds() - m_secondsHeld;
}

} // namespace cnnvis
