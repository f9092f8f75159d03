// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QStringList>

namespace cnnvis::ui {

/// One of the studio's own icons, in the colour that the application's palette has for the role when it is painted; so
/// it follows a change of the theme. Sharp at every size and scaling. Checked ones are in the accent's text colour,
/// disabled ones in the disabled text's.
/// @param name  one of themedIconNames(); an unknown one gives a null icon.
QIcon themedIcon(const QString& name, QPalette::ColorRole role = QPalette::ButtonText);

/// "start", "pause", … in alphabetical order.
const QStringList& themedIconNames();

/// The program's own, in colours.
QIcon applicationIcon();

} // namespace cnnvis::ui
