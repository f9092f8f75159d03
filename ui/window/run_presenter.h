// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "run/run_types.h"
#include "window/run_curve.h"

#include <QElapsedTimer>
#include <QObject>

#include <vector>

namespace cnnvis::ui {

class Messages;
class PictureCanvas;
class PicturePresenter;
class PlotsPanel;
class RunController;
class SettingsPanel;

/// Shows what the run controller tells: the picture, the tiles being stepped, the plots, how the run ends. Lives on the
/// ui thread.
class RunPresenter : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    RunPresenter(RunController& controller, SettingsPanel& settingsPanel, PictureCanvas& canvas, PlotsPanel& plots,
        Messages& messages, PicturePresenter& pictures, QObject* parent);

    /// Puts the curves of a branch in place of those that are seen.
    void showCurves(const BranchCurves& curves);
    /// The present run takes steps again up to there, which are on the curves already.
    /// @param steps  that these are.
    void setCatchingUp(const RunPosition& until, int steps);

    /// Sizes and steps of the present run counted through, from 1.
    qint64 globalStep(int sizeIndex, int step) const;

Q_SIGNALS:
    /// How far the run is: for the status bar, the title and the task bar.
    void progressShown(const QString& text, double fraction);
    void pictureShown(const cnnvis::ui::LivePicture& live);
    /// The run is at its next size, which is also told of the first.
    void sizeBegun(int sizeIndex, const cnnvis::PlannedSize& size);
    /// @param seconds  that it took.
    void ended(const cnnvis::ui::RunOutcome& outcome, double seconds);

private:
    /// Steps that are taken once more, to get to a branch point.
    struct CatchUp {
        RunPosition from;
        RunPosition until; ///< at the run's beginning: there are none
        int steps = 0;
    };

    void begin(const RunStart& start);
    bool isCatchingUp() const;
    bool isKnown(int sizeIndex, int step) const;
    void show(const RunProgress& progress);
    void showSizes(const RunProgress& progress);
    void showPlots(const RunProgress& progress);
    void showActiveTiles(const TileProgress& tiles);
    void showStanding(const RunProgress& progress);
    void showPicture();
    void end(const RunOutcome& outcome);
    void markBroken(const RunSettings& settings);
    QString tickText(const AppliedChange& change) const;

    RunController& m_controller;
    SettingsPanel& m_settingsPanel;
    PictureCanvas& m_canvas;
    PlotsPanel& m_plots;
    Messages& m_messages;
    PicturePresenter& m_pictures;
    RunPlan m_plan;
    CatchUp m_catchUp;
    bool m_isRunPlotted = true; ///< else the curves are another branch's
    std::vector<int> m_stepsOfSize; ///< done, by size
    int m_sizeIndex = 0;
    QString m_turnedUp; ///< the setting that was made larger last in this run, or the learning rate
    int m_fittingTiles = 0; ///< that the log tells of
    QElapsedTimer m_duration;
};

} // namespace cnnvis::ui
