// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cnnvis/picture.h"

#include <QSize>
#include <QString>

#include <exception>
#include <string>

/// How the window says what core says for the command line: settings by their labels, sizes as width × height.
namespace cnnvis::ui {

/// "1280 × 800": width before height.
QString sizeText(QSize size);
QString sizeText(PictureSize size);

/// A message or help of core's, "Size 1 is 400x640; give a --final_size of …", as the window says it: "Size 1 is
/// 640 × 400; give a “Last size” of …". What stands in single quotes was typed or is a name, and stays; but what was
/// typed for a size is turned too.
QString inWindowWords(const QString& text);
QString inWindowWords(const std::string& text);
/// The same of what an error of core's says.
QString inWindowWords(const std::exception& error);

/// A size setting as the window shows it: "400x640" as "640 × 400", "x0.5" as "× 0.5", any other text as it is.
QString shownSize(const QString& text);
/// What a person typed for a size in the spelling that the schema reads: "640 × 400" as "400x640", "X0.5" as "x0.5",
/// any other text as it is.
QString typedSize(const QString& typed);

} // namespace cnnvis::ui
