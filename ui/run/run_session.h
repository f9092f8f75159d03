// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/network_cache.h"
#include "run/run_reporter.h"

namespace cnnvis::ui {

/// A session on the thread that calls it, which tells the job's mailbox all there is to tell.
void runSession(const RunJob& job, NetworkCache& networks) noexcept;

} // namespace cnnvis::ui
