// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene.h"

#include <string>
#include <vector>

namespace cnnvis::drawing {

/// How a thing may stand in the frame.
enum class Pose {
    Upright, ///< leans a little
    Tilted, ///< leans a lot
    Free, ///< turned any way
    Whole, ///< fills the frame, with its own backdrop
};

/// One class of the bestiary: how to draw it, and where it is at home.
struct Kind {
    std::string name;
    void (*draw)(Scene& scene);
    Pose pose;
    unsigned settings; ///< of backdrop.h
    int most = 1; ///< how many may be in one picture
};

using Kinds = std::vector<Kind>;

Kinds faceKinds();
Kinds birdKinds();
Kinds seaKinds();
Kinds crawlerKinds();
Kinds insectKinds();
Kinds flowerKinds();
Kinds plantKinds();
Kinds buildingKinds();
Kinds stoneworkKinds();
Kinds thingKinds();
Kinds vesselKinds();
Kinds textureKinds();

/// All of them, in the order of the class indices.
const Kinds& allKinds();

} // namespace cnnvis::drawing
