// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace cnnvis::ui {

/// The font at a share of its size, whether that is given in points or in pixels.
QFont scaledFont(QFont font, qreal share);

} // namespace cnnvis::ui
