// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cnnvis::ui {

/// The text as a tool tip that shows it as it is, also where a name from a file looks like HTML.
inline QString plainToolTip(const QString& text)
{
    return QStringLiteral("<span>%1</span>").arg(text.toHtmlEscaped());
}

} // namespace cnnvis::ui
