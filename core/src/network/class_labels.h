// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cnnvis {

/// Reads the `labels.txt` in the folder of a network's description, one class a line; a file from anywhere. Control
/// characters become spaces, overlong lines are cut.
/// @return  `count` labels; none when there is no such file, it cannot be used, or has another number of lines: a
///          network works without.
std::vector<std::string> readClassLabels(const std::string& descriptionPath, std::int64_t count);

} // namespace cnnvis
