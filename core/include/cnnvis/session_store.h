// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream.h"
#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/journal.h"
#include "cnnvis/run_position.h"
#include "cnnvis/session_input.h"
#include "cnnvis/session_outcome.h"
#include "cnnvis/step_report.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cnnvis {

/// A session's file that cannot be read or written: which, why, and what would do.
class SessionError : public Error {
public:
    using Error::Error;
};

/// A run as a session's file has it.
struct StoredRun {
    std::int64_t id = 0;
    std::optional<std::int64_t>
        parent; ///< it goes on from there with other settings; nothing: it began anew, or that is gone
    RunPosition branch; ///< where it left its parent
    DreamRecipe start; ///< what it began with, and from; no changes
    DreamRecipe script; ///< what is to happen on its way, and all ramps; its settings mean nothing
    std::string name;
    bool isStarred = false;
    std::int64_t created = 0; ///< seconds since 1970
    std::optional<SessionEnd> end; ///< nothing: it runs, or was cut off
};

/// What is still to happen in a run that goes on: what was changed in it behind the state, then what of its script was
/// not come to. So it becomes the run that it was, and goes on as it would have.
/// @param journal  all of the run's.
/// @param resume   the state and what it was changed by; nullptr: there is none, and the run begins anew.
/// @return  its settings are the state's, or those at the beginning; RunScript takes it as it is.
DreamRecipe restOfRun(const StoredRun& run, const Journal& journal, const SessionResume* resume);

/// What is new of a run.
struct StoredProgress {
    std::size_t firstEntry = 0; ///< its place in the journal
    std::vector<JournalEntry> entries; ///< from there on; what is there and the same stays, with all behind it
    RunPosition position; ///< of the state
    std::optional<DreamState> state;
    std::size_t stateEntries = 0; ///< of the journal, as many as the state was changed by; 0: all
    std::vector<StepReport> reports; ///< in their order; what is there of their steps, or of later ones, gives way
    std::vector<std::pair<RunPosition, std::string>> smallPictures;
    std::optional<SessionEnd> end;
    std::optional<DreamRecipe> script; ///< what is to happen now, in place of what was
};

/// A session on the disk: runs with their changes on the way, states to go on from, small pictures.
///
/// One SQLite file, for one process at a time; nothing that was once added is lost when the process ends at any moment,
/// nor when the power does, but for small pictures of the last seconds.
/// Not thread-safe. What it is asked for throws SessionError when the file cannot be read or written; nothing is
/// changed then.
class SessionStore {
public:
    enum class Opening { Existing, OrNew };
    /// What is taken from a session that is to be small: all its states; or all but its runs with their changes, and
    /// the last small picture of each.
    enum class Reduction { NoStates, RecipesAlone };

    /// A file that is damaged is set aside under another name, and a new one has what could be read of it. Of a run
    /// whose changes are damaged, that is those before, and all states.
    /// @throws SessionError  when it is there and no session, in use, a newer version's, or cannot be written.
    explicit SessionStore(const std::string& path, Opening opening = Opening::Existing);
    ~SessionStore();
    SessionStore(SessionStore&&) noexcept;
    SessionStore& operator=(SessionStore&&) noexcept;

    const std::string& path() const;
    /// What the user should know of how it was opened, a sentence each.
    const std::vector<std::string>& notes() const;

    /// @param run  its id and its time are given here; of its start, only the output file is taken: all else is in the
    ///             journal.
    std::int64_t addRun(const StoredRun& run, const Journal& journal);
    /// In the order in which they were added.
    std::vector<StoredRun> runs() const;
    void setName(std::int64_t run, const std::string& name);
    void setStarred(std::int64_t run, bool isStarred);
    /// With its changes, states and small pictures. Branches of it stay as they are, but without a parent. The file
    /// does not become smaller: what is added next is put where they were.
    void removeRun(std::int64_t run);

    /// All of it or nothing. With a state, it is as if the run had not ended yet.
    void add(std::int64_t run, const StoredProgress& progress);
    /// What was changed in a run. @param position  up to there; nothing: all of it. Where there is a state, what that
    /// was changed by: settings that were changed at its position after it was kept, as in a pause, are not among them.
    Journal journal(std::int64_t run, const std::optional<RunPosition>& position = {}) const;
    /// Where there are states of a run, in their order.
    std::vector<RunPosition> states(std::int64_t run) const;
    /// Equal to the bit to the one that was added.
    DreamState state(std::int64_t run, const RunPosition& position) const;
    /// Leaves states out, so that they lie close together near the run's end and ever farther apart behind.
    /// @param widest  how far apart, as a share of how far behind the end.
    void thin(std::int64_t run, double widest);

    void addSmallPicture(std::int64_t run, const RunPosition& position, const std::string& bytes);
    std::vector<RunPosition> smallPictures(std::int64_t run) const;
    std::string smallPicture(std::int64_t run, const RunPosition& position) const;

    /// What the steps of a run told, in their order. @param most  where there are more, some are left out evenly, but
    /// for the last of each size.
    std::vector<StepReport> reports(std::int64_t run, std::size_t most) const;
    /// Where a run's last state is, or was before it was taken away; nothing: there never was one.
    std::optional<RunPosition> lastPosition(std::int64_t run) const;

    /// Whether its user wants it as it is, whatever room it takes. The one who makes room asks.
    bool isKeptWhole() const;
    void setKeptWhole(bool isKept);
    /// Makes the file smaller; where that fails, what was to go may be gone. The rest can be dreamt again.
    void reduce(Reduction reduction);

    /// On the disk.
    std::int64_t bytesUsed() const;
    /// Writes the session into one file that needs no other, whole or not at all.
    void saveCopy(const std::string& path) const;

private:
    template <typename Action>
    auto read(const Action& action) const;
    /// When what was written is safe from a power cut: little pictures need not be at once.
    enum class Flush { AtOnce, WithTheNext };
    template <typename Action>
    void write(const Action& action, Flush flush = Flush::AtOnce);

    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace cnnvis
