// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/job_list.h"

#include <string>
#include <vector>

namespace cnnvis::render {

/// The jobs of a sheet, row by row. Their pictures lie beside the sheet's own and are named by what was varied:
/// "out_learning_rate_3.png" for "out.png".
/// @param base  what all have in common. @param sheetFile  of the sheet's own picture.
/// @throws SettingsError  as sheetFromText(), and when the settings of a cell do not go together.
std::vector<DreamJob> sheetJobs(const DreamRecipe& base, const std::string& sheet, const std::string& sheetFile);

/// Draws the picture of each sheet that is whole among the jobs, from their pictures.
/// @return  the paths of what was written.
/// @throws SettingsError  when cells of a sheet are missing among the jobs.
/// @throws PictureError   when a picture cannot be read or written.
std::vector<std::string> drawSheets(const std::vector<DreamJob>& jobs);

} // namespace cnnvis::render
