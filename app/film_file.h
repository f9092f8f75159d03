// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"

#include <memory>
#include <string>

namespace cnnvis::render {

class FfmpegProcess;

/// `--film`: the picture after each step, as a film by way of an ffmpeg process, or as numbered PNGs.
class FilmFile final : public OutputSink {
public:
    /// @param path  its ending says what: .mp4, .webm, .gif, or .png for numbered pictures.
    explicit FilmFile(std::string path);
    ~FilmFile() override;

    void preparing(const RunSettings& settings) override;
    void started(const SessionStart& start) override;
    void stepDone(const StepReport& report, const SessionProgress& progress, const Dream& dream) override;
    void ended(const SessionOutcome& outcome) override;

    /// Why there is no film, in one line; empty when there is.
    const std::string& problem() const { return m_problem; }

private:
    void add(const Picture& picture);

    std::string m_path;
    std::string m_problem;
    std::unique_ptr<FfmpegProcess> m_ffmpeg; ///< nullptr: numbered pictures
    int m_frames = 0;
};

} // namespace cnnvis::render
