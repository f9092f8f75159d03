// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/run_settings.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace cnnvis {

/// What a list of sessions says of one.
struct SessionSummary {
    std::size_t runs = 0;
    RunSettings settings; ///< of the last run, at its end
    std::string smallPicture; ///< the last one that there is; empty: none
    std::int64_t created = 0; ///< the first run, in seconds since 1970; 0: there is none
    bool isKeptWhole = false; ///< see SessionStore::isKeptWhole()
    bool hasStates = false;
    bool hasEnded = false; ///< all its runs
};

/// Looks into a session without changing it. @throws SessionError  as SessionStore; also when it is damaged.
SessionSummary readSessionSummary(const std::string& path);

/// Copies a session that may be anybody's, as it is, with what its log has; nothing in it is looked at.
/// @param to  where nothing is yet.
/// @throws SessionError  when it is no session, in use, a newer version's, or cannot be copied; nothing is there then.
void copySession(const std::string& from, const std::string& to);

} // namespace cnnvis
