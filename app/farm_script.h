// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command_line.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cnnvis::render {

/// What a farm's script is to do.
struct FarmRequest {
    FarmKind kind = FarmKind::Parallel;
    std::string program; ///< absolute path of cnn-vis-render
    std::string list; ///< absolute path of the job list
    std::string folder; ///< absolute path of the folder as seen from which the list's paths are written
    std::size_t jobs = 0; ///< lines of the list
    std::vector<std::string> flags; ///< that go with each job
};

/// "jobs-parallel.sh" for "jobs.jsonl".
std::string farmScriptPath(const std::string& list, FarmKind kind);

/// The script, in bash.
/// @throws SettingsError  when a path has characters that would not reach the other end.
std::string farmScript(const FarmRequest& request);

} // namespace cnnvis::render
