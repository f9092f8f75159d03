// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis::ui {

/// Says when a run's next live picture is due: often enough for the eye, seldom enough to cost the run next to nothing.
///
/// Knows no clock: times are seconds since any moment.
class PicturePace {
public:
    /// @param shareOfRun  that the pictures may cost.
    explicit PicturePace(double shareOfRun = 0.03)
        : m_shareOfRun(shareOfRun)
    { }

    bool isDue(double seconds) const { return seconds >= m_dueSeconds; }
    /// @param seconds      when the picture was done.
    /// @param costSeconds  what making it cost.
    void pictureMade(double seconds, double costSeconds);

private:
    double m_shareOfRun;
    double m_dueSeconds = 0.0;
};

} // namespace cnnvis::ui
