// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "program_reference.h"

#include <string>

/// Completions of a program's flags and their values, as the shells read them.
namespace cnnvis::reference {

/// For bash, without helpers of other packages. Values are completed after "--flag " and after "--flag=".
std::string bashCompletion(const ProgramReference& program);
std::string zshCompletion(const ProgramReference& program);
std::string fishCompletion(const ProgramReference& program);

} // namespace cnnvis::reference
