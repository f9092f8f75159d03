// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

#include <string>

namespace cnnvis::ui {

/// A path as the engine takes it.
inline std::string bytesOf(const QString& path)
{
    return QFile::encodeName(path).toStdString();
}

} // namespace cnnvis::ui
