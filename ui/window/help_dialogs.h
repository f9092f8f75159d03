// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QDialog;
class QMainWindow;
class QWidget;

namespace cnnvis::ui {

/// All actions of the window's menus with their shortcuts, and what keys and mouse do in the picture. Deletes itself
/// when it is closed.
QDialog* showShortcuts(QMainWindow& window);

/// Version, licences, thanks. Deletes itself when it is closed.
QDialog* showAbout(QWidget& window);

} // namespace cnnvis::ui
