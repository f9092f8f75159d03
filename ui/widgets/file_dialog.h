// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFileDialog;
class QWidget;

namespace cnnvis::ui {

/// A dialog for files that is large enough for its columns and deletes itself when it is closed. To be shown by open(),
/// as a run goes on meanwhile.
/// @param folder  to begin in; empty: the present one.
QFileDialog* makeFileDialog(QWidget* parent, const QString& title, const QString& folder = {});

} // namespace cnnvis::ui
