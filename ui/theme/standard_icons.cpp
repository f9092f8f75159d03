// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/standard_icons.h"

namespace cnnvis::ui {

QString standardIconName(QStyle::StandardPixmap pixmap)
{
    switch (pixmap) {
    case QStyle::SP_ArrowBack:
    case QStyle::SP_ArrowLeft:
    case QStyle::SP_FileDialogBack:
        return QStringLiteral("arrow-left");
    case QStyle::SP_ArrowForward:
    case QStyle::SP_ArrowRight:
        return QStringLiteral("arrow-right");
    case QStyle::SP_FileDialogToParent:
        return QStringLiteral("arrow-up");
    case QStyle::SP_FileDialogNewFolder:
        return QStringLiteral("folder-new");
    case QStyle::SP_FileDialogListView:
        return QStringLiteral("list");
    case QStyle::SP_FileDialogDetailedView:
        return QStringLiteral("details");
    case QStyle::SP_DirIcon:
    case QStyle::SP_DirClosedIcon:
    case QStyle::SP_DirOpenIcon:
    case QStyle::SP_DirLinkIcon:
        return QStringLiteral("folder");
    case QStyle::SP_DirHomeIcon:
        return QStringLiteral("home");
    case QStyle::SP_FileIcon:
    case QStyle::SP_FileLinkIcon:
        return QStringLiteral("file");
    case QStyle::SP_ComputerIcon:
    case QStyle::SP_DesktopIcon:
    case QStyle::SP_DriveHDIcon:
        return QStringLiteral("computer");
    case QStyle::SP_LineEditClearButton:
        return QStringLiteral("close");
    default:
        return {};
    }
}

} // namespace cnnvis::ui
