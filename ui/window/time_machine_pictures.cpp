// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/time_machine.h"

#include "history/picture_names.h"
#include "widgets/picture_image.h"
#include "window/film_desk.h"
#include "window/picture_presenter.h"
#include "window/run_text.h"

#include <algorithm>

/// What is made of a branch's pictures beside looking at them.
namespace cnnvis::ui {

/// The picture of a kept state, as it would be saved, in place of its small one.
void TimeMachine::showExactly(const KeptState& state, const TimelineBranch& branch)
{
    const DreamRecipe recipe = branch.journal.recipeAt({state->state.sizeIndex, state->state.steps});
    m_framePool.start([this, state, mean = branch.mean, recipe] {
        const Picture picture = pictureOf(state->state, mean);
        const auto deliver = [this, state, picture, recipe] {
            const RunPosition position{state->state.sizeIndex, state->state.steps};
            if (m_past && m_past->position == position)
                m_pictures.showPast(imageOf(picture),
                    tr("%1 · in the past").arg(placeText(position.sizeIndex, position.steps)), picture, recipe);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void TimeMachine::mark(int id, const Snapshot& snapshot)
{
    TimelineBranch* const branch = running();
    if (branch == nullptr || snapshot.runId != m_runId)
        return;
    const int step = branch->stepOf({snapshot.sizeIndex, snapshot.step});
    branch->snapshots.append({step, tr("Snapshot of %1").arg(placeText(snapshot.sizeIndex, snapshot.step)), id});
    refreshSoon();
}

void TimeMachine::unmark(int id)
{
    for (TimelineBranch& branch : m_branches) {
        const auto isMeant = [id](const TimelineMark& mark) { return mark.id == id; };
        branch.snapshots.erase(
            std::remove_if(branch.snapshots.begin(), branch.snapshots.end(), isMeant), branch.snapshots.end());
    }
    refreshSoon();
}

/// With the end of that branch: as it was kept small at once, then exactly, where that state is kept.
void TimeMachine::compareWith(int id)
{
    const TimelineBranch* const branch = find(id);
    if (branch == nullptr)
        return;
    const int last = branch->lastStep();
    m_pictures.compareWith(branch->film.pictureAt(last), branch->name);
    Q_EMIT compared();
    const KeptState state = branch->pointAt(last).state;
    if (!state || branch->stepOf({state->state.sizeIndex, state->state.steps}) != last)
        return;
    m_framePool.start([this, state, mean = branch->mean, name = branch->name] {
        const QImage exact = imageOf(pictureOf(state->state, mean));
        const auto deliver = [this, exact, name] {
            if (m_pictures.comparedText() == name)
                m_pictures.compareWith(exact, name);
        };
        QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    });
}

void TimeMachine::makeFilm(int id)
{
    const TimelineBranch* const branch = find(id);
    if (branch == nullptr)
        return;
    FilmSource source;
    source.recipe = branch->journal.recipeAt(branch->last);
    const RunSettings settings = source.recipe.settingsAtEnd();
    source.name = suggestedPictureName(
        QString::fromStdString(settings.initialImage), QString::fromStdString(settings.targetLayer));
    source.steps = branch->lastStep();
    for (const auto& [step, frame] : branch->film.frames())
        source.frames.push_back(frame.jpeg);
    m_films.offer(source);
}

} // namespace cnnvis::ui
