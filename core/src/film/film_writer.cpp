// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/film_writer.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "cnnvis/picture_file.h"
#include "film/ffmpeg_process.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace cnnvis {

namespace {

bool isNumbered(const std::string& path)
{
    return std::filesystem::path(path).extension() == ".png";
}

/// "film_00012.png" for "film.png".
std::string framePath(const std::string& path, int number)
{
    const std::string digits = std::to_string(number);
    const std::size_t dot = path.size() - std::string(".png").size();
    return path.substr(0, dot) + "_" + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits + ".png";
}

} // namespace

void FilmWriter::check(const std::string& path)
{
    if (isNumbered(path)) {
        checkPictureWritable(framePath(path, 0));
        return;
    }
    const std::string ending = std::filesystem::path(path).extension().string();
    if (ending != ".mp4" && ending != ".webm" && ending != ".gif")
        throw SettingsError("film",
            "the film '" + path + "' is of no kind that can be made: end it in .mp4, .webm or .gif, or in .png for "
                + "numbered pictures");
    if (!FfmpegProcess::isInstalled())
        throw SettingsError("film",
            "the film '" + path
                + "' needs ffmpeg, which is not installed: install it, or end the name in .png for numbered pictures");
    if (const std::string reason = whyNotWritable(path); !reason.empty())
        throw SettingsError("film", "the film '" + path + "' cannot be written: " + reason);
}

FilmWriter::FilmWriter(std::string path, PictureSize size)
    : m_path(std::move(path))
    , m_ffmpeg(isNumbered(m_path) ? nullptr : std::make_unique<FfmpegProcess>(m_path, size))
{ }

FilmWriter::~FilmWriter() = default;

void FilmWriter::add(const Picture& picture)
{
    if (m_ffmpeg)
        m_ffmpeg->add(picture);
    else
        writePicture(framePath(m_path, m_frames), picture);
    ++m_frames;
}

void FilmWriter::finish()
{
    if (m_ffmpeg)
        m_ffmpeg->finish();
}

} // namespace cnnvis
