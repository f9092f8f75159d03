// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/session_tables.h"
#include "store/sqlite_database.h"

#include <string>

namespace cnnvis {

/// @param path  as it was given. @throws SessionError  "The session '…' " and why.
[[noreturn]] void refuseSession(const std::string& path, const std::string& why);

/// What SQLite says, for a sentence that begins with the session, and what would do.
std::string textOf(const SqliteError& error);

/// Whether it says that the file is not what it was.
bool isDamage(const SqliteError& error);

/// What it answers; whatever is thrown becomes a sentence with the path.
template <typename Action>
auto guarded(const std::string& path, const Action& action)
{
    try {
        return action();
    } catch (const SqliteError& error) {
        refuseSession(path, textOf(error));
    } catch (const SessionError&) {
        throw;
    } catch (const SessionDamage& damage) {
        refuseSession(path, std::string("cannot be read: ") + damage.what() + "; go back to a copy of it");
    } catch (const StateTooLarge& error) {
        refuseSession(path, std::string("cannot be read: ") + error.what());
    } catch (const Error&) { // of the settings' texts
        refuseSession(path, "cannot be read: its settings are damaged, or another version's; go back to a copy of it");
    }
}

} // namespace cnnvis
