// SPDX-License-Identifier: GPL-3.0-or-later
#include "cnnvis/data_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace cnnvis {

std::string dataFolder()
{
    const char* const chosen = std::getenv("CNNVIS_DATA");
    if (chosen != nullptr && *chosen != '\0')
        return chosen;
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    return (program.parent_path().parent_path() / "share" / "cnn-vis").string();
}

} // namespace cnnvis
