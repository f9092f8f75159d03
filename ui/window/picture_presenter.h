// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "history/snapshot_item.h"
#include "run/run_types.h"

#include <QImage>
#include <QObject>

#include <optional>

namespace cnnvis::ui {

class PictureCanvas;

/// Decides which picture is seen: the one that a run would start from, the live one, or a snapshot; and which one it is
/// compared with. Lives on the ui thread.
class PicturePresenter : public QObject {
    Q_OBJECT

public:
    /// A picture on the canvas, as it would be saved.
    struct Shown {
        Picture picture; ///< empty: nothing
        DreamRecipe recipe; ///< how it was made
        bool isDreamt = false; ///< not just the start picture
    };

    /// @param canvas  outlives this.
    PicturePresenter(PictureCanvas& canvas, QObject* parent);

    const Shown& shown() const;
    /// The live picture and its moment, without id and time; empty where that run has not shown any.
    SnapshotItem liveItem(int runId) const;
    /// Where the picture under the eyes was made; null where nobody is looking at the live one.
    bool isLiveShown() const { return !m_snapshot; }

    /// The picture that the next run starts from; empty for a start from noise. Seen at once, unless a run goes.
    void setStart(const Picture& picture);
    void beginRun(bool startsFromNoise);
    void setLive(const LivePicture& live, DreamRecipe recipe);
    /// The last picture of a run, kept however it ended.
    void endRun(const RunOutcome& outcome);

    /// The picture of the last run is not of what comes next: the one to start from is seen.
    void forgetRun();

    /// @param item  with a picture.
    void showSnapshot(const SnapshotItem& item);
    void compare(const SnapshotItem& older, const SnapshotItem& newer);
    /// Compares what is seen with another picture, until something else is looked at. @param image  null: nothing.
    void compareWith(const QImage& image, const QString& text);
    /// What it is called; empty: it is the start of the run.
    const QString& comparedText() const { return m_chosenBeforeText; }
    void showLive();
    /// A step of the past. @param picture, recipe  it as it would be saved; empty: it is only seen.
    void showPast(const QImage& image, const QString& status, const Picture& picture = {}, DreamRecipe recipe = {});
    bool isPastShown() const { return m_isPastShown; }

    /// What is said beside the picture while the live one is seen, e.g. "step 12/20".
    void setLiveStatus(const QString& text);

Q_SIGNALS:
    void shownChanged();

private:
    struct Look {
        Shown shown;
        QImage image;
    };
    void refresh();
    void forgetCompared();
    void showTexts();
    const Look& look() const { return m_snapshot ? *m_snapshot : (m_live ? *m_live : m_start); }

    PictureCanvas& m_canvas;
    Look m_start;
    std::optional<Look> m_live; ///< of the present run, or the last one
    std::optional<Look> m_snapshot;
    QImage m_runBefore; ///< what the run started from
    QImage m_chosenBefore; ///< a snapshot to compare with; null: none
    QString m_chosenBeforeText;
    QString m_liveStatus;
    QString m_snapshotText;
    QString m_snapshotStatus;
    int m_liveRunId = 0;
    int m_liveSizeIndex = 0;
    int m_liveStep = 0;
    bool m_isRunning = false;
    bool m_isPastShown = false;
    bool m_isBeforeDue = false; ///< the run's first picture is what it started from
};

} // namespace cnnvis::ui
