// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cnnvis::reference {

/// All settings as tables in Markdown, one for each group: flags, name in the studio, value, default, when a change
/// acts, and what it does.
std::string settingsPage(const std::string& version);

} // namespace cnnvis::reference
