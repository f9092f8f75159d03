// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/output_sink.h"

namespace cnnvis {

void OutputSink::preparing(const RunSettings& /*settings*/) { }
void OutputSink::startPictureRead(const std::vector<std::string>& /*notes*/) { }
void OutputSink::started(const SessionStart& /*start*/) { }
void OutputSink::settingsChanged(
    const RunPosition& /*after*/, const RunSettings& /*before*/, const RunChange& /*change*/, const Dream& /*dream*/)
{ }
void OutputSink::scriptReplaced(const DreamRecipe& /*script*/) { }
void OutputSink::stepStarting(const Dream& /*dream*/) { }
void OutputSink::journalled(const JournalEntry& /*entry*/) { }
std::vector<TracedPixel> OutputSink::tracedPixels(const Dream& /*dream*/) const
{
    return {};
}
void OutputSink::pixelsSampled(const std::vector<PixelSample>& /*samples*/) { }
Figures OutputSink::figuresOfStep(const Dream& /*dream*/) const
{
    return Figures::Free;
}
void OutputSink::betweenBatches(const Dream& /*dream*/) { }
void OutputSink::stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& /*dream*/) { }
void OutputSink::held(const Dream& /*dream*/) { }
void OutputSink::resumed(const Dream& /*dream*/) { }
void OutputSink::visited(const Dream& /*dream*/) { }
void OutputSink::ending(const Picture& /*picture*/, const Dream& /*dream*/) { }
void OutputSink::ended(const SessionOutcome& /*outcome*/) { }

} // namespace cnnvis
