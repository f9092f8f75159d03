// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cnnvis {

/// GoogLeNet as a prototxt up to inception_5b/output, with fillers in place of weights: the network of the figures, so
/// that they can be repeated without any file. Source: Szegedy et al., Going Deeper with Convolutions, 2015, table 1;
/// the layers' names are those of Caffe's model.
std::string googlenetPrototxt();

} // namespace cnnvis
