// SPDX-License-Identifier: GPL-3.0-or-later
#include "presets/preset_delegate.h"

#include "presets/placeholder_picture.h"
#include "presets/preset_model.h"
#include "widgets/scaled_font.h"

#include <QAbstractItemView>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace cnnvis::ui {
namespace {

constexpr qreal kAspect = 1.6; ///< of thumbnails

bool isHeading(const QModelIndex& index)
{
    return index.data(PresetModel::KindRole).toInt() == static_cast<int>(PresetModel::Kind::Heading);
}

int paddingOf(const QStyleOptionViewItem& option)
{
    return qRound(option.fontMetrics.height() * 0.35);
}

QFont smallFont(const QStyleOptionViewItem& option)
{
    constexpr qreal kShare = 0.86;
    return scaledFont(option.font, kShare);
}

QRect thumbnailRect(const QStyleOptionViewItem& option)
{
    const int padding = paddingOf(option);
    const int width = option.rect.width() - 2 * padding;
    return {option.rect.left() + padding, option.rect.top() + padding, width, qRound(width / kAspect)};
}

/// The part of a picture that has the shape of the area, from its middle.
QRectF cropOf(const QSizeF& picture, const QSizeF& area)
{
    const QSizeF size = area.scaled(picture, Qt::KeepAspectRatio);
    return {(picture.width() - size.width()) / 2, (picture.height() - size.height()) / 2, size.width(), size.height()};
}

QPainterPath starPath(const QRectF& area)
{
    constexpr int kCorners = 10;
    constexpr qreal kPi = 3.14159265358979323846;
    QPolygonF star;
    for (int corner = 0; corner < kCorners; ++corner) {
        const qreal radius = area.width() / 2 * (corner % 2 == 0 ? 1.0 : 0.44);
        const qreal angle = kPi * (2.0 * corner / kCorners - 0.5);
        star << area.center() + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(star);
    path.closeSubpath();
    return path;
}

} // namespace

int PresetDelegate::cardWidth(int lineWidth, const QFontMetrics& metrics)
{
    const int least = metrics.height() * 17 / 2;
    // One less: the list begins a new line when the last pixel is taken.
    return (lineWidth - 1) / std::max(1, lineWidth / least);
}

QRect PresetDelegate::starRect(const QStyleOptionViewItem& option)
{
    const int side = qRound(option.fontMetrics.height() * 1.5);
    const QRect thumbnail = thumbnailRect(option);
    return {thumbnail.right() + 1 - side, thumbnail.top(), side, side};
}

QSize PresetDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* const view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int line = view != nullptr ? view->viewport()->width() : option.rect.width();
    if (isHeading(index))
        return {line - 1, qRound(option.fontMetrics.height() * 2.0)};
    const int padding = paddingOf(option);
    const int width = cardWidth(line, option.fontMetrics);
    const int texts = option.fontMetrics.height() + 2 * QFontMetrics(smallFont(option)).height();
    return {width, qRound((width - 2 * padding) / kAspect) + texts + 4 * padding};
}

void PresetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isHeading(index)) {
        paintHeading(*painter, item);
    } else {
        const bool isSelected = (item.state & QStyle::State_Selected) != 0;
        const bool isHovered = (item.state & QStyle::State_MouseOver) != 0;
        if (isSelected || isHovered) {
            QColor ground = item.palette.color(isSelected ? QPalette::Highlight : QPalette::Text);
            ground.setAlphaF(isSelected ? 0.16F : 0.05F);
            const qreal radius = paddingOf(item);
            painter->setPen(isSelected ? QPen(item.palette.color(QPalette::Highlight), 1.0) : QPen(Qt::NoPen));
            painter->setBrush(ground);
            painter->drawRoundedRect(QRectF(item.rect).adjusted(1.5, 1.5, -1.5, -1.5), radius, radius);
        }
        paintThumbnail(*painter, item, index);
        paintNeeds(*painter, item, index);
        paintTexts(*painter, item, index);
        const bool isStarred = index.data(PresetModel::StarRole).toBool();
        if (isStarred || isHovered || isSelected)
            paintStar(*painter, item, isStarred);
    }
    painter->restore();
}

void PresetDelegate::paintHeading(QPainter& painter, const QStyleOptionViewItem& option)
{
    constexpr qreal kSpacing = 106.0; // per cent
    QFont font = smallFont(option);
    font.setWeight(QFont::DemiBold);
    font.setLetterSpacing(QFont::PercentageSpacing, kSpacing);
    painter.setFont(font);
    painter.setPen(option.palette.color(QPalette::PlaceholderText));
    const int padding = paddingOf(option);
    painter.drawText(
        option.rect.adjusted(padding, 0, -padding, -padding), Qt::AlignBottom | Qt::AlignLeft, option.text.toUpper());
}

