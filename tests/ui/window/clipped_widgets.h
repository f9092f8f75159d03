// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace cnnvis::test {

/// What is not seen whole in a window, a line for each fault: texts that are wider or higher than their widget, widgets
/// that stick out of their parent, and neighbours that overlap. Only what is visible counts; what scrolls may stick out
/// of its view, and what shortens its text on purpose needs a tool tip.
QStringList clippedWidgets(const QWidget& window);

} // namespace cnnvis::test
