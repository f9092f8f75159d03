// SPDX-License-Identifier: GPL-3.0-or-later
#include "film_file.h"

#include "cnnvis/error.h"
#include "cnnvis/output_file.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/session_outcome.h"
#include "ffmpeg_process.h"

#include <filesystem>
#include <utility>

namespace cnnvis::render {

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

FilmFile::FilmFile(std::string path)
    : m_path(std::move(path))
{ }

FilmFile::~FilmFile() = default;

void FilmFile::preparing(const RunSettings& /*settings*/)
{
    if (isNumbered(m_path)) {
        checkPictureWritable(framePath(m_path, 0));
        return;
    }
    const std::string ending = std::filesystem::path(m_path).extension().string();
    if (ending != ".mp4" && ending != ".webm" && ending != ".gif")
        throw SettingsError(
            "film", "--film is '" + m_path + "': end it in .mp4, .webm or .gif, or in .png for numbered pictures");
    if (!FfmpegProcess::isInstalled())
        throw SettingsError("film",
            "--film '" + m_path
                + "' needs ffmpeg, which is not installed: install it, or end the name in .png for numbered pictures");
    if (const std::string reason = whyNotWritable(m_path); !reason.empty())
        throw SettingsError("film", "--film: cannot write '" + m_path + "': " + reason);
}

void FilmFile::started(const SessionStart& start)
{
    if (!isNumbered(m_path))
        m_ffmpeg = std::make_unique<FfmpegProcess>(m_path, start.dream.plan().sizes.back().size);
    add(start.dream.picture());
}

void FilmFile::stepDone(const StepReport& /*report*/, const SessionProgress& /*progress*/, const Dream& dream)
{
    add(dream.picture());
}

/// A film that breaks off is no reason to end the dream.
void FilmFile::add(const Picture& picture)
{
    if (!m_problem.empty())
        return;
    try {
        if (m_ffmpeg)
            m_ffmpeg->add(picture);
        else
            writePicture(framePath(m_path, m_frames), picture);
        ++m_frames;
    } catch (const Error& error) {
        m_problem = "there is no film: " + std::string(error.what());
    }
}

void FilmFile::ended(const SessionOutcome& outcome)
{
    if (!outcome.hasBegun || !m_ffmpeg || !m_problem.empty())
        return;
    try {
        m_ffmpeg->finish();
    } catch (const Error& error) {
        m_problem = "there is no film: " + std::string(error.what());
    }
}

} // namespace cnnvis::render
