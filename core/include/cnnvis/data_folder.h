// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cnnvis {

/// The folder of what comes with the program: models/, pictures/. It is $CNNVIS_DATA where that is set, else
/// ../share/cnn-vis as seen from the folder of the running program, which holds both where it was built and where it is
/// installed. Settings may name it as $CNNVIS_DATA either way (see expandEnvironment()).
std::string dataFolder();

} // namespace cnnvis
