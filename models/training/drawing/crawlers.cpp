// SPDX-License-Identifier: GPL-3.0-or-later
#include "families.h"
namespace cnnvis::drawing { Kinds crawlerKinds() { return {}; } }
