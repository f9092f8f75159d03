// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command_line.h"

#include <stdexcept>

namespace cnnvis::render {

/// What the program ends with, for scripts.
enum ExitCode { Finished = 0, Failed = 1, BadInput = 2, Interrupted = 130 };

/// A run that broke off on the way; the message says what is left of it.
class RunFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Checks all input, cheap things first, then dreams the picture and saves it.
/// @throws Error       when something that was given cannot be used; no file is written then.
/// @throws RunFailure  when the run breaks off; the picture is saved as far as it got.
ExitCode renderPicture(const CommandLine& commandLine);

} // namespace cnnvis::render
