// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/path_field.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFrame>

namespace cnnvis::ui {

namespace {

constexpr QLatin1String kSamples("$CNNVIS_DATA/pictures/");
constexpr int kLineMargin = 2; // as QLineEdit has it

} // namespace

QString friendlyPath(const QString& path)
{
    return path.startsWith(kSamples)
        ? QCoreApplication::translate("PathField", "Sample %1").arg(QFileInfo(path).completeBaseName())
        : path;
}

QString shortenedPath(const QString& path, const QFontMetrics& metrics, int width)
{
    if (metrics.horizontalAdvance(path) <= width)
        return path;
    for (qsizetype slash = path.indexOf(QLatin1Char('/'), 1); slash >= 0;
         slash = path.indexOf(QLatin1Char('/'), slash + 1)) {
        const QString shortened = QChar(0x2026) + path.mid(slash);
        if (metrics.horizontalAdvance(shortened) <= width)
            return shortened;
    }
    return metrics.elidedText(QFileInfo(path).fileName(), Qt::ElideMiddle, width);
}

void PathField::paintEvent(QPaintEvent* event)
{
    if (hasFocus() || text().isEmpty()) {
        QLineEdit::paintEvent(event);
        return;
    }
    QStyleOptionFrame option;
    initStyleOption(&option);
    QPainter painter(this);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    const QRect area =
        style()->subElementRect(QStyle::SE_LineEditContents, &option, this).adjusted(kLineMargin, 0, -kLineMargin, 0);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        shortenedPath(friendlyPath(text()), fontMetrics(), area.width()));
}

} // namespace cnnvis::ui
