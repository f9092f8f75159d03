// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/output_sink.h"

#include <string>

namespace cnnvis::render {

/// Refuses to write over the photo, by whatever name it is reached. @throws SettingsError
void requireNotThePhoto(const RunSettings& settings, const std::string& path);

/// The picture that a run is for: saved once, when the run is over, however it ended.
class FinalPicture final : public OutputSink {
public:
    explicit FinalPicture(std::string path);

    /// Why it could not be saved; empty when it was, or there is none.
    const std::string& problem() const { return m_problem; }

    void preparing(const RunSettings& settings) override;
    void started(const SessionStart& start) override;
    void ended(const SessionOutcome& outcome) override;

private:
    std::string m_path;
    std::string m_problem;
};

} // namespace cnnvis::render
