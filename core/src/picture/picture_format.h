// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "picture/decoded_picture.h"

#include <string>
#include <string_view>

namespace cnnvis {

/// A format that is read, told from a file's first bytes.
struct PictureFormat {
    std::string_view name;
    std::string_view endings; ///< that its files have, apart by blanks
    bool (*isBegunBy)(std::string_view bytes);
    PictureInfo (*readInfo)(std::string_view bytes);
    DecodedPicture (*decode)(std::string_view bytes);
};

/// @return  nullptr when it is none that is read.
const PictureFormat* findPictureFormat(std::string_view bytes);

/// "PNG, JPEG, … and EXR", for messages.
std::string pictureFormatsText();

} // namespace cnnvis
