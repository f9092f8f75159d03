// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// The oneDNN that this process has loaded. LibTorch has one too: the system's shares ours, others have their own
/// inside and keep its functions to themselves. Where one does not, the two could not be told apart.
namespace cnnvis::onednn {

/// E.g. "2.6.3"; empty where this build has none.
std::string libraryVersion();

/// Why its primitives cannot be relied on in this process, in one line; empty when they can.
std::string libraryProblem();

/// The same beside another library that may have a oneDNN inside. @param path  of one that is loaded.
std::string libraryProblem(const char* path);

} // namespace cnnvis::onednn
