// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"
#include "cnnvis/picture.h"

#include <QDateTime>
#include <QString>

namespace cnnvis::ui {

/// A moment of a run that was kept. Cheap to copy: the picture's pixels are shared.
struct SnapshotItem {
    int id = 0; ///< given by who adds it; no two are the same
    Picture picture; ///< empty when it was let go of for want of memory
    int sizeIndex = 0; ///< from 0
    int step = 0; ///< from 1, within the size
    DreamRecipe recipe; ///< how it was made
    QDateTime time;
    bool isPinned = false; ///< kept whatever the memory
    int run = 0; ///< counted from 1 in a session; 0: of an earlier session
    bool isFinal = false; ///< what a run ended with
    bool isSaved = false; ///< where the user wanted it
    QString archivePath; ///< among the program's own files, see DreamArchive; empty: it is not there
};

} // namespace cnnvis::ui
