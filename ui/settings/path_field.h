// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace cnnvis::ui {

/// What people call a path: "Sample landscape" for a picture that comes with the program, else the path itself.
QString friendlyPath(const QString& path);

/// The path, or if that is too wide as many of its last folders as have room, behind an ellipsis: "…/pictures/cat.jpg".
QString shortenedPath(const QString& path, const QFontMetrics& metrics, int width);

/// A line for a path, or what else is told by its end behind a slash. Without the focus it shows the friendly or
/// shortened one; the text itself is always the path.
class PathField : public QLineEdit {
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace cnnvis::ui
