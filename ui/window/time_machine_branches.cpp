// SPDX-License-Identifier: GPL-3.0-or-later
#include "timeline/timeline_view.h"
#include "window/messages.h"
#include "window/time_machine.h"

#include <QInputDialog>

#include <algorithm>
#include <utility>

/// Branches as their users have them: chosen, named, deleted.
namespace cnnvis::ui {

void TimeMachine::chooseBranch(int id)
{
    if (m_past)
        returnToPresent();
    choose(id);
    refresh();
    if (const TimelineBranch* const branch = chosen(); branch != nullptr && id != m_running)
        goTo(branch->lastStep()); // where it ended
}

void TimeMachine::rename(int id)
{
    TimelineBranch* branch = find(id);
    if (branch == nullptr)
        return;
    bool isGiven = false;
    const QString name = QInputDialog::getText(
        &m_view, tr("Rename"), tr("Name of the branch:"), QLineEdit::Normal, branch->name, &isGiven);
    branch = find(id); // it may have gone meanwhile
    if (!isGiven || name.trimmed().isEmpty() || branch == nullptr)
        return;
    branch->name = name.trimmed();
    keepEdit([run = branch->storedRun, text = branch->name.toStdString()](
                 SessionStore& store) { store.setName(run, text); });
    refresh();
}

void TimeMachine::remove(int id)
{
    const auto found = std::find_if(
        m_branches.begin(), m_branches.end(), [id](const TimelineBranch& branch) { return branch.id == id; });
    if (found == m_branches.end() || id == m_running)
        return;
    if (m_past && m_chosen == id)
        returnToPresent();
    TimelineBranch removed = std::move(*found);
    m_branches.erase(found);
    m_removed.push_back(removed.storedRun);
    shareBudget();
    refresh();
    m_messages.info(tr("The branch “%1” was deleted.").arg(removed.name), tr("Undo"), [this, removed] {
        m_branches.push_back(removed);
        m_removed.erase(std::remove(m_removed.begin(), m_removed.end(), removed.storedRun), m_removed.end());
        std::sort(m_branches.begin(), m_branches.end(),
            [](const TimelineBranch& a, const TimelineBranch& b) { return a.id < b.id; });
        shareBudget();
        refresh();
    });
}

} // namespace cnnvis::ui
