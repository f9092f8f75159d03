// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"

namespace cnnvis {

/// What is told of a run, on the thread that runs it. What it throws ends the run, and passes through to the caller.
class RunObserver {
public:
    virtual ~RunObserver() = default;
    /// Before each step, the settings changed and the next size begun already; `dream` may be read, e.g. for pixel
    /// traces.
    virtual void stepStarting(const Dream& dream);
    /// After each step; `dream` may be read, e.g. for its picture.
    virtual void stepDone(const StepReport& report, const Dream& dream);
};

} // namespace cnnvis
