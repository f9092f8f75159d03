// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cnnvis::test {

/// What comes before a name, another name and bytes in what power_cut_recorder.cpp writes down.
struct RecordHead {
    /// C: a new file (without a name: nobody sees it yet); E: one that was there is opened for writing; T: it has that
    /// size from now on; W: bytes are written; F: it is flushed; D: the folder is; R: a name becomes another; L: a file
    /// gets a name; U: a name is taken away; M: bytes went to standard output.
    char kind;
    std::uint32_t file;
    std::int64_t offset;
    double seconds; ///< of a clock
    std::uint32_t nameBytes, otherBytes, bytes;
};

} // namespace cnnvis::test
