// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_store.h"

#include "cnnvis/model_source.h"

namespace cnnvis {

DreamRecipe restOfRun(const StoredRun& run, const Journal& journal, const SessionResume* resume)
{
    DreamRecipe rest;
    rest.settings = resume == nullptr ? run.start.settings : resume->state.settings;
    rest.origin = journal.origin();
    rest.end = run.script.end;
    rest.ramps = run.script.ramps;
    const std::vector<JournalEntry>& known = journal.entries();
    // Of the first ones alone it is known what they were.
    if (ModelSource::of(rest.settings).identity() != ModelSource::of(known.front().settings).identity())
        rest.origin.network.clear();
    if (rest.settings.initialImage != known.front().settings.initialImage)
        rest.origin.startFile.reset();
    for (std::size_t place = resume == nullptr ? 1 : resume->journal.entries().size(); place < known.size(); ++place)
        rest.changes.push_back({known[place].after, known[place].change});
    for (const RecipeChange& change : run.script.changes) {
        const bool isKnown = known.size() > 1 && change.after <= known.back().after;
        // One that is due at the state itself may not have come yet.
        const bool isBehind =
            resume == nullptr || !(change.after < RunPosition{resume->state.sizeIndex, resume->state.steps});
        if (!isKnown && isBehind)
            rest.changes.push_back(change);
    }
    return rest;
}

} // namespace cnnvis
