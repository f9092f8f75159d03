// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cnnvis {

/// The project's, e.g. "0.2.0".
std::string programVersion();

/// What --version says, in one line: the program's version, those of its libraries, and what it can compute on.
std::string versionText(const std::string& program);

} // namespace cnnvis
