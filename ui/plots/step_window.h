// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cnnvis::ui {

/// Which steps a plot shows: all of the run, the newest so many, or a stretch that people have gone to.
class StepWindow {
public:
    /// Fewer steps than this are never stretched over the whole width.
    static constexpr double kLeastSpan = 10.0;

    /// Tells how far the run is; a following window goes with it.
    void setSteps(double oldest, double newest);
    void reset();

    /// Shows a part, or a multiple, of the steps: those around `at` stay where they are. Ends following.
    /// @param factor  of the span, below 1 to look closer.
    void zoom(double factor, double at);
    /// Shows other steps; ends following.
    void pan(double steps);
    /// Goes with the newest step. Keeps the span when that of the whole run is longer.
    void follow();
    void stopFollowing();
    /// Shows all steps and goes with the newest.
    void followAll();

    bool isFollowing() const { return m_isFollowing; }
    double lower() const { return m_lower; }
    double upper() const { return m_upper; }

private:
    double wholeSpan() const;
    void goWithNewest();

    double m_oldest = 0.0;
    double m_newest = 0.0;
    double m_lower = 1.0;
    double m_upper = 1.0 + kLeastSpan;
    bool m_isFollowing = true;
    bool m_showsAll = true;
};

} // namespace cnnvis::ui
