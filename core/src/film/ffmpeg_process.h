// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <string>

#include <sys/types.h>

namespace cnnvis {

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
    /// An open file, or none.
    class Descriptor {
    public:
        explicit Descriptor(int number = -1)
            : m_number(number)
        { }
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        ~Descriptor() { reset(); }
        void reset(int number = -1);
        int get() const { return m_number; }

    private:
        int m_number;
    };
    void makePart();
    [[noreturn]] void fail();
    int wait();
    void waitOrKill();

    std::string m_path;
    std::string m_part; ///< that is written until the film is whole; empty: there is none
    PictureSize m_size;
    pid_t m_process = -1;
    Descriptor m_input;
    Descriptor m_messages; ///< what it says, in a file without a name
};

} // namespace cnnvis
