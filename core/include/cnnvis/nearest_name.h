// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// The candidate with the smallest edit distance to a misspelt name, for "the nearest is …".
/// Letters' case and surrounding dashes don't count. @return  empty when nothing is at most half the name away.
std::string nearestName(std::string_view name, const std::vector<std::string>& candidates);

} // namespace cnnvis
