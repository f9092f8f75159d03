// SPDX-License-Identifier: GPL-3.0-or-later
#include "numbered_pictures.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"
#include "output_paths.h"

#include <utility>

namespace cnnvis::render {

NumberedPictures::NumberedPictures(std::string outputFile, WriteProblems& problems)
    : m_outputFile(std::move(outputFile))
    , m_writer(problems)
{ }

void NumberedPictures::preparing(const RunSettings& settings)
{
    if (!settings.iterBehavior.has(iter_behavior::Save))
        return;
    const std::string photo = expandEnvironment(settings.initialImage);
    if (!photo.empty() && isSnapshotPath(photo, m_outputFile)) {
        throw SettingsError("output_file",
            "--output_file '" + m_outputFile + "' would save numbered pictures under names such as that of the start "
                + "image '" + photo + "'; give another name, or take save out of --iter_behavior");
    }
    if (settings.outputIter <= settings.numSteps) {
        // The longest of their names; those before are shorter by some digits.
        checkPictureWritable(snapshotPath(m_outputFile, settings.numSizes, settings.numSteps));
    }
}

void NumberedPictures::started(const SessionStart& start)
{
    m_journal = &start.journal;
}

void NumberedPictures::stepDone(const StepReport& report, const SessionProgress& /*progress*/, const Dream& dream)
{
    const RunSettings& settings = dream.settings();
    if (settings.iterBehavior.has(iter_behavior::Save) && report.step % settings.outputIter == 0) {
        const std::string path = snapshotPath(m_outputFile, report.sizeIndex + 1, report.step);
        m_writer.attempt([&] {
            const DreamRecipe recipe = m_journal->recipeAt(dream.position());
            writePicture(path, dream.picture(), embeddedRecipe(recipe, mostTextBytes(path)));
        });
    }
}

} // namespace cnnvis::render
