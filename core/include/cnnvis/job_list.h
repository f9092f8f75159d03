// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/dream_recipe.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cnnvis {

/// A dream that is to be made, and where its picture goes. A plain value.
struct DreamJob {
    std::string outputFile; ///< as written: $NAMES in it are not replaced
    DreamRecipe recipe;
    std::string sheet; ///< of what sheet it is a cell, see setting_sheet.h; empty: of none
    std::string sheetFile; ///< where that sheet's own picture goes
};

/// What a job list may hold: lines, and bytes of all of them. A line may have kLongestRecipe bytes.
inline constexpr std::size_t kMostJobs = 10'000;
inline constexpr std::size_t kLongestJobList = 64 * 1024 * 1024;

/// The list as text, a job a line: `{"output_file": "a.png", "recipe": {…}}`, and "sheet" and "sheet_file" for a cell
/// of a sheet. ASCII only.
/// @throws SettingsError  when it would be longer than what jobListFromText() reads.
std::string jobListToText(const std::vector<DreamJob>& jobs);

/// Reads such a list. A line may also be a recipe or a preset alone; its picture is then named by the line's number,
/// "job_0012.png".
/// @param origin  file name for messages.
/// @throws SettingsError  with the number of the line, when it is no job, there are too many, or two write one file.
std::vector<DreamJob> jobListFromText(std::string_view text, const std::string& origin);

/// The list in a file. @throws SettingsError  also when it cannot be read.
std::vector<DreamJob> readJobList(const std::string& path);

/// Whether a picture is what a job asks for, by the recipe that it carries: all that shapes the dream is the same,
/// whatever machine made it, and it stands where the job is to end.
bool isDone(const DreamRecipe& job, const DreamRecipe& picture);

} // namespace cnnvis
