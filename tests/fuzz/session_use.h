// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/session_store.h"

namespace cnnvis::fuzz {

/// Asks a session for all that it has, as the studio does, and writes what may change. SessionError is an answer.
void useSession(SessionStore& store);

} // namespace cnnvis::fuzz
