// SPDX-License-Identifier: GPL-3.0-or-later
// The files of sessions.
#include "input.h"
#include "session_use.h"

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    folder.clear();
    const std::string path = folder.write("session", fuzz::textOf(data, size));
    try {
        SessionStore store(path);
        fuzz::useSession(store);
    } catch (const SessionError&) { }
    return 0;
}
