// SPDX-License-Identifier: GPL-3.0-or-later
#include "sheet_cells.h"

#include "cnnvis/error.h"
#include "cnnvis/labelled_grid.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/setting_sheet.h"
#include "final_picture.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>

namespace cnnvis::render {

namespace {

constexpr std::size_t kLongestPart = 60; // of a file's name

/// What file systems and shells take as a name.
std::string namePart(const std::string& text)
{
    std::string part;
    for (const char byte : text.substr(text.size() - std::min(text.size(), kLongestPart))) {
        const bool isPlain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
            || (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
        part += isPlain ? byte : '-';
    }
    return part;
}

std::string cellPath(const std::string& sheetFile, const SettingsChange& change, std::set<std::string>& taken)
{
    const std::filesystem::path path(sheetFile);
    std::string stem = path.stem().string();
    for (const SettingText& setting : change)
        stem += "_" + setting.key + "_" + namePart(setting.text);
    std::string name = stem + path.extension().string();
    for (int number = 2; !taken.insert(name).second; ++number)
        name = stem + "-" + std::to_string(number) + path.extension().string();
    return (path.parent_path() / name).string();
}

void requireTogether(const RunSettings& settings, const SettingsChange& change)
{
    const std::vector<SettingsProblem> problems = validate(settings);
    if (problems.empty())
        return;
    std::string cell;
    for (const SettingText& setting : change)
        cell += (cell.empty() ? "" : ", ") + setting.key + "=" + setting.text;
    throw SettingsError("sheet", "--sheet: at " + cell + ": " + problems.front().message);
}

GridLabels labelsOf(const SheetAxis& axis)
{
    if (axis.values.empty())
        return {};
    return {std::string(findSetting(axis.key)->label), axis.values};
}

void drawSheet(const std::vector<DreamJob>& cells)
{
    const SettingSheet sheet = sheetFromText(cells.front().sheet);
    const std::string path = expandEnvironment(cells.front().sheetFile);
    if (cells.size() != sheet.width() * sheet.height()) {
        throw SettingsError("join",
            "--join: the list has " + std::to_string(cells.size()) + " of the "
                + std::to_string(sheet.width() * sheet.height()) + " cells of '" + path
                + "'; keep a sheet's jobs in one list");
    }
    const int longest = longestGridCell(sheet.width(), sheet.height());
    std::vector<Picture> pictures;
    for (const DreamJob& cell : cells)
        pictures.push_back(fittedToCell(readPicture(expandEnvironment(cell.outputFile)), longest));
    DreamRecipe recipe = cells.front().recipe;
    requireNotThePhoto(recipe.settings, path);
    recipe.title = "Sheet of " + cells.front().sheet;
    recipe.description = "Pictures of one dream with these settings varied; the other settings are those of the first.";
    writePicture(path, labelledGrid(pictures, sheet.width(), labelsOf(sheet.columns), labelsOf(sheet.rows)),
        embeddedRecipe(recipe, mostTextBytes(path)));
}

} // namespace

std::vector<DreamJob> sheetJobs(const DreamRecipe& base, const std::string& text, const std::string& sheetFile)
{
    const SettingSheet sheet = sheetFromText(text);
    std::vector<std::string> keys{sheet.columns.key};
    if (!sheet.rows.values.empty())
        keys.push_back(sheet.rows.key);
    std::set<std::string> taken;
    std::vector<DreamJob> jobs;
    for (std::size_t row = 0; row < sheet.height(); ++row) {
        for (std::size_t column = 0; column < sheet.width(); ++column) {
            const SettingsChange change = sheet.changeAt(row, column);
            RunSettings settings = base.settings;
            applyChange(settings, change);
            requireTogether(settings, change);
            jobs.push_back({cellPath(sheetFile, change, taken), fitted(base, settings, keys), text, sheetFile});
        }
    }
    return jobs;
}

std::vector<std::string> drawSheets(const std::vector<DreamJob>& jobs)
{
    std::vector<std::string> drawn;
    for (const DreamJob& first : jobs) {
        if (first.sheetFile.empty() || std::find(drawn.begin(), drawn.end(), first.sheetFile) != drawn.end())
            continue;
        std::vector<DreamJob> cells;
        for (const DreamJob& job : jobs) {
            if (job.sheetFile == first.sheetFile)
                cells.push_back(job);
        }
        drawSheet(cells);
        drawn.push_back(first.sheetFile);
    }
    return drawn;
}

} // namespace cnnvis::render
