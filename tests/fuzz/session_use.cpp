// SPDX-License-Identifier: GPL-3.0-or-later
#include "session_use.h"

namespace cnnvis::fuzz {
namespace {

template <typename Action>
void attempt(const Action& action)
{
    try {
        action();
    } catch (const SessionError&) { }
}

void useState(const SessionStore& store, const StoredRun& run, const RunPosition& position)
{
    SessionResume resume;
    resume.state = store.state(run.id, position);
    resume.journal = store.journal(run.id, position);
    pictureOf(resume.state, 120.0);
    const DreamRecipe rest = restOfRun(run, store.journal(run.id), &resume);
    recipeToJson(rest);
}

void useRun(SessionStore& store, const StoredRun& run)
{
    attempt([&] {
        const Journal journal = store.journal(run.id);
        recipeToJson(restOfRun(run, journal, nullptr));
        for (const RunPosition& position : store.states(run.id)) {
            recipeToJson(journal.recipeAt(position));
            journal.stepsOfSizes(2, position);
            attempt([&] { useState(store, run, position); });
        }
    });
    attempt([&] {
        for (const RunPosition& position : store.smallPictures(run.id))
            store.smallPicture(run.id, position);
    });
    attempt([&] { store.thin(run.id, 1.0); });
    attempt([&] { store.setStarred(run.id, true); });
}

} // namespace

void useSession(SessionStore& store)
{
    std::vector<StoredRun> runs;
    attempt([&] { runs = store.runs(); });
    for (const StoredRun& run : runs)
        useRun(store, run);
    if (!runs.empty())
        attempt([&] { store.removeRun(runs.front().id); });
}

} // namespace cnnvis::fuzz
