// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_observer.h"

#include <functional>
#include <vector>

namespace cnnvis::test {

/// Keeps what a run tells. The hooks are called after that, on the run's thread.
class RecordingObserver final : public RunObserver {
public:
    void settingsChanged(
        const RunPosition& after, const RunSettings& before, const RunChange& change, const Dream& dream) override;
    void stepStarting(const Dream& dream) override;
    void betweenBatches(const Dream& dream) override;
    void stepDone(const StepReport& report, const Dream& dream) override;
    void held(const Dream& dream) override;
    void resumed(const Dream& dream) override;
    void visited(const Dream& dream) override;

    int starts = 0;
    int gates = 0; ///< where betweenBatches() was called
    int holds = 0;
    int resumptions = 0;
    int visits = 0;
    std::vector<StepReport> reports;
    std::function<void(const RunSettings&, const RunChange&, const Dream&)> onSettingsChanged;
    std::function<void(const Dream&)> onStepStarting;
    std::function<void(const Dream&)> onBetweenBatches;
    std::function<void(const StepReport&, const Dream&)> onStepDone;
    std::function<void(const Dream&)> onHeld;
    std::function<void(const Dream&)> onVisited;
};

} // namespace cnnvis::test
