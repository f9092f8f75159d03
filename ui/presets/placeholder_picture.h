// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace cnnvis::ui {

/// Paints a quiet picture for something that has none: rings at places that its name alone decides.
void paintPlaceholder(QPainter& painter, const QRectF& area, const QString& name, const QPalette& palette);

} // namespace cnnvis::ui
