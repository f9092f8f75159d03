// SPDX-License-Identifier: GPL-3.0-or-later
#include "final_picture.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"
#include "cnnvis/session_outcome.h"

#include <exception>
#include <filesystem>
#include <new>
#include <system_error>
#include <utility>

namespace cnnvis::render {

void requireNotThePhoto(const RunSettings& settings, const std::string& path)
{
    if (settings.initialImage.empty())
        return;
    const std::string photo = expandEnvironment(settings.initialImage);
    std::error_code error;
    if (std::filesystem::equivalent(photo, path, error) && !error) {
        throw SettingsError(
            "output_file", "--output_file '" + path + "' is the start image '" + photo + "' itself; give another name");
    }
}

FinalPicture::FinalPicture(std::string path)
    : m_path(std::move(path))
{ }

void FinalPicture::preparing(const RunSettings& settings)
{
    checkPictureWritable(m_path);
    requireNotThePhoto(settings, m_path);
}

void FinalPicture::started(const SessionStart& start)
{
    for (const PlannedSize& planned : start.dream.plan().sizes)
        checkPictureWritable(m_path, planned.size);
}

void FinalPicture::ended(const SessionOutcome& outcome)
{
    if (!outcome.hasBegun)
        return;
    try {
        if (outcome.picture.isEmpty())
            throw std::bad_alloc();
        writePicture(m_path, outcome.picture, embeddedRecipe(outcome.recipe, mostTextBytes(m_path)));
    } catch (const std::bad_alloc&) {
        m_problem = "Cannot write picture '" + m_path + "': there is not enough memory; close other programs";
    } catch (const std::exception& error) {
        m_problem = error.what();
    }
}

} // namespace cnnvis::render
