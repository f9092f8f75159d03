// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <memory>
#include <string>

namespace cnnvis {

class FfmpegProcess;

/// Makes a film of the pictures that it is given, 25 a second: .mp4, .webm or .gif by way of an ffmpeg process; or, for
/// a path that ends in .png, numbered pictures, each of its own size.
class FilmWriter {
public:
    /// Nothing is written yet. @throws SettingsError  when there can be no film of that name: of its ending, or its
    /// folder, or because ffmpeg is not installed.
    static void check(const std::string& path);

    /// @param size  of the frames of a film; pictures of other sizes are stretched to it.
    /// @throws Error  when ffmpeg cannot be started.
    FilmWriter(std::string path, PictureSize size);
    FilmWriter(const FilmWriter&) = delete;
    FilmWriter& operator=(const FilmWriter&) = delete;
    /// A film that finish() did not end is thrown away; numbered pictures stay.
    ~FilmWriter();

    /// @throws Error  when it cannot be written, with what ffmpeg said.
    void add(const Picture& picture);
    /// Ends the film, and puts it in its place, as a whole. @throws Error  as add().
    void finish();

private:
    std::string m_path;
    std::unique_ptr<FfmpegProcess> m_ffmpeg; ///< nullptr: numbered pictures
    int m_frames = 0;
};

} // namespace cnnvis
