// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of all formats.
#include "input.h"

#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"

using namespace cnnvis;

/// libdav1d 1.0 forgets 40 bytes where an AVIF is damaged.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() // NOLINT
{
    return "leak:libdav1d\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    constexpr int kLongestSide = 1500; // else a few bytes that are a plain picture take most of the time
    const std::string path = folder.write("picture", fuzz::textOf(data, size));
    try {
        const PictureSize told = readPictureSize(path);
        if (told.height > kLongestSide || told.width > kLongestSide)
            return 0;
        std::vector<std::string> notes;
        fuzz::require(readPicture(path, &notes).size() == told, "a picture has the size that its header says");
    } catch (const PictureError&) { }
    return 0;
}
