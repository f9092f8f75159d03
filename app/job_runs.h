// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command_line.h"
#include "render_session.h"

namespace cnnvis::render {

/// Whether a command line is about many pictures: a job list or a sheet.
bool isAboutJobs(const CommandLine& commandLine);

/// Does what the flags of job lists and sheets ask for.
/// @throws SettingsError  when they do not go together, or the list or the sheet cannot be used.
/// @throws RunFailure     as renderPicture(), of a single job; and after all others, when some of many failed.
ExitCode performJobs(const CommandLine& commandLine);

} // namespace cnnvis::render