void PresetDelegate::paintThumbnail(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    constexpr qreal kFaded = 0.4;
    const QRectF area = thumbnailRect(option);
    QPainterPath outline;
    outline.addRoundedRect(area, paddingOf(option) * 0.7, paddingOf(option) * 0.7);
    painter.save();
    painter.setClipPath(outline);
    painter.setOpacity(index.data(PresetModel::FitsRole).toBool() ? 1.0 : kFaded);
    const auto picture = index.data(Qt::DecorationRole).value<QPixmap>();
    if (picture.isNull()) {
        paintPlaceholder(painter, area, option.text, option.palette);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawPixmap(area, picture, cropOf(picture.size(), area.size()));
    }
    painter.restore();
}

void PresetDelegate::paintNeeds(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QString needs = index.data(PresetModel::NeedsRole).toString();
    if (needs.isEmpty())
        return;
    // On a picture: the same in both themes, as the star.
    const int padding = paddingOf(option);
    const QRect thumbnail = thumbnailRect(option).adjusted(padding, padding, -padding, -padding);
    const QFont small = smallFont(option);
    const QFontMetrics metrics(small);
    const QString text =
        metrics.elidedText(PresetModel::tr("needs %1").arg(needs), Qt::ElideRight, thumbnail.width() - 2 * padding);
    QRect badge(0, 0, metrics.horizontalAdvance(text) + 2 * padding, metrics.height() + padding / 2);
    badge.moveBottomLeft(thumbnail.bottomLeft());
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(badge, padding * 0.7, padding * 0.7);
    painter.setFont(small);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, text);
}

void PresetDelegate::paintTexts(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const int padding = paddingOf(option);
    const QRect thumbnail = thumbnailRect(option);
    const QFont small = smallFont(option);
    const QFontMetrics smallMetrics(small);
    QRect line(thumbnail.left() + padding / 2, thumbnail.bottom() + 1 + padding, thumbnail.width() - padding,
        option.fontMetrics.height());
    const bool fits = index.data(PresetModel::FitsRole).toBool();
    painter.setFont(option.font);
    painter.setPen(option.palette.color(fits ? QPalette::Text : QPalette::PlaceholderText));
    painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft,
        option.fontMetrics.elidedText(option.text, Qt::ElideRight, line.width()));

    painter.setFont(small);
    painter.setPen(option.palette.color(QPalette::PlaceholderText));
    for (const int role : {int(PresetModel::DescriptionRole), int(PresetModel::NetworkRole)}) {
        line = QRect(line.left(), line.bottom() + 1, line.width(), smallMetrics.height());
        const QString text = index.data(role).toString().simplified();
        painter.drawText(
            line, Qt::AlignVCenter | Qt::AlignLeft, smallMetrics.elidedText(text, Qt::ElideRight, line.width()));
    }
}

void PresetDelegate::paintStar(QPainter& painter, const QStyleOptionViewItem& option, bool isStarred)
{
    // On a picture: the same in both themes, with a shade that parts it from light grounds.
    const QRectF area = starRect(option);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 120));
    const qreal inset = area.width() * 0.1;
    painter.drawEllipse(area.adjusted(inset, inset, -inset, -inset));
    const QRectF star = area.adjusted(3 * inset, 3 * inset, -3 * inset, -3 * inset);
    const QColor accent = option.palette.color(QPalette::Highlight);
    painter.setPen(isStarred ? QPen(Qt::NoPen) : QPen(Qt::white, area.width() * 0.05));
    painter.setBrush(isStarred ? QBrush(accent.lighter(110)) : QBrush(Qt::NoBrush));
    painter.drawPath(starPath(star));
}

bool PresetDelegate::editorEvent(
    QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const auto type = event->type();
    if (isHeading(index) || (type != QEvent::MouseButtonRelease && type != QEvent::MouseButtonDblClick))
        return false;
    const auto* const mouse = static_cast<QMouseEvent*>(event);
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    if (mouse->button() != Qt::LeftButton || !starRect(item).contains(mouse->position().toPoint()))
        return false;
    if (type == QEvent::MouseButtonRelease)
        model->setData(index, !index.data(PresetModel::StarRole).toBool(), PresetModel::StarRole);
    return true;
}

} // namespace cnnvis::ui
