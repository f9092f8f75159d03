// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window/file_check.h"

#include <QDialog>
#include <QString>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QButtonGroup;
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace cnnvis::ui {

/// How much of a recipe is taken over.
enum class RecipePart { Everything, AllButTheSeed, Objective };

/// The settings with that part of the recipe in place of theirs. What is missing here, the photo or the network, stays
/// as it is.
RunSettings settingsWith(const RunSettings& present, const FoundRecipe& found, RecipePart part);

/// Shows how a picture was made, and what taking it over would change, before anything is changed.
class RecipeDialog : public QDialog {
    Q_OBJECT

public:
    /// @param present  the settings that would change.
    RecipeDialog(QWidget* parent, FoundRecipe found, const RunSettings& present);

    void setPresent(const RunSettings& present);

Q_SIGNALS:
    /// The photo is missing, and to be chosen: setPresent() may follow.
    void photoWanted();
    /// The files are to be looked for where the recipe says that they are.
    void writtenPathsAllowed();
    /// The settings are wanted, not a run.
    void settingsWanted(const cnnvis::RunSettings& settings);
    /// The picture is to be dreamt again.
    void replayWanted(const cnnvis::DreamRecipe& recipe);

private:
    RecipePart part() const;
    void showChanges();
    QBoxLayout* searchButtons();
    bool isPhotoThere() const;
    DreamRecipe chosen() const;

    FoundRecipe m_found;
    RunSettings m_present;
    QButtonGroup* m_parts;
    QTreeWidget* m_changes;
    QPushButton* m_replay = nullptr;
};

} // namespace cnnvis::ui
