// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"

#include <QVector>

#include <memory>
#include <optional>
#include <vector>

namespace cnnvis::ui {

/// What the steps of a run told, and before them those of the run that it left: shared with that one. In bounded
/// memory: of long runs, some of the older steps are left out.
class RunCurve {
public:
    /// @param report  later than those that are there; others are ignored.
    void add(const StepReport& report);
    /// That of a run which goes on from there. Later steps of this one are none of its own.
    RunCurve branchAt(const RunPosition& position) const;
    /// In the order of their steps.
    QVector<StepReport> reports() const;

private:
    struct Part {
        std::shared_ptr<const Part> before;
        RunPosition from; ///< of what is before, that counts which is not behind it
        std::vector<StepReport> reports;
    };
    static void append(const Part& part, const std::optional<RunPosition>& until, QVector<StepReport>& reports);

    std::shared_ptr<Part> m_part = std::make_shared<Part>();
};

/// The curves of a branch, with what the plots mark on them.
struct BranchCurves {
    QVector<StepReport> reports;
    std::vector<AppliedChange> changes;
    std::vector<int> stepsOfSize;
    bool isOfRun = false; ///< of the present run, or the last one, which they go on with

    /// Counted over all sizes.
    qint64 globalStep(int sizeIndex, int step) const;
};

/// What was turned in the course of a run, up to that position.
std::vector<AppliedChange> changesOf(const Journal& journal, const RunPosition& last);

} // namespace cnnvis::ui
