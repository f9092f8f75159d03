// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStyle>

namespace cnnvis::ui {

/// Which of our icons stands for one of Qt's, as themedIcon() names them; empty for those that our windows never show.
QString standardIconName(QStyle::StandardPixmap pixmap);

} // namespace cnnvis::ui
