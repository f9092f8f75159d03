// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scaled_font.h"

namespace cnnvis::ui {

QFont scaledFont(QFont font, qreal share)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(qRound(font.pixelSize() * share));
    else
        font.setPointSizeF(font.pointSizeF() * share);
    return font;
}

} // namespace cnnvis::ui
