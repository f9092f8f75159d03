// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/session_input.h"

#include "cnnvis/picture_file.h"
#include "cnnvis/settings_text.h"

namespace cnnvis {

Network networkOf(const SessionRequest& request, const NetworkLoader& load)
{
    // Random weights are drawn from the seed that the network was loaded with, which may be another by now.
    const bool fits = request.network && request.network->hasTrainedWeights();
    return fits ? *request.network : load(request.settings);
}

Picture startPictureOf(const SessionRequest& request, std::vector<std::string>* notes)
{
    if (!request.startPicture.isEmpty())
        return request.startPicture;
    const std::string& path = request.settings.initialImage;
    return path.empty() ? Picture() : readPicture(expandEnvironment(path), notes);
}

PictureSize startSizeOf(const SessionRequest& request)
{
    if (!request.startPicture.isEmpty())
        return request.startPicture.size();
    const std::string& path = request.settings.initialImage;
    return path.empty() ? PictureSize() : readPictureSize(expandEnvironment(path));
}

} // namespace cnnvis
