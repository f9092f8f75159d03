// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "program_reference.h"

#include <string>

namespace cnnvis::reference {

/// A manual in the language of man(7): the template, with lines such as "@FLAGS@" replaced by what the program says of
/// itself. They are @TITLE@ (the page's head), @DESCRIPTION@, @FLAGS@, @NOTES@ and @EXAMPLES@.
std::string manPage(const ProgramReference& program, const std::string& version, const std::string& pageTemplate);

/// Text as man(7) shows it letter by letter.
std::string manText(const std::string& text);

} // namespace cnnvis::reference
