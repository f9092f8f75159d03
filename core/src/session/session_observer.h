// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/journal.h"
#include "cnnvis/output_sink.h"
#include "cnnvis/run_observer.h"
#include "cnnvis/run_pace.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace cnnvis {

/// Passes on to a session's sinks what its run tells, with the pace, the journal and the sampled pixels.
class SessionObserver final : public RunObserver {
public:
    /// @param sinks  outlive the observer.
    explicit SessionObserver(const std::vector<OutputSink*>& sinks)
        : m_sinks(sinks)
    { }

    /// Before the first step. @param journal  up to there, which the sinks have from the session's start.
    void begin(Journal journal);
    /// The session goes on there with a dream of other settings. @param change  of what takes effect in a new run only.
    void branched(const SettingsChange& change, const Dream& dream);
    const Journal& journal() const { return m_journal; }

    void settingsChanged(
        const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream) override;
    void scriptReplaced(const DreamRecipe& script) override;
    void stepStarting(const Dream& dream) override;
    Figures figuresOfStep(const Dream& dream) const override;
    void betweenBatches(const Dream& dream) override;
    void stepDone(const StepReport& report, const Dream& dream) override;
    void held(const Dream& dream) override;
    void resumed(const Dream& dream) override;
    void visited(const Dream& dream) override;

private:
    void tellJournal();
    void samplePixels(const Dream& dream);
    double secondsRun() const;

    const std::vector<OutputSink*>& m_sinks;
    std::optional<RunPace> m_pace;
    double m_heldSince = 0.0;
    double m_secondsHeld = 0.0; ///< which say nothing about the pace
    Journal m_journal;
    std::size_t m_entriesTold = 0;
};

} // namespace cnnvis
