// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/dream_origin.h"

#include "cnnvis/machine.h"
#include "cnnvis/model_source.h"
#include "cnnvis/recipe_inputs.h"
#include "util/sha256.h"

#include <algorithm>
#include <cstddef>

namespace cnnvis {
namespace {

PixelDigest digestOf(const Picture& picture)
{
    const auto pixels = static_cast<std::size_t>(picture.height()) * static_cast<std::size_t>(picture.width());
    Sha256 hash;
    if (picture.pixels8() != nullptr)
        hash.add(picture.pixels8(), 3 * pixels);
    else
        hash.add(picture.pixels16(), 2 * 3 * pixels);
    if (picture.alpha() != nullptr)
        hash.add(picture.alpha(), pixels);
    return {picture.height(), picture.width(), hash.digits()};
}

} // namespace

std::vector<FileDigest> networkFiles(const RunSettings& settings)
{
    std::vector<FileDigest> files;
    const ModelFiles paths = ModelSource::of(settings).files();
    for (const std::string* const path : {&paths.description, &paths.weights, &paths.mean}) {
        // A mean may be numbers instead.
        if (const std::optional<FileDigest> digest = path->empty() ? std::nullopt : digestOfFile(*path))
            files.push_back(*digest);
    }
    return files;
}

bool isOfSameInputs(const DreamOrigin& origin, const RunSettings& settings)
{
    const auto isSame = [](const FileDigest& a, const FileDigest& b) { return isSameContent(a, b); };
    const std::vector<FileDigest> network = networkFiles(settings);
    if (!std::equal(network.begin(), network.end(), origin.network.begin(), origin.network.end(), isSame))
        return false;
    if (settings.initialImage.empty())
        return !origin.startPixels;
    const std::optional<FileDigest> photo = digestOfFile(expandEnvironment(settings.initialImage));
    return photo && origin.startFile && isSameContent(*photo, *origin.startFile);
}

DreamOrigin originOf(const SessionRequest& request, const Picture& startPicture)
{
    DreamOrigin origin;
    origin.program = CNNVIS_VERSION;
    origin.libraries = engineLibraryNames();
    origin.threads = threadCount(request.settings.threads);
    origin.network = networkFiles(request.settings);
    if (startPicture.isEmpty())
        return origin;
    origin.startPixels = digestOf(startPicture);
    if (request.startPicture.isEmpty())
        origin.startFile = digestOfFile(expandEnvironment(request.settings.initialImage));
    return origin;
}

} // namespace cnnvis
