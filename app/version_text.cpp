// SPDX-License-Identifier: GPL-3.0-or-later
#include "version_text.h"

#include "cnnvis/machine.h"

#include <QtGlobal>

namespace cnnvis {

std::string programVersion()
{
    return CNNVIS_VERSION;
}

std::string versionText(const std::string& program)
{
    return program + " " + programVersion() + " (" + engineLibraryNames() + ", Qt " + qVersion() + "; " + deviceNames()
        + ")\n";
}

} // namespace cnnvis
