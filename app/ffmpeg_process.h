// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <string>

#include <sys/types.h>

namespace cnnvis::render {

/// An ffmpeg that makes a film of the pictures that it is given, in a process of its own.
class FfmpegProcess {
public:
    /// Whether one is installed.
    static bool isInstalled();

    /// @param path  of the film; its ending says the format: .mp4, .webm, .gif.
    /// @param size  of its frames; pictures of other sizes are stretched to it.
    /// @throws Error  when it cannot be started.
    FfmpegProcess(const std::string& path, PictureSize size);
    FfmpegProcess(const FfmpegProcess&) = delete;
    FfmpegProcess& operator=(const FfmpegProcess&) = delete;
    /// A film that finish() did not end is thrown away.
    ~FfmpegProcess();

    /// @throws Error  when ffmpeg takes no more, with what it said.
    void add(const Picture& picture);
    /// Ends the film, and puts it in its place. @throws Error  as add().
    void finish();

private:
    [[noreturn]] void fail();
    int wait();

    std::string m_path;
    std::string m_part; ///< that is written until the film is whole
    pid_t m_process = -1;
    int m_input = -1;
    int m_messages = -1; ///< what it says, in a file without a name
};

} // namespace cnnvis::render
