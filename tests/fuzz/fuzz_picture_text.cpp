// SPDX-License-Identifier: GPL-3.0-or-later
// The texts in pictures, and the recipe among them.
#include "input.h"

#include "cnnvis/dream_recipe.h"
#include "cnnvis/error.h"
#include "cnnvis/picture_file.h"

using namespace cnnvis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const fuzz::ScratchFolder folder;
    const std::string path = folder.write("picture", fuzz::textOf(data, size));
    try {
        if (const std::optional<std::string> recipe = recipeAmong(readPictureText(path)))
            recipeFromJson(*recipe, "a picture");
    } catch (const PictureError&) {
    } catch (const SettingsError&) { }
    return 0;
}
