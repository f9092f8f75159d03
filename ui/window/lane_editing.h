// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "timeline/timeline_scene.h"

#include <QObject>
#include <QStringList>

#include <map>
#include <optional>

namespace cnnvis::ui {

class Messages;
class RunController;
class RunDesk;
class SettingsStore;
class TimeMachine;
class TimelineView;
struct TimelineBranch;

/// Edits what turns by itself: what is still to come of the run that goes on is changed as it goes; what has been is
/// kept as it was, and dreamt anew in a branch when that is wanted. Each edit is an undo step. Lives on the ui thread.
class LaneEditing : public QObject {
    Q_OBJECT

public:
    /// Refers to what it is given.
    LaneEditing(TimeMachine& machine, TimelineView& view, RunController& controller, RunDesk& desk,
        SettingsStore& store, Messages& messages, QObject* parent);

    /// Dreams the chosen branch anew from the first place that was edited; without one, does nothing.
    void replay();
    /// Whether that would do something.
    bool isReplayable() const;

private:
    friend class LaneCommand;
    /// How a branch is to be, and where that differs first from what it was.
    struct Edit {
        DreamRecipe course;
        std::optional<RunPosition> from; ///< nothing: it differs in what is still to come alone, and is so already
    };
    using Edits = std::map<int, Edit>; ///< by the branch

    void edit(const QString& key, const QVector<TimelinePoint>& points, bool isDrag);
    void finishDrag();
    void addLane(const QString& key);
    void complete(const TimelineBranch& branch, TimelineScene& scene) const;
    DreamRecipe courseOf(const TimelineBranch& branch) const;
    void commit(const QString& key, const QVector<TimelinePoint>& points);
    void assign(int branch, const std::optional<Edit>& edit);
    bool isStillToCome(const TimelineBranch& branch, const RunPosition& position) const;

    TimeMachine& m_machine;
    TimelineView& m_view;
    RunController& m_controller;
    RunDesk& m_desk;
    SettingsStore& m_store;
    Messages& m_messages;
    Edits m_edits;
    QStringList m_wanted; ///< keys of lanes that are shown though nothing turns there
    QString m_draggedKey; ///< empty: nothing is dragged
    QVector<TimelinePoint> m_dragged;
};

} // namespace cnnvis::ui
