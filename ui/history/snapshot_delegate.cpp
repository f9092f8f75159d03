// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/snapshot_delegate.h"

#include "history/snapshot_model.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kFadedOpacity = 0.4;

int gapOf(const QFontMetrics& metrics)
{
    return std::max(3, metrics.height() / 4);
}

QPainterPath starPath(QPointF centre, double radius)
{
    QPainterPath path;
    for (int i = 0; i < 10; ++i) {
        const double angle = -kPi / 2.0 + i * kPi / 5.0;
        const double length = i % 2 == 0 ? radius : radius * 0.45;
        const QPointF point = centre + QPointF(std::cos(angle), std::sin(angle)) * length;
        if (i == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    path.closeSubpath();
    return path;
}

void paintCaption(
    QPainter& painter, const QRectF& thumbnail, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const double em = QFontMetricsF(option.font).height();
    QRectF bar = thumbnail;
    bar.setTop(bar.bottom() - em * 1.25);
    QLinearGradient shade(bar.topLeft() - QPointF(0.0, em * 0.4), bar.bottomLeft());
    shade.setColorAt(0.0, QColor(10, 12, 16, 0));
    shade.setColorAt(0.35, QColor(10, 12, 16, 165));
    shade.setColorAt(1.0, QColor(10, 12, 16, 215));
    painter.fillRect(bar.adjusted(0.0, -em * 0.4, 0.0, 0.0), shade);
    painter.setPen(QColor(240, 242, 245));
    painter.drawText(bar.adjusted(em * 0.4, 0.0, -em * 0.2, 0.0), Qt::AlignLeft | Qt::AlignVCenter,
        index.data(Qt::DisplayRole).toString());
    if (index.data(SnapshotModel::PinnedRole).toBool()) {
        const QPointF centre(bar.right() - em * 0.75, bar.center().y());
        painter.fillPath(starPath(centre, em * 0.42), option.palette.color(QPalette::Highlight));
    }
}

/// Where a run begins, its name stands above its first picture; a dot tells what nobody has saved yet.
void paintMarks(
    QPainter& painter, const QRectF& thumbnail, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const double em = QFontMetricsF(option.font).height();
    const QString run = index.data(SnapshotModel::RunTextRole).toString();
    if (!run.isEmpty()) {
        const double width = QFontMetricsF(option.font).horizontalAdvance(run) + em * 0.8;
        const QRectF label(thumbnail.left(), thumbnail.top(), width, em * 1.2);
        painter.fillRect(label, QColor(10, 12, 16, 190));
        painter.setPen(QColor(240, 242, 245));
        painter.drawText(label, Qt::AlignCenter, run);
    }
    if (index.data(SnapshotModel::UnsavedRole).toBool()) {
        const QPointF centre(thumbnail.right() - em * 0.6, thumbnail.top() + em * 0.6);
        painter.setPen(QPen(QColor(10, 12, 16, 190), em * 0.14));
        painter.setBrush(option.palette.color(QPalette::Highlight));
        painter.drawEllipse(centre, em * 0.28, em * 0.28);
    }
}

void paintFrame(QPainter& painter, const QRectF& thumbnail, const QStyleOptionViewItem& option, double radius)
{
    const double em = QFontMetricsF(option.font).height();
    const double line = std::max(1.0, em / 14.0);
    QColor colour = option.palette.color(QPalette::Mid);
    double width = line;
    if (option.state.testFlag(QStyle::State_Selected)) {
        colour = option.palette.color(QPalette::Highlight);
        width = 2.2 * line;
    } else if (option.state.testFlag(QStyle::State_HasFocus)) {
        colour = option.palette.color(QPalette::Highlight);
        width = 1.2 * line;
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        colour = option.palette.color(QPalette::PlaceholderText);
        width = 1.5 * line;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    painter.drawRoundedRect(thumbnail, radius, radius);
}

} // namespace

int thumbnailHeight(const QFontMetrics& metrics)
{
    return metrics.height() * 4;
}

void SnapshotDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const double gap = gapOf(option.fontMetrics);
    const QRectF thumbnail = QRectF(option.rect).adjusted(gap, gap, -gap, -gap);
    const double radius = option.fontMetrics.height() * 0.25;
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter->setFont(option.font);
    QPainterPath outline;
    outline.addRoundedRect(thumbnail, radius, radius);
    painter->setClipPath(outline);
    painter->fillRect(thumbnail, option.palette.color(QPalette::AlternateBase));
    painter->setOpacity(index.data(SnapshotModel::HasPictureRole).toBool() ? 1.0 : kFadedOpacity);
    painter->drawImage(thumbnail, index.data(Qt::DecorationRole).value<QImage>());
    painter->setOpacity(1.0);
    paintCaption(*painter, thumbnail, option, index);
    paintMarks(*painter, thumbnail, option, index);
    painter->setClipping(false);
    paintFrame(*painter, thumbnail, option, radius);
    painter->restore();
}

QSize SnapshotDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int height = thumbnailHeight(option.fontMetrics);
    const QSize image = index.data(Qt::DecorationRole).value<QImage>().size();
    const double shape = image.isEmpty() ? 1.5 : static_cast<double>(image.width()) / image.height();
    // Wide enough for its caption and a star.
    const int caption =
        option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + option.fontMetrics.height() * 2;
    const int heading = option.fontMetrics.horizontalAdvance(index.data(SnapshotModel::RunTextRole).toString())
        + option.fontMetrics.height() * 2;
    const int width = std::max({static_cast<int>(std::lround(height * shape)), caption, heading});
    const int gap = gapOf(option.fontMetrics);
    return {width + 2 * gap, height + 2 * gap};
}

} // namespace cnnvis::ui
