// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include "preview/picture_canvas.h"
#include "window/messages.h"
#include "window/recent_list.h"
#include "window/recipe_dialog.h"
#include "window/run_desk.h"
#include "window/session_desk.h"

#include <QFileInfo>

namespace cnnvis::ui {

void MainWindow::wireFiles()
{
    connect(m_parts.canvas, &PictureCanvas::dropped, m_files, &FileOpening::open);
    connect(m_files, &FileOpening::opened, this, [this](FileCheck::Kind kind, const QString& path) {
        if (!QFileInfo(path).isAbsolute())
            return; // the network that comes with the program
        RecentList* list = kind == FileCheck::Kind::Network ? m_recentNetworks : m_recentFiles;
        list->add(path);
    });
    connect(m_files, &FileOpening::recipeOpened, this, &MainWindow::showRecipe);
    connect(m_files, &FileOpening::sessionChosen, m_sessions, &SessionDesk::open);
    for (RecentList* list : {m_recentFiles, m_recentNetworks}) {
        connect(list, &RecentList::chosen, m_files, [this](const QString& path) { m_files->open({path}); });
        connect(m_files, &FileOpening::refused, list, [list](const QString& path) {
            if (!QFileInfo::exists(path))
                list->remove(path);
        });
    }
}

/// Lets people see how a picture was made, before anything of it is taken over.
void MainWindow::showRecipe(const FoundRecipe& found)
{
    auto* dialog = new RecipeDialog(this, found, m_store.settings());
    connect(&m_store, &SettingsStore::changed, dialog, [this, dialog] { dialog->setPresent(m_store.settings()); });
    connect(dialog, &RecipeDialog::photoWanted, m_files, [this, dialog] { m_files->choosePicture(*dialog); });
    connect(dialog, &RecipeDialog::writtenPathsAllowed, m_files, [this, found] { m_files->lookWhereItSays(found); });
    connect(dialog, &RecipeDialog::settingsWanted, this, [this, name = found.name](const RunSettings& settings) {
        m_store.replace({name, settings}, tr("Use the settings of %1").arg(name));
        m_messages->note(tr("The settings are those that made %1.").arg(name));
    });
    connect(dialog, &RecipeDialog::replayWanted, this, [this, name = found.name](const DreamRecipe& recipe) {
        m_store.replace({name, recipe.settings, recipe.ramps}, tr("Dream %1 again").arg(name));
        m_runDesk->replay(recipe);
    });
    dialog->open();
}

} // namespace cnnvis::ui
