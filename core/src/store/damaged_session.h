// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cnnvis {

/// Puts back what a kill left half set aside: the file without its log would be taken for a good one that is older.
void undoHalfSetAside(const std::string& file);

/// Makes it anew of what can be read of it, and sets it aside. @return  what the user should know.
/// @throws SessionError  when that cannot be; the file is as it was then.
std::string replaceDamaged(const std::string& file, const std::string& path);

} // namespace cnnvis
