// SPDX-License-Identifier: GPL-3.0-or-later
#include "machine/onednn_library.h"

// In place of onednn_library.cpp where the build has no oneDNN.
namespace cnnvis::onednn {

std::string libraryVersion()
{
    return {};
}

std::string libraryProblem()
{
    return "this build has no oneDNN, so that networks run on LibTorch's operators, several times as slowly";
}

} // namespace cnnvis::onednn
