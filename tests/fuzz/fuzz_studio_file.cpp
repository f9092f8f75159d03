// SPDX-License-Identifier: GPL-3.0-or-later
// What the studio keeps of itself from one time to the next.
#include "input.h"

#include "window/session_file.h"

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    const ui::SessionFile file(QString::fromStdString(folder.path("")));
    folder.write("session.json", fuzz::textOf(data, size));
    const ui::SessionFile::Loaded loaded = file.load();
    if (!loaded.problem.isEmpty())
        return 0;
    fuzz::require(file.save(loaded.data).isEmpty(), "what was read can be written");
    fuzz::require(file.load().problem.isEmpty(), "what was written can be read");
    return 0;
}
